namespace Polyglot.Store;

/// <summary>How a run ended.</summary>
public enum RunStatus
{
    /// <summary>Every task has its output.</summary>
    Succeeded,

    /// <summary>At least one task failed.</summary>
    Failed,

    /// <summary>It was told to stop.</summary>
    Cancelled,
}

/// <summary>One evaluation of a dataflow: its inputs, every decision and why, its outputs. Immutable. East type: <see cref="RunRecordCodec"/>.</summary>
public sealed record RunRecord
{
    /// <summary>This run.</summary>
    public required RunId Id { get; init; }

    /// <summary>The dataflow's name.</summary>
    public required string Dataflow { get; init; }

    /// <summary>The object that describes the dataflow; null where none was stored.</summary>
    public ObjectId? DataflowId { get; init; }

    /// <summary>The project's folder; empty where it is not known.</summary>
    public string ProjectDirectory { get; init; } = "";

    /// <summary>When it began (UTC, kept to the millisecond).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended (UTC, kept to the millisecond).</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>How it ended.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The snapshot of inputs that it worked on.</summary>
    public IReadOnlyList<NamedObject> Inputs { get; init; } = [];

    /// <summary>Every task, in the order in which they were decided.</summary>
    public IReadOnlyList<TaskRecord> Tasks { get; init; } = [];

    /// <summary>What it published.</summary>
    public IReadOnlyList<PublishedOutput> Outputs { get; init; } = [];
}

/// <summary>A name (or a relative path) and the object it stands for.</summary>
public sealed record NamedObject(string Name, ObjectId Id);

/// <summary>An output of a run: where it was published, by which task, and the object.</summary>
public sealed record PublishedOutput(string Path, string Task, ObjectId Id);

/// <summary>What was decided about a task.</summary>
public enum Decision
{
    /// <summary>It was run and succeeded.</summary>
    Ran,

    /// <summary>Its output was in the store.</summary>
    Cached,

    /// <summary>Another process was running it, and its result was taken.</summary>
    Joined,

    /// <summary>It was run and did not succeed.</summary>
    Failed,

    /// <summary>It was not run, because a task it needs has no output.</summary>
    Blocked,

    /// <summary>It was told to stop, or not begun.</summary>
    Cancelled,
}

/// <summary>One task of a run: what it was given, what was decided and why, what came out. Immutable.</summary>
public sealed record TaskRecord
{
    /// <summary>The task's name in the dataflow.</summary>
    public required string Name { get; init; }

    /// <summary>The task; null where it was never known (blocked before its program could be read).</summary>
    public TaskId? Task { get; init; }

    /// <summary>The execution; null where an input was never known.</summary>
    public ExecutionId? Execution { get; init; }

    /// <summary>Its inputs in order.</summary>
    public IReadOnlyList<NamedObject> Inputs { get; init; } = [];

    /// <summary>The files of its program by relative path.</summary>
    public IReadOnlyList<NamedObject> Files { get; init; } = [];

    /// <summary>What was decided.</summary>
    public required Decision Decision { get; init; }

    /// <summary>Why it had to run; null where it did not.</summary>
    public Reason? Reason { get; init; }

    /// <summary>The output; null where there is none.</summary>
    public ObjectId? Output { get; init; }

    /// <summary>When it was begun (UTC, kept to the millisecond).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended (UTC, kept to the millisecond).</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The number of this run's attempt at the execution; null where there was none.</summary>
    public int? Attempt { get; init; }
}
