using Polyglot.East;

namespace Polyglot.Store;

/// <summary>Decides what a collection removes. Reads only. Not thread-safe.</summary>
internal sealed class GcPlanner(Repository repository, GcPolicy policy, CancellationToken cancellationToken)
{
    private const long LargestTask = 16 << 20;

    private static readonly byte[][] TaskHeaders = [Beast2.Header(TaskObjectCodec.Type).ToArray(), Beast2.Header(TaskObjectCodec.ScatteredType).ToArray(), Beast2.Header(TaskObjectCodec.ReturningType).ToArray()];

    private readonly GcMarks _marks = new();
    private readonly ReachFinder _reach = new(repository);
    private readonly UsesOfAll _uses = new(repository);
    private readonly Dictionary<ObjectId, long> _objects = [];
    private readonly Dictionary<ExecutionId, (long Size, DateTimeOffset Time)> _executions = [];
    private readonly List<Candidate> _runs = [];
    private readonly HashSet<RunId> _knownRuns = [];
    private readonly HashSet<RunId> _tagged = [];
    private readonly HashSet<ExecutionId> _named = [];

    /// <summary>The plan.</summary>
    public GcPlan Plan()
    {
        ListEverything();
        // In this order: who takes back what it used has named it in a run before.
        _uses.Refresh();
        ReadRuns();
        ReadRefs();
        KeepRuns();
        MarkOrphans();
        var size = _objects.Values.Sum() + _executions.Values.Sum(e => e.Size) + _runs.Sum(r => r.Size);
        var drop = new List<(ObjectId, long)>();
        if (policy.Budget is { } budget) FitInto(budget, size, drop);
        var dropped = drop.Select(d => d.Item1).ToHashSet();
        return new()
        {
            KnownRuns = _knownRuns,
            Policy = policy,
            Size = size,
            Garbage = [.. _objects.Where(o => IsGarbage(o.Key)).Select(o => (o.Key, o.Value))],
            ToDrop = [.. drop.Where(d => _marks.IsWanted(d.Item1))],
            Executions = [.. _executions.Where(e => IsGarbage(e.Key)).Select(e => (e.Key, e.Value.Size))],
            Runs = [.. _runs.Where(r => !r.IsKept).Select(r => (r.Reach.Run.Id, r.Size))],
            StaleMarks = [.. repository.Dropped.List().Where(id => !dropped.Contains(id) && (_objects.ContainsKey(id) || !_marks.IsWanted(id))).Select(id => (id, _marks.IsWanted(id)))],
        };
    }

    private bool IsGarbage(ObjectId id) => !_marks.IsWanted(id) && !_uses.Contains(id.Digest);

    private bool IsGarbage(ExecutionId id) => !_marks.IsWanted(id) && !_uses.Contains(id.Digest);

    private void ListEverything()
    {
        foreach (var id in repository.Objects.List())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (repository.Files.Stat(repository.FileObjects.PathOf(id)) is { } status) _objects[id] = status.Stamp.Size;
        }
        foreach (var id in repository.Executions.List())
        {
            cancellationToken.ThrowIfCancellationRequested();
            _executions[id] = LookAt(id);
        }
    }

    private (long Size, DateTimeOffset Time) LookAt(ExecutionId id)
    {
        var (size, newest) = (0L, 0L);
        try
        {
            foreach (var path in Directory.EnumerateFiles(repository.FileExecutions.Layout.FolderOf(id)))
            {
                if (repository.Files.Stat(path) is not { } status) continue;
                size += status.Stamp.Size;
                newest = Math.Max(newest, status.Stamp.ModifiedNs);
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Forgotten in this instant.
        }
        return (size, DateTimeOffset.UnixEpoch.AddTicks(newest / 100));
    }

    private void ReadRuns()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in repository.Runs.List())
        {
            cancellationToken.ThrowIfCancellationRequested();
            _knownRuns.Add(id);
            // What cannot be read is for fsck to say, and stays.
            if (repository.Runs.Read(id) is not RunRead.Found { Run: var run }) continue;
            var size = repository.Files.Stat(repository.FileRuns.PathOf(id))?.Stamp.Size ?? 0;
            var candidate = new Candidate(_reach.Of(run), IsNewest: seen.Add(run.Dataflow), size);
            _named.UnionWith(candidate.Reach.Executions);
            _runs.Add(candidate);
        }
    }

    private void ReadRefs()
    {
        foreach (var read in repository.Refs.Namespaces().SelectMany(repository.Refs.List))
        {
            if (read.Id is not { } id) continue;
            _marks.Firm(id);
            if (RunObject.TryRead(repository.Objects, id) is not { } run) continue;
            _marks.Add(_reach.Of(run), whole: true, newest: true);
            _tagged.Add(run.Id);
        }
    }

    // Newest first. A run that a ref names stays in the history too, and not only with its values.
    private void KeepRuns()
    {
        var kept = new Dictionary<string, int>(StringComparer.Ordinal);
        var since = policy.KeepFor is { } age ? repository.Clock.GetUtcNow() - age : (DateTimeOffset?)null;
        var keepsAll = policy.KeepRuns is null && policy.KeepFor is null;
        foreach (var candidate in _runs)
        {
            var run = candidate.Reach.Run;
            var before = kept.GetValueOrDefault(run.Dataflow);
            candidate.IsKept = keepsAll || candidate.IsNewest || before < policy.KeepRuns || run.EndedAt >= since || _tagged.Contains(run.Id);
            if (!candidate.IsKept) continue;
            kept[run.Dataflow] = before + 1;
            _marks.Add(candidate.Reach, whole: false, candidate.IsNewest);
        }
    }

    // Executions that no run names: of runs that were killed before they could be recorded, or that go on now.
    private void MarkOrphans()
    {
        var keepsAll = policy.KeepRuns is null && policy.KeepFor is null;
        var newestRun = _runs.Count > 0 ? _runs.Max(r => r.Reach.Run.StartedAt) : DateTimeOffset.MinValue;
        var since = policy.KeepFor is { } age ? Min(newestRun, repository.Clock.GetUtcNow() - age) : newestRun;
        var found = false;
        foreach (var (id, (_, time)) in _executions)
        {
            if (_named.Contains(id) || !(keepsAll || time >= since)) continue;
            _marks.Execution(id, repository.Executions.Output(id));
            foreach (var log in _reach.LogsOf(id)) _marks.Firm(log);
            found = true;
        }
        if (found) MarkTasks();
    }

    // Which task an execution is of is known to runs only. So that a run can find an orphan, every task object stays, with its program.
    private void MarkTasks()
    {
        foreach (var (id, size) in _objects)
        {
            if (size > LargestTask || _marks.IsFirm(id) || !IsTask(id)) continue;
            foreach (var program in _reach.ProgramsOf(TaskId.FromObject(id))) _marks.Firm(program);
        }
    }

    private bool IsTask(ObjectId id)
    {
        var beginning = new byte[TaskHeaders.Max(header => header.Length)];
        var length = repository.Files.ReadSmall(repository.FileObjects.PathOf(id), beginning);
        return length > 0 && TaskHeaders.Any(header => beginning.AsSpan(0, length).StartsWith(header));
    }

    private void FitInto(long budget, long size, List<(ObjectId, long)> drop)
    {
        // Only what an execution that stays has on record can be computed again and compared.
        var recorded = new HashSet<ObjectId>();
        foreach (var id in _executions.Keys)
            if (_marks.IsWanted(id) && repository.Executions.Output(id) is { } output) recorded.Add(output);
        var left = size - Freed([]);
        bool CanDrop(ObjectId id) => _marks.IsSoft(id) && recorded.Contains(id) && !_uses.Contains(id.Digest);
        var intermediate = _objects.Where(o => CanDrop(o.Key)).OrderBy(o => _marks.IsPublished(o.Key)).ThenByDescending(o => o.Value).ThenBy(o => o.Key).ToList();
        foreach (var (id, bytes) in intermediate)
        {
            if (left <= budget) return;
            drop.Add((id, bytes));
            left -= bytes;
        }
        var dropped = drop.Select(d => d.Item1).ToHashSet();
        for (var i = _runs.Count - 1; i >= 0 && left > budget; i--)
        {
            var run = _runs[i];
            if (!run.IsKept || run.IsNewest || _tagged.Contains(run.Reach.Run.Id)) continue;
            cancellationToken.ThrowIfCancellationRequested();
            run.IsKept = false;
            _marks.Remove(run.Reach, whole: false, run.IsNewest);
            left = size - Freed(dropped);
        }
    }

    // What goes: what nothing wants, and what is dropped on purpose.
    private long Freed(HashSet<ObjectId> dropped) =>
        _objects.Where(o => dropped.Contains(o.Key) || IsGarbage(o.Key)).Sum(o => o.Value)
        + _executions.Where(e => IsGarbage(e.Key)).Sum(e => e.Value.Size)
        + _runs.Where(r => !r.IsKept).Sum(r => r.Size);

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private sealed record Candidate(RunReach Reach, bool IsNewest, long Size)
    {
        public bool IsKept { get; set; }
    }
}
