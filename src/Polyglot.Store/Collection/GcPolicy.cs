namespace Polyglot.Store;

/// <summary>
/// What a collection keeps. The newest run of every dataflow, what refs point to and what live processes use is kept whatever it says.
/// Without <see cref="KeepRuns"/> and <see cref="KeepFor"/> every run is kept.
/// </summary>
public sealed record GcPolicy
{
    /// <summary>The newest runs of each dataflow that are kept; null for no such rule.</summary>
    public int? KeepRuns { get; init; }

    /// <summary>Runs and executions younger than this are kept; null for no such rule.</summary>
    public TimeSpan? KeepFor { get; init; }

    /// <summary>How many bytes the repository may have: objects, executions and runs; null for any number.</summary>
    public long? Budget { get; init; }
}

/// <summary>What a collection removed, or would.</summary>
public sealed record GcReport
{
    /// <summary>Bytes of objects, executions and runs before.</summary>
    public required long Before { get; init; }

    /// <summary>The same after.</summary>
    public required long After { get; init; }

    /// <summary>Objects that nothing kept names.</summary>
    public required GcCount Unreachable { get; init; }

    /// <summary>Results that are wanted and were dropped for the budget; they are computed again when they are needed.</summary>
    public required GcCount Dropped { get; init; }

    /// <summary>Executions that were forgotten.</summary>
    public required int Executions { get; init; }

    /// <summary>Runs whose records were removed, oldest first.</summary>
    public required IReadOnlyList<RunId> Runs { get; init; }

    /// <summary>What would have been removed and turned out to be in use by a live process.</summary>
    public required int InUse { get; init; }

    /// <summary>Whether the repository is within the budget; true where there is none.</summary>
    public required bool WithinBudget { get; init; }
}

/// <summary>How many objects, and their bytes.</summary>
public readonly record struct GcCount(int Objects, long Bytes)
{
    /// <summary>One object more.</summary>
    public GcCount Plus(long bytes) => new(Objects + 1, Bytes + bytes);
}
