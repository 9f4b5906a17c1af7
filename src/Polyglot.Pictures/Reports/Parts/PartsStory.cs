using Polyglot.Dataflow.Explaining.Elements;
using Polyglot.Store;

namespace Polyglot.Pictures.Reports;

/// <summary>What the parts of a task are.</summary>
public enum PartKind
{
    /// <summary>It is run for every element of inputs.</summary>
    Element,

    /// <summary>It returned a dataflow, whose tasks are its parts.</summary>
    Task,
}

/// <summary>What a task consists of. Immutable.</summary>
/// <param name="Kind">What its parts are.</param>
/// <param name="Counts">How many of them had which decision; null where a returned dataflow could not be read.</param>
/// <param name="Reasons">Why the elements ran that did; null where that is not known, and for tasks.</param>
/// <param name="All">All of them in their order, each followed by its own parts.</param>
public sealed record PartsStory(PartKind Kind, ElementCounts? Counts, ElementReasons? Reasons, IReadOnlyList<PartStory> All)
{
    /// <summary>Those that took time in this run and of which it is known when, by their places.</summary>
    public IEnumerable<int> Timed => Enumerable.Range(0, All.Count).Where(i => All[i].Attempt is not null).OrderBy(i => All[i].Attempt!.Attempt.StartedAt);

    /// <summary>Those that are shown one by one, by their places; of elements those that failed first.</summary>
    public IEnumerable<int> Listed => Enumerable.Range(0, All.Count).Where(i => All[i].IsListed).OrderBy(i => Kind == PartKind.Element && All[i].Decision == Decision.Failed ? 0 : 1);
}

/// <summary>An element of a task, or a task of the dataflow that it returned. Immutable.</summary>
/// <param name="Name">Its name within the task: <c>[17]</c>, <c>fit</c>, <c>fit[2]</c>; empty for the program that returned the dataflow.</param>
/// <param name="Decision">What was done.</param>
public sealed record PartStory(string Name, Decision Decision)
{
    /// <summary>What it is part of, counted from the task: 0 for its own parts.</summary>
    public int Depth { get; init; }

    /// <summary>This run's attempt; null where it took no time, and where it was not looked for because there are too many.</summary>
    public NumberedAttempt? Attempt { get; init; }

    /// <summary>Why it ran, in a few words; may be empty.</summary>
    public string Why { get; init; } = "";

    /// <summary>Whether it is shown by itself; the others are counted.</summary>
    public bool IsListed { get; init; }

    /// <summary>What it wrote to standard output, cut; null for nothing, and unless it is listed.</summary>
    public string? Stdout { get; init; }

    /// <summary>What it wrote to standard error, cut; null for nothing, and unless it is listed.</summary>
    public string? Stderr { get; init; }

    /// <summary>How long it took in this run; zero where that is not known.</summary>
    public TimeSpan Elapsed => Attempt is { Attempt: var attempt } ? attempt.EndedAt - attempt.StartedAt : TimeSpan.Zero;
}
