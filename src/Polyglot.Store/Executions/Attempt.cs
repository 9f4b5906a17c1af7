namespace Polyglot.Store;

/// <summary>How an attempt ended.</summary>
public enum AttemptStatus
{
    /// <summary>It gave an output.</summary>
    Ok,

    /// <summary>The task failed: its program or its data is at fault.</summary>
    Failed,

    /// <summary>It was told to stop.</summary>
    Cancelled,

    /// <summary>The runtime or Polyglot itself is at fault.</summary>
    Faulted,
}

/// <summary>
/// One try at an execution. Times are UTC, kept to the millisecond. Immutable. East type: <see cref="AttemptCodec"/>.
/// </summary>
public sealed record Attempt
{
    /// <summary>How it ended.</summary>
    public required AttemptStatus Status { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The runner's id.</summary>
    public required string Runner { get; init; }

    /// <summary>The version of the runner's language, or of its own code where it has none; empty where it announces neither.</summary>
    public string RunnerVersion { get; init; } = "";

    /// <summary>Exit code of a program that ran for this attempt alone (128 + signal where a signal ended it); null for a warm worker.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it did not succeed; null for <see cref="AttemptStatus.Ok"/>.</summary>
    public AttemptError? Error { get; init; }

    /// <summary>The Blob object of what was written to standard output; null for nothing.</summary>
    public ObjectId? Stdout { get; init; }

    /// <summary>The Blob object of what was written to standard error; null for nothing.</summary>
    public ObjectId? Stderr { get; init; }

    /// <summary>Largest memory in use, in bytes; null where it is not known.</summary>
    public long? PeakMemory { get; init; }

    /// <summary>Processor time; null where it is not known.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>The output; null unless <see cref="AttemptStatus.Ok"/>.</summary>
    public ObjectId? Output { get; init; }

    /// <summary>Where the time went, as far as the runtime says.</summary>
    public AttemptTimings? Timings { get; init; }

    /// <summary>The <see cref="ElementList"/> of what was run for the elements of inputs; null for a task that is run once.</summary>
    public ObjectId? Elements { get; init; }

    /// <summary>The <see cref="InnerRun"/> of the dataflow that the program returned; null for a task that gives its output itself. Not beside <see cref="Elements"/>.</summary>
    public ObjectId? Inner { get; init; }
}

/// <summary>Where the time of an attempt went inside the runtime, to the nanosecond on disk and to 100 ns in memory.</summary>
public sealed record AttemptTimings(TimeSpan Load, TimeSpan Decode, TimeSpan Call, TimeSpan Encode);

/// <summary>Who is at fault.</summary>
public enum ErrorSide
{
    /// <summary>The task: the user's program or data.</summary>
    Task,

    /// <summary>The runtime.</summary>
    Runner,

    /// <summary>Polyglot, or what it asked for.</summary>
    Host,
}

/// <summary>An error as the protocol has it (<c>Error</c> in runner.fbs). Immutable.</summary>
public sealed record AttemptError
{
    /// <summary>Who is at fault.</summary>
    public required ErrorSide Side { get; init; }

    /// <summary>The stable code (protocol.md, Errors).</summary>
    public required string Code { get; init; }

    /// <summary>One line for people.</summary>
    public required string Summary { get; init; }

    /// <summary>The language's own name of the error; empty where it has none.</summary>
    public string ErrorType { get; init; } = "";

    /// <summary>The language's call stack, innermost first.</summary>
    public IReadOnlyList<ErrorFrame> Frames { get; init; } = [];

    /// <summary>The East location stack, innermost first.</summary>
    public IReadOnlyList<ErrorFrame> Location { get; init; } = [];

    /// <summary>0-based index of the input at fault; null for none.</summary>
    public int? Argument { get; init; }

    /// <summary>Where in a value (<c>result[3].ppm</c>); empty for nowhere.</summary>
    public string Path { get; init; } = "";

    /// <summary>Whether trying again may help.</summary>
    public bool Retryable { get; init; }

    /// <summary>The language's own rendering (a traceback); may be empty.</summary>
    public string Details { get; init; } = "";

    /// <summary>What caused it; null for nothing. At most 16 deep are kept.</summary>
    public AttemptError? Cause { get; init; }
}

/// <summary>One step of a call stack; line and column count from 1, 0 = not known.</summary>
public sealed record ErrorFrame(string File, int Line, int Column, string Function, bool IsUser);
