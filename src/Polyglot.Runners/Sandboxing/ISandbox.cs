namespace Polyglot.Runners;

/// <summary>A system's way of starting a process that sees no more than it is shown. Another system's is put in beside <see cref="Bubblewrap"/>. Thread-safe.</summary>
internal interface ISandbox
{
    /// <summary>What people know it by.</summary>
    string Name { get; }

    /// <summary>Null when it works on this machine, which is found out by running a program in one; otherwise what is in the way. Looks anew at every call.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<SandboxProblem?> TryAsync(CancellationToken cancel);

    /// <summary>The same start, in a sandbox. Nothing is started and nothing made.</summary>
    /// <param name="start">Its program and its folder can be seen in the view; its environment stays as it is.</param>
    /// <param name="view">What the process sees.</param>
    /// <exception cref="LaunchException">The view cannot be had.</exception>
    ProcessStart Wrap(ProcessStart start, SandboxView view);
}

/// <summary>Why there is no sandbox.</summary>
/// <param name="Reason">One line.</param>
/// <param name="Next">What to do: a package to install, a setting to change.</param>
public sealed record SandboxProblem(string Reason, string Next);

/// <summary>What a process in a sandbox sees beside the system's own files. All paths are absolute and the same inside as outside.</summary>
internal sealed record SandboxView
{
    /// <summary>Files and folders that can be read; what is not there is left out.</summary>
    public required IReadOnlyList<string> Readable { get; init; }

    /// <summary>Folders that are empty but for what else the view has in them.</summary>
    public required IReadOnlyList<string> Hidden { get; init; }

    /// <summary>Existing folders that can be written.</summary>
    public required IReadOnlyList<string> Writable { get; init; }

    /// <summary>The existing folder that is <c>/tmp</c> inside.</summary>
    public required string Temp { get; init; }
}
