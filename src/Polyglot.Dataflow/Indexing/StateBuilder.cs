using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Recording;
using Polyglot.Dataflow.Resolving;
using Polyglot.Store;

namespace Polyglot.Dataflow.Indexing;

/// <summary>
/// Makes what the index knows from a run. Stamps are those that files had when their content was read or written; a file of which that is not certain makes the whole run one
/// that is not known: each part is null then. One use.
/// </summary>
internal sealed class StateBuilder(Repository repository, FinishedRun run)
{
    private Snapshot Snapshot => run.Resolved.Snapshot;

    /// <summary>What the run found; null in any doubt.</summary>
    /// <param name="key">A digest of the program and of what was asked for.</param>
    /// <param name="state">Of runners.</param>
    /// <param name="cancellationToken">Ends probes of runners.</param>
    public async Task<UpToDateState?> BuildAsync(Checksum key, RunnerState state, CancellationToken cancellationToken)
    {
        if (!IsWhole() || Sources() is not { } sources || Made() is not { } made || Tasks(out var used) is not { } tasks) return null;
        // Manifests first: what is looked at afterwards goes by them or by newer ones, and newer ones have another checksum.
        var manifests = state.Manifests(used.Select(r => r.ProjectDirectory));
        var looks = new RunnerLooks(repository);
        if (await state.WitnessAsync(used, looks, cancellationToken).ConfigureAwait(false) is not { } runners) return null;
        foreach (var (path, stamp) in looks.Files)
            if (!sources.TryAdd(path, stamp) && sources[path] != stamp) return null;
        var record = run.Record with { Tasks = Records(tasks) };
        if (RunTemplate.Of(record) is not { } template || record.DataflowId is not { } shape) return null;
        return new()
        {
            Key = key,
            Manifests = manifests,
            Dataflow = record.Dataflow,
            Shape = shape,
            Runners = runners,
            Variables = looks.Variables,
            Links = looks.Links,
            Patterns = Patterns(),
            Tasks = tasks,
            Outputs = [.. record.Outputs],
            Sources = FileWitnesses.Of(sources, repository.ProjectDirectory),
            Made = FileWitnesses.Of(made, repository.ProjectDirectory),
            Template = template,
        };
    }

    /// <summary>A digest of the names of the files that a pattern stands for now.</summary>
    public static Checksum Matches(string pattern, string projectDirectory)
    {
        var text = new DigestText("files");
        foreach (var file in ProgramFiles.Match(pattern, projectDirectory)) text.Add("file", file);
        return text.ToSum();
    }

    // Runners of a project's own are not found in manifests, and returned dataflows have results of their own.
    private bool IsWhole() =>
        run.Record.Status == RunStatus.Succeeded && run.Record.Tasks.Count == Snapshot.Tasks.Count && run.Published.Count == run.Graph.Outputs.Count
        && run.Record.Tasks.All(task => task.Decision is Decision.Ran or Decision.Cached or Decision.Joined)
        && run.Graph.Tasks.All(task => task.Project.Runners is null && task.Declared.Returns is null);

    private KnownTask[]? Tasks(out List<RunnerWitness> runners)
    {
        runners = [];
        var tasks = new KnownTask[Snapshot.Tasks.Count];
        var places = new Dictionary<(string, string, string), int>();
        for (var i = 0; i < tasks.Length; i++)
        {
            var (task, runner) = (run.Graph.Tasks[i], run.Resolved.Launches[i].Runner);
            var requires = task.Declared.Settings.Requires;
            var key = (runner.Id, task.Project.Directory, string.Join('\n', requires));
            if (!places.TryGetValue(key, out var place))
            {
                places[key] = place = runners.Count;
                runners.Add(new(runner.Id, task.Project.Directory, [.. requires], RunnerState.Of(runner), IsWitnessed: false));
            }
            if (run.Table.Executions[i] is not { } execution || run.Table.Output(i) is not { } output) return null;
            tasks[i] = new(Snapshot.Tasks[i].Name, place, Snapshot.Tasks[i].Id, execution, output, default);
        }
        return AreCommitted(tasks) ? tasks : null;
    }

    // What was committed before the run began has been read by it. Of what it ran itself another process may have had the last word.
    private bool AreCommitted(KnownTask[] tasks)
    {
        var now = repository.Now;
        using var stamps = repository.Ask();
        return Parallel.For(0, tasks.Length, (i, loop) =>
        {
            var task = tasks[i];
            if (stamps.Of(task.Execution) is not { } stamp || StatCache.IsRacy(stamp, now)) loop.Stop();
            else if (StatCache.IsRacy(stamp, run.StartedAt) && repository.Executions.Output(task.Execution) != task.Output) loop.Stop();
            else tasks[i] = task with { Commit = stamp };
        }).IsCompleted;
    }

    // As a run would record them that finds all of them.
    private TaskRecord[] Records(KnownTask[] tasks)
    {
        var ended = run.Record.EndedAt;
        var records = new TaskRecord[tasks.Length];
        for (var i = 0; i < records.Length; i++)
        {
            var task = Snapshot.Tasks[i];
            var inputs = run.Table.Inputs(task)!;
            var named = new NamedObject[inputs.Length];
            for (var n = 0; n < named.Length; n++) named[n] = new(task.InputNames[n], inputs[n]);
            records[i] = new()
            {
                Name = task.Name,
                Task = task.Id,
                Execution = tasks[i].Execution,
                Inputs = named,
                Files = task.Files,
                Decision = Decision.Cached,
                Output = tasks[i].Output,
                StartedAt = ended,
                EndedAt = ended,
            };
        }
        return records;
    }

    private Dictionary<string, FileStamp?>? Sources()
    {
        var files = new Dictionary<string, FileStamp?>(StringComparer.Ordinal);
        foreach (var (path, stamp) in run.ProjectFiles.Stamps)
        {
            if (stamp is { } known && StatCache.IsRacy(known, run.StartedAt)) return null;
            files[path] = stamp;
        }
        if (run.Resolved.Programs is not { } programs) return null;
        foreach (var (path, stamp) in programs) files[path] = stamp;
        for (var i = 0; i < run.Graph.Inputs.Count; i++)
        {
            if (run.Graph.Inputs[i] is not { Declared.Source: FileSource source }) continue;
            var path = run.Resolved.Inputs[i].File!;
            if (repository.StatCache.StampOf(path, FileImporter.KindOf(source.Type, source.Format), Snapshot.Inputs[i].Id) is not { } stamp) return null;
            if (files.TryGetValue(path, out var other) && other != stamp) return null;
            files[path] = stamp;
        }
        return files;
    }

    private Dictionary<string, FileStamp?>? Made()
    {
        var now = repository.Now;
        var files = new Dictionary<string, FileStamp?>(2 * run.Published.Count, StringComparer.Ordinal);
        var refs = new (string Path, FileStamp? Stamp)[run.Published.Count];
        if (!Parallel.For(0, refs.Length, (i, loop) =>
        {
            refs[i] = Ref(run.Graph.Outputs[i], run.Published[i].Id, now);
            if (refs[i].Stamp is null) loop.Stop();
        }).IsCompleted) return null;
        for (var i = 0; i < run.Published.Count; i++)
        {
            var (published, output) = (run.Published[i], Snapshot.Outputs[i]);
            if (published.Path != output.Path) return null;
            var path = Path.GetFullPath(published.Path, run.Graph.Project.Directory);
            if (repository.StatCache.StampOf(path, Publisher.KindOf(output), published.Id) is not { } stamp) return null;
            files[path] = stamp;
            files[refs[i].Path] = refs[i].Stamp;
        }
        return files;
    }

    private (string Path, FileStamp? Stamp) Ref(GraphOutput output, ObjectId id, DateTimeOffset now)
    {
        var name = RefNames.Of(run.Graph.Name, output.Declared.Source);
        var path = repository.PathOf(name);
        if (repository.Stamp(path) is not { } stamp || StatCache.IsRacy(stamp, now)) return (path, null);
        return (path, repository.Refs.Get(name).Id == id ? stamp : null);
    }

    private PatternWitness[] Patterns() =>
        [.. run.Graph.Tasks.SelectMany(task => task.Declared.Settings.Depends.Select(depends => (task.Project.Directory, depends.Pattern))).Distinct()
            .Select(pattern => new PatternWitness(pattern.Directory, pattern.Pattern, Matches(pattern.Pattern, pattern.Directory)))];
}
