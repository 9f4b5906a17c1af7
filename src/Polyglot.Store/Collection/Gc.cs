namespace Polyglot.Store;

/// <summary>
/// Removes what nobody wants any more, beside whoever else works in the repository. Roots are refs, the runs that the policy keeps, and what
/// live processes use (<see cref="Uses"/>). For a budget it drops results that can be computed again, the largest intermediate ones first,
/// then those that older runs published, and then whole runs, the oldest first.
/// </summary>
public static class Gc
{
    /// <summary>Collects.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="policy">What is kept.</param>
    /// <param name="dryRun">Whether nothing is removed.</param>
    /// <param name="cancellationToken">Asked between steps; what was removed until then stays removed, and the repository is whole at every instant.</param>
    public static GcReport Run(Repository repository, GcPolicy policy, bool dryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(policy);
        var plan = new GcPlanner(repository, policy, cancellationToken).Plan();
        return dryRun ? plan.Report(inUse: 0, freed: plan.ToFree, plan.Unreachable, plan.Dropped, plan.Executions.Count) : new GcSweep(repository, plan, cancellationToken).Run();
    }
}

/// <summary>What a collection means to remove.</summary>
internal sealed record GcPlan
{
    /// <summary>The runs and refs that were looked at; others have come since.</summary>
    public required IReadOnlySet<RunId> KnownRuns { get; init; }

    public required GcPolicy Policy { get; init; }

    public required long Size { get; init; }

    /// <summary>Objects that nothing wants, with their sizes.</summary>
    public required IReadOnlyList<(ObjectId Id, long Size)> Garbage { get; init; }

    /// <summary>Results to drop, with their sizes.</summary>
    public required IReadOnlyList<(ObjectId Id, long Size)> ToDrop { get; init; }

    public required IReadOnlyList<(ExecutionId Id, long Size)> Executions { get; init; }

    public required IReadOnlyList<(RunId Id, long Size)> Runs { get; init; }

    /// <summary>Drop marks that mean nothing any more, and whether something wants the object: then its mark goes only while the object is there.</summary>
    public required IReadOnlyList<(ObjectId Id, bool IsWanted)> StaleMarks { get; init; }

    public GcCount Unreachable => Sum(Garbage);

    public GcCount Dropped => Sum(ToDrop);

    public long ToFree => Unreachable.Bytes + Dropped.Bytes + Executions.Sum(e => e.Size) + Runs.Sum(r => r.Size);

    public GcReport Report(int inUse, long freed, GcCount unreachable, GcCount dropped, int executions) => new()
    {
        Before = Size,
        After = Size - freed,
        Unreachable = unreachable,
        Dropped = dropped,
        Executions = executions,
        Runs = [.. Runs.Select(r => r.Id).Order()],
        InUse = inUse,
        WithinBudget = Policy.Budget is not { } budget || Size - freed <= budget,
    };

    private static GcCount Sum(IReadOnlyList<(ObjectId Id, long Size)> objects) => new(objects.Count, objects.Sum(o => o.Size));
}
