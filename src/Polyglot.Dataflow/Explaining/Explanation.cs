using Polyglot.Dataflow.Explaining.Elements;
using Polyglot.Store;

namespace Polyglot.Dataflow.Explaining;

/// <summary>What an explanation says of a task.</summary>
public enum ExplainedState
{
    /// <summary>Its result is in the repository.</summary>
    UpToDate,

    /// <summary>It must run.</summary>
    Runs,

    /// <summary>It depends on tasks that must run; whether it must run too is known when they have.</summary>
    Waits,

    /// <summary>It failed with just these inputs and this program, and will be tried again.</summary>
    Failed,

    /// <summary>A task that it needs failed, and nothing has changed since.</summary>
    Blocked,
}

/// <summary>A run, as explanations name it.</summary>
/// <param name="Id">The run.</param>
/// <param name="StartedAt">When it began.</param>
public sealed record RunPoint(RunId Id, DateTimeOffset StartedAt)
{
    internal static RunPoint Of(RunRecord run) => new(run.Id, run.StartedAt);
}

/// <summary>A leaf with the way to it and what differs there.</summary>
/// <param name="Leaf">What differs.</param>
/// <param name="Path">The tasks from the one that was asked about to the one whose leaf it is, each needing the next; empty where there is no way to speak of.</param>
/// <param name="OtherTasks">How many more of the tasks on the way have the same leaf.</param>
/// <param name="Content">How the two objects differ; null where the leaf is none, or neither is at hand.</param>
public sealed record ExplainedLeaf(Leaf Leaf, IReadOnlyList<string> Path, int OtherTasks, ContentDifference? Content);

/// <summary>Why a task runs, or why it does not. Immutable.</summary>
/// <param name="Dataflow">The dataflow.</param>
/// <param name="Task">The task.</param>
/// <param name="State">What would be done now.</param>
public sealed record Explanation(string Dataflow, string Task, ExplainedState State)
{
    /// <summary>The task's own reason; null unless it must run.</summary>
    public Reason? Reason { get; init; }

    /// <summary>The tasks that it waits for.</summary>
    public IReadOnlyList<string> WaitsFor { get; init; } = [];

    /// <summary>The earlier state that is compared with; null where the task was never decided before.</summary>
    public RunPoint? From { get; init; }

    /// <summary>The later state; null for now.</summary>
    public RunPoint? To { get; init; }

    /// <summary>What differs between the two, at the task or at what it needs; at most <see cref="Explainer.MaxLeaves"/>.</summary>
    public IReadOnlyList<ExplainedLeaf> Leaves { get; init; } = [];

    /// <summary>How many more leaves there are.</summary>
    public int MoreLeaves { get; init; }

    /// <summary>Of a task that is run for every element of inputs: which elements ran or must run, by reasons; null for others, and where that is not known.</summary>
    public ElementReasons? Elements { get; init; }

    /// <summary>The run that computed the result of a task that is up to date; null where no known run did.</summary>
    public RunPoint? Since { get; init; }

    /// <summary>The run in which it, or the task that blocks it, failed.</summary>
    public RunPoint? FailedIn { get; init; }

    /// <summary>The task that failed: this one or the one that blocks it; null for none.</summary>
    public string? FailedTask { get; init; }

    /// <summary>What that task said; null where that is not known any more.</summary>
    public AttemptError? Error { get; init; }
}
