namespace Polyglot.Store;

/// <summary>What takes up room in a repository. Immutable; all sizes are bytes.</summary>
public sealed record DiskUsage
{
    /// <summary>Everything but derived data, scratch files and what fsck has put aside.</summary>
    public long Total => Objects.Bytes + Records;

    /// <summary>All objects.</summary>
    public required GcCount Objects { get; init; }

    /// <summary>Executions and runs.</summary>
    public required long Records { get; init; }

    /// <summary>Objects that no run and no ref names.</summary>
    public required GcCount Unreachable { get; init; }

    /// <summary>Results that were dropped to save room, with the size they had.</summary>
    public required GcCount Dropped { get; init; }

    /// <summary>By run, newest first.</summary>
    public required IReadOnlyList<RunUsage> Runs { get; init; }

    /// <summary>By task, the largest first.</summary>
    public required IReadOnlyList<TaskUsage> Tasks { get; init; }

    /// <summary>Looks at every object's size and every run. Reads no content but that of records and task objects.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="dataflow">Only runs of that dataflow are listed; null for all.</param>
    /// <param name="cancellationToken">Asked between files.</param>
    public static DiskUsage Of(Repository repository, string? dataflow, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        return new DiskUsageFinder(repository, cancellationToken).Find(dataflow);
    }
}

/// <summary>What one run takes up.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Dataflow">Its dataflow.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="All">The objects that it reaches and that are there.</param>
/// <param name="Alone">Those that no other run and no ref reaches: what removing it would free.</param>
public sealed record RunUsage(RunId Run, string Dataflow, DateTimeOffset EndedAt, GcCount All, GcCount Alone);

/// <summary>What the results of one task name take up, over all runs.</summary>
/// <param name="Dataflow">Its dataflow.</param>
/// <param name="Name">The task.</param>
/// <param name="Results">Its distinct results that are there.</param>
/// <param name="Latest">The size of the newest one; null where it is not there.</param>
/// <param name="Dropped">How many were dropped.</param>
public sealed record TaskUsage(string Dataflow, string Name, GcCount Results, long? Latest, int Dropped);

/// <summary>Adds it all up. Not thread-safe.</summary>
internal sealed class DiskUsageFinder(Repository repository, CancellationToken cancellationToken)
{
    private readonly Dictionary<ObjectId, long> _sizes = [];
    private readonly Dictionary<ObjectId, int> _holders = [];
    private readonly ReachFinder _reach = new(repository);

    public DiskUsage Find(string? dataflow)
    {
        foreach (var id in repository.Objects.List())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (repository.Files.Stat(repository.FileObjects.PathOf(id)) is { } status) _sizes[id] = status.Stamp.Size;
        }
        var dropped = repository.Dropped.List().Where(id => !_sizes.ContainsKey(id)).ToDictionary(id => id, id => repository.Dropped.SizeOf(id) ?? 0);
        var runs = new List<RunReach>();
        foreach (var id in repository.Runs.List())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (repository.Runs.Read(id) is RunRead.Found { Run: var run }) runs.Add(_reach.Of(run));
        }
        foreach (var run in runs) Hold(run.Objects);
        foreach (var read in repository.Refs.Namespaces().SelectMany(repository.Refs.List))
        {
            if (read.Id is not { } id) continue;
            Hold(RunObject.TryRead(repository.Objects, id) is { } run ? _reach.Of(run).Objects.Append(id) : [id]);
        }
        var shown = runs.Where(run => dataflow is null || run.Run.Dataflow == dataflow).ToList();
        return new()
        {
            Objects = Sum(_sizes.Keys),
            Records = SizeUnder("executions") + SizeUnder("runs"),
            Unreachable = Sum(_sizes.Keys.Where(id => !_holders.ContainsKey(id))),
            Dropped = new(dropped.Count, dropped.Values.Sum()),
            Runs = [.. shown.Select(run => new RunUsage(run.Run.Id, run.Run.Dataflow, run.Run.EndedAt, Sum(run.Objects), Sum(run.Objects.Where(id => _holders[id] == 1))))],
            Tasks = [.. Tasks(shown, dropped).OrderByDescending(task => task.Results.Bytes).ThenBy(task => task.Name, StringComparer.Ordinal)],
        };
    }

    private IEnumerable<TaskUsage> Tasks(List<RunReach> runs, Dictionary<ObjectId, long> dropped)
    {
        var results = new Dictionary<(string Dataflow, string Name), List<ObjectId>>();
        foreach (var run in runs)
            foreach (var task in run.Run.Tasks)
            {
                // The newest result stands first, what it was gathered from, or what a returned dataflow had, behind it.
                var parts = task.Execution is { } execution ? _reach.PartsOf(execution) : [];
                if (task.Output is not { } output) continue;
                if (!results.TryGetValue((run.Run.Dataflow, task.Name), out var list)) results[(run.Run.Dataflow, task.Name)] = list = [];
                list.Add(output);
                list.AddRange(parts);
            }
        foreach (var (key, outputs) in results)
        {
            var distinct = outputs.Distinct().ToList();
            yield return new(key.Dataflow, key.Name, Sum(distinct), _sizes.TryGetValue(outputs[0], out var latest) ? latest : null, distinct.Count(dropped.ContainsKey));
        }
    }

    private void Hold(IEnumerable<ObjectId> ids)
    {
        foreach (var id in ids.Distinct()) _holders[id] = _holders.GetValueOrDefault(id) + 1;
    }

    private GcCount Sum(IEnumerable<ObjectId> ids)
    {
        var sum = default(GcCount);
        foreach (var id in ids)
            if (_sizes.TryGetValue(id, out var size)) sum = sum.Plus(size);
        return sum;
    }

    private long SizeUnder(string folder)
    {
        var path = Path.Combine(repository.RepositoryPath, folder);
        var size = 0L;
        foreach (var file in Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories) : [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            size += repository.Files.Stat(file)?.Stamp.Size ?? 0;
        }
        return size;
    }
}
