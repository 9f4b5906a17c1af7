using Polyglot.Dataflow.Explaining;
using Polyglot.Pictures.Graphs;
using Polyglot.Store;

namespace Polyglot.Pictures.Reports;

/// <summary>All that a report tells of a run. Immutable.</summary>
/// <param name="Run">The run.</param>
/// <param name="Picture">Its dataflow, whole.</param>
/// <param name="Tasks">Every task, in the order in which they were decided.</param>
/// <param name="Outputs">What it published, with previews.</param>
public sealed record RunStory(RunRecord Run, Picture Picture, IReadOnlyList<TaskStory> Tasks, IReadOnlyList<OutputStory> Outputs);

/// <summary>A task of a report. Immutable.</summary>
/// <param name="Record">What the run decided.</param>
/// <param name="Runner">The id of its runner; empty where it is not known.</param>
/// <param name="Attempt">This run's attempt, or the one that made the result that was found; null where none is on record.</param>
/// <param name="Details">Null where there are too many tasks.</param>
public sealed record TaskStory(TaskRecord Record, string Runner, NumberedAttempt? Attempt, TaskDetails? Details)
{
    /// <summary>What made it run, compared with the nearest earlier run; null where it did not run, and where there is none.</summary>
    public LeafSummary? Leaves { get; init; }

    /// <summary>What it consists of: elements, or the tasks of the dataflow that it returned; null for one that is whole, that did not run, or that has no details.</summary>
    public PartsStory? Parts { get; init; }

    /// <summary>Whether it took time in this run.</summary>
    public bool HasTime => Record.Decision is Decision.Ran or Decision.Joined or Decision.Failed || (Record.Decision is Decision.Cancelled && Record.EndedAt > Record.StartedAt);

    /// <summary>How long it took in this run.</summary>
    public TimeSpan Elapsed => Record.EndedAt - Record.StartedAt;
}

/// <summary>What a task printed and gave.</summary>
/// <param name="Stdout">What it wrote to standard output, cut; null for nothing.</param>
/// <param name="Stderr">What it wrote to standard error, cut; null for nothing.</param>
/// <param name="Output">Its output; null where there is none.</param>
public sealed record TaskDetails(string? Stdout, string? Stderr, ValueStory? Output)
{
    /// <summary>What made it run, with how it differs.</summary>
    public IReadOnlyList<ExplainedLeaf> Leaves { get; init; } = [];
}

/// <summary>A value and what of it is shown.</summary>
/// <param name="Id">The object.</param>
/// <param name="Type">Its type as people write it; empty where it cannot be read.</param>
/// <param name="Size">Bytes of its file; null where it is not there.</param>
/// <param name="Html">The preview, safe to be put into a page.</param>
public sealed record ValueStory(ObjectId Id, string Type, long? Size, string Html);

/// <summary>A file that a run published.</summary>
/// <param name="Path">Relative to the project's folder.</param>
/// <param name="Task">The task or input that it shows.</param>
/// <param name="Value">The value.</param>
public sealed record OutputStory(string Path, string Task, ValueStory Value);
