namespace Polyglot.Store;

/// <summary>Collects what runs reach into a bundle. Reads only. Not thread-safe.</summary>
public static class BundleBuilder
{
    /// <summary>The bundle of runs. The folders of projects, which mean nothing elsewhere, are left out of their records.</summary>
    /// <param name="repository">Where they are.</param>
    /// <param name="runs">The runs, or parts of runs (<see cref="RunSlice"/>).</param>
    /// <param name="tags">Refs that go with them; their objects do too.</param>
    public static Bundle Collect(Repository repository, IEnumerable<RunRecord> runs, IEnumerable<NamedObject> tags)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(tags);
        var finder = new ReachFinder(repository);
        var names = tags.OrderBy(tag => tag.Name, StringComparer.Ordinal).ToList();
        var records = runs.Select(run => run with { ProjectDirectory = "" }).DistinctBy(run => run.Id).OrderBy(run => run.Id).ToList();
        var wanted = new HashSet<ObjectId>(names.Select(tag => tag.Id));
        var executions = new HashSet<ExecutionId>();
        var tagged = names.Select(tag => RunObject.TryRead(repository.Objects, tag.Id)).OfType<RunRecord>();
        foreach (var reach in records.Concat(tagged).Select(finder.Of))
        {
            wanted.UnionWith(reach.Objects);
            executions.UnionWith(reach.Executions);
        }
        var (objects, dropped, missing) = (new List<SizedObject>(), new List<SizedObject>(), 0);
        foreach (var id in wanted.Order())
        {
            if (repository.Files.Stat(repository.FileObjects.PathOf(id)) is { IsRegular: true } status) objects.Add(new(id, status.Stamp.Size));
            else if (repository.Dropped.SizeOf(id) is { } size) dropped.Add(new(id, size));
            else missing++;
        }
        return new()
        {
            Runs = records,
            Executions = [.. executions.Order().Select(id => new BundledExecution(id, repository.Executions.Output(id), [.. repository.Executions.Attempts(id).Select(a => a.Attempt)]))],
            Objects = objects,
            Dropped = dropped,
            Tags = names,
            Missing = missing,
        };
    }
}

/// <summary>Parts of runs. Pure.</summary>
public static class RunSlice
{
    /// <summary>A run as if only some tasks, and what they need, had been asked for.</summary>
    /// <param name="run">The run.</param>
    /// <param name="tasks">Names of tasks of it; others are passed over.</param>
    public static RunRecord Of(RunRecord run, IReadOnlyCollection<string> tasks)
    {
        ArgumentNullException.ThrowIfNull(run);
        var byOutput = run.Tasks.Where(task => task.Output is not null).ToLookup(task => task.Output!.Value);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        var given = new HashSet<ObjectId>();
        var next = new Queue<TaskRecord>(run.Tasks.Where(task => tasks.Contains(task.Name)));
        while (next.TryDequeue(out var task))
        {
            if (!kept.Add(task.Name)) continue;
            foreach (var input in task.Inputs)
            {
                given.Add(input.Id);
                foreach (var maker in byOutput[input.Id]) next.Enqueue(maker);
            }
        }
        return run with
        {
            Inputs = [.. run.Inputs.Where(input => given.Contains(input.Id))],
            Tasks = [.. run.Tasks.Where(task => kept.Contains(task.Name))],
            Outputs = [.. run.Outputs.Where(output => kept.Contains(output.Task))],
        };
    }
}
