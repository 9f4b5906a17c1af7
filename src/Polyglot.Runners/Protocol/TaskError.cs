namespace Polyglot.Runners;

/// <summary>Who is at fault (<c>FaultSide</c> in <c>ir/runner.fbs</c>).</summary>
public enum FaultSide
{
    /// <summary>The sender did not say, or said something newer than this host knows.</summary>
    Unknown = 0,

    /// <summary>The user's program or its data.</summary>
    Task = 1,

    /// <summary>The runtime.</summary>
    Runner = 2,

    /// <summary>What the host asked for, or the host's own machine.</summary>
    Host = 3,
}

/// <summary>One place in a stack. Any part may be unknown.</summary>
/// <param name="File">Absolute path, or a name such as <c>&lt;string&gt;</c>; empty when unknown.</param>
/// <param name="Line">1-based; 0 when unknown.</param>
/// <param name="Column">1-based; 0 when unknown.</param>
/// <param name="Function">Empty when unknown.</param>
/// <param name="IsUser">True in the user's own files, not in a library or the runtime.</param>
public sealed record ErrorFrame(string File, int Line, int Column, string Function, bool IsUser);

/// <summary>
/// What went wrong, as data (<c>Error</c> in <c>ir/runner.fbs</c>; the codes are listed in <c>ir/protocol.md</c>). Immutable.
/// Equality compares the lists by reference: compare members in tests.
/// </summary>
public sealed record TaskError
{
    /// <summary>Who is at fault.</summary>
    public FaultSide Side { get; init; }

    /// <summary>A stable name of the kind of error, such as <c>user_error</c>.</summary>
    public required string Code { get; init; }

    /// <summary>One line for people.</summary>
    public required string Summary { get; init; }

    /// <summary>The language's own name of the error (<c>ZeroDivisionError</c>); empty when there is none.</summary>
    public string ErrorType { get; init; } = "";

    /// <summary>The stack, innermost first; empty when there is none.</summary>
    public IReadOnlyList<ErrorFrame> Frames { get; init; } = [];

    /// <summary>The East location stack, innermost first; empty when there is none.</summary>
    public IReadOnlyList<ErrorFrame> Location { get; init; } = [];

    /// <summary>0-based index of the input at fault; -1 for none.</summary>
    public int Argument { get; init; } = -1;

    /// <summary>Where in a value (<c>result[3].ppm</c>); empty when it is not about a part of a value.</summary>
    public string Path { get; init; } = "";

    /// <summary>The error that led to this one; null for none.</summary>
    public TaskError? Cause { get; init; }

    /// <summary>True when the same request may succeed without any change.</summary>
    public bool Retryable { get; init; }

    /// <summary>The language's own rendering (a traceback), or the last lines of the process's output; empty when there is none.</summary>
    public string Details { get; init; } = "";
}
