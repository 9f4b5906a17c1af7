using Polyglot.East;

namespace Polyglot.Runners;

/// <summary>One input of a task.</summary>
/// <param name="Name">Its name; <c>[A-Za-z_][A-Za-z0-9_-]*</c> for runners of kind command, where it becomes a file name.</param>
/// <param name="Id">Object id, 64 lower-case hex digits.</param>
/// <param name="Path">Absolute path of its beast2 file. It is only read, and must stay until the task has ended.</param>
/// <param name="Type">Its type.</param>
public sealed record TaskInput(string Name, string Id, string Path, EastType Type);

/// <summary>Sizes a task may not exceed; null means no limit of the task's own.</summary>
/// <param name="MaxOutputBytes">Largest output file.</param>
/// <param name="MaxMemoryBytes">What the runtime is told it may use; enforced only by runtimes that can.</param>
/// <param name="WatchedMemoryBytes">
/// What its processes may take together, pages that they share counted once; a worker's as far as they grew since the task began. The host looks several times
/// a second and kills what takes more, where the system tells; it has no meaning for East programs in the host's own process.
/// </param>
public sealed record TaskLimits(long? MaxOutputBytes = null, long? MaxMemoryBytes = null, long? WatchedMemoryBytes = null)
{
    /// <summary>No limits.</summary>
    public static TaskLimits None { get; } = new();
}

/// <summary>Everything <see cref="RunnerHost.ExecuteAsync"/> needs to know. Immutable.</summary>
public sealed record TaskRequest
{
    /// <summary>The task's name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Where it runs, from <see cref="RunnerResolver"/>.</summary>
    public required ResolvedRunner Runner { get; init; }

    /// <summary>What it runs.</summary>
    public required ProgramSpec Program { get; init; }

    /// <summary>In the order of the parameters.</summary>
    public IReadOnlyList<TaskInput> Inputs { get; init; } = [];

    /// <summary>
    /// Absolute path where the result is to be: a beast2 file. It must not exist, its folder must. It exists afterwards only when the result is
    /// <see cref="TaskResult.Succeeded"/>.
    /// </summary>
    public required string OutputPath { get; init; }

    /// <summary>The result's type; the host compares the file with it.</summary>
    public required EastType OutputType { get; init; }

    /// <summary>The task's declared environment, on top of the manifest's. Later pairs win.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>How long it may take from when it starts; null for the manifest's <c>timeouts.task</c>, or for ever where that is absent too.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Sizes it may not exceed.</summary>
    public TaskLimits Limits { get; init; } = TaskLimits.None;

    /// <summary>Null for the manifest's own. Has no meaning for runners of kind command, which run every task in a process of its own.</summary>
    public IsolationMode? Isolation { get; init; }

    /// <summary>
    /// Runs it in a sandbox, in a fresh process; null for none. Where there is no sandbox it does not run and the result has the code <c>no_sandbox</c>. Has no meaning for
    /// East programs in the host's own process, which reach nothing anyway.
    /// </summary>
    public TaskSandbox? Sandbox { get; init; }

    /// <summary>Given to the runtime as the source of its randomness.</summary>
    public ulong Seed { get; init; }

    /// <summary>Only for runners of kind command: how inputs and output are written. Null for the manifest's own.</summary>
    public TaskFormat? Format { get; init; }

    /// <summary>Only for runners of kind command: how the output is written where that is not as inputs are. Null for <see cref="Format"/>.</summary>
    public TaskFormat? OutputFormat { get; init; }
}
