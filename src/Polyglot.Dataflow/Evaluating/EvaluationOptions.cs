using Polyglot.Runners;

namespace Polyglot.Dataflow;

/// <summary>What to evaluate and how. Immutable.</summary>
public sealed record EvaluationOptions
{
    /// <summary>A project file, or the folder that holds one.</summary>
    public required string ProjectPath { get; init; }

    /// <summary>Names of tasks and outputs (paths) to bring up to date with all they need; empty for the whole dataflow.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>How many processors the tasks that run at once may take together, which is how many there are of those that take one; at least 1.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// How many bytes the tasks that run at once may take together: each what it says, or else what it took when it ran last; null does not count memory.
    /// </summary>
    public long? Memory { get; init; }

    /// <summary>After the first failure nothing new is started. Otherwise everything that does not need the failed task still runs.</summary>
    public bool FailFast { get; init; }

    /// <summary>Every selected task is run again, whatever is known.</summary>
    public bool ForceAll { get; init; }

    /// <summary>Names of tasks that are run again, whatever is known; each is also a target.</summary>
    public IReadOnlyList<string> Force { get; init; } = [];

    /// <summary>
    /// The runner of East programs, whatever the project file says: of those among <see cref="Targets"/>, or of all where there are no targets. Null
    /// leaves each its own.
    /// </summary>
    public string? Runner { get; init; }

    /// <summary>Overrides the isolation of every task; null leaves each its own.</summary>
    public IsolationMode? Isolation { get; init; }

    /// <summary>True runs every task in a sandbox, false none; null leaves each its own.</summary>
    public bool? Sandbox { get; init; }

    /// <summary>Whether outputs are written to the working copy.</summary>
    public bool Publish { get; init; } = true;

    /// <summary>
    /// Whether the index may answer that nothing has changed since a run that found everything up to date. The plan then has no more than states, and a run calls
    /// nobody but its observer.
    /// </summary>
    public bool UseIndex { get; init; }

    /// <summary>
    /// Asked whether what was read is the state of one instant; nothing runs before it says so, and a run that is stopped then publishes nothing. Null where
    /// nobody watches the files.
    /// </summary>
    public ISnapshotCheck? Snapshots { get; init; }
}
