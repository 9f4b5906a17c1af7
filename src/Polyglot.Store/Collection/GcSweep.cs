namespace Polyglot.Store;

/// <summary>
/// Removes what a plan says, in short turns that nobody else may look for objects in. In each turn it first learns what has come into use
/// since, and which runs and refs have been written, and leaves that alone. Not thread-safe.
/// </summary>
internal sealed class GcSweep(Repository repository, GcPlan plan, CancellationToken cancellationToken)
{
    private const int TurnSize = 256;

    private readonly UsesOfAll _uses = new(repository);
    private readonly FolderWatch _folders = new(repository.Files, repository.Clock);
    private readonly ReachFinder _reach = new(repository);
    private readonly HashSet<RunId> _knownRuns = [.. plan.KnownRuns];
    private readonly HashSet<ObjectId> _wanted = [];
    private readonly HashSet<ExecutionId> _wantedExecutions = [];
    private long _freed;
    private int _inUse;

    /// <summary>Does it.</summary>
    public GcReport Run()
    {
        // Runs first: were this to end half-way, nothing is named that is not there. Then executions, so that nothing reads as done that is not.
        foreach (var (id, size) in plan.Runs)
            if (repository.FileRuns.Remove(id)) _freed += size;
        var executions = 0;
        Each(plan.Executions, e => executions += Forget(e.Id, e.Size) ? 1 : 0);
        var (dropped, unreachable) = (default(GcCount), default(GcCount));
        Each(plan.ToDrop, o => dropped = Delete(o.Id, o.Size, isDrop: true) ? dropped.Plus(o.Size) : dropped);
        Each(plan.Garbage, o => unreachable = Delete(o.Id, o.Size, isDrop: false) ? unreachable.Plus(o.Size) : unreachable);
        // Another collector may have dropped again what was there.
        Each(plan.StaleMarks, mark =>
        {
            if (repository.Objects.Contains(mark.Id) || (!mark.IsWanted && !_wanted.Contains(mark.Id))) repository.Dropped.Remove(mark.Id);
        });
        return plan.Report(_inUse, _freed, unreachable, dropped, executions);
    }

    private void Each<T>(IReadOnlyList<T> things, Action<T> remove)
    {
        for (var at = 0; at < things.Count; at += TurnSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var turn = repository.Files.Lock(repository.CollectGuard);
            LearnWhatIsNew();
            for (var i = at; i < Math.Min(things.Count, at + TurnSize); i++) remove(things[i]);
        }
    }

    // In this order: who takes back what it used has named it in a run, or by a ref, before.
    private void LearnWhatIsNew()
    {
        _uses.Refresh();
        if (_folders.HaveChanged(repository.FileRuns.Root)) LearnRuns();
        if (_folders.HaveChanged(repository.FileRefs.Root)) LearnRefs();
    }

    private void LearnRuns()
    {
        foreach (var id in repository.Runs.List())
        {
            if (!_knownRuns.Add(id) || repository.Runs.Read(id) is not RunRead.Found { Run: var run }) continue;
            Want(run);
        }
    }

    private void LearnRefs()
    {
        foreach (var read in repository.Refs.Namespaces().SelectMany(repository.Refs.List))
            if (read.Id is { } target && _wanted.Add(target) && RunObject.TryRead(repository.Objects, target) is { } run) Want(run);
    }

    private void Want(RunRecord run)
    {
        var reach = _reach.Of(run);
        _wanted.UnionWith(reach.Objects);
        _wantedExecutions.UnionWith(reach.Executions);
    }

    private bool Forget(ExecutionId id, long size)
    {
        if (_uses.Contains(id.Digest) || _wantedExecutions.Contains(id) || repository.Executions.TryClaim(id) is not ClaimResult.Claimed claim)
        {
            _inUse++;
            return false;
        }
        using (claim) repository.Executions.Forget(id);
        repository.FileExecutions.RemoveEmpty(id);
        _freed += size;
        return true;
    }

    private bool Delete(ObjectId id, long size, bool isDrop)
    {
        if (_uses.Contains(id.Digest) || _wanted.Contains(id))
        {
            _inUse++;
            return false;
        }
        if (isDrop) repository.Dropped.Add(id, size);
        if (!repository.FileObjects.Remove(id)) return false;
        _freed += size;
        return true;
    }
}
