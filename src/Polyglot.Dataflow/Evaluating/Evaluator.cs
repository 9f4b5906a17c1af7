using Polyglot.Dataflow.Execution;
using Polyglot.Dataflow.Explaining;
using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Indexing;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Syntax;
using Polyglot.Dataflow.Recording;
using Polyglot.Dataflow.Resolving;
using Polyglot.Dataflow.Returning;
using Polyglot.Dataflow.Scattering;
using Polyglot.Dataflow.Watching;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow;

/// <summary>Evaluates dataflows in one repository with the runners of this machine.</summary>
public sealed class Evaluator : IEvaluator
{
    private const int MostReadings = 20;

    private readonly EvaluatorOptions _options;
    private readonly Lazy<RunnerHost> _host;
    private RunnerResolver? _resolver;
    private readonly Lazy<DescribeCache> _describeCache;
    private readonly DocumentCache _documents;
    private readonly CodeIds _codeIds = new();
    private readonly UpToDateIndex _index;
    private readonly string _scratch;
    private IReadOnlyDictionary<string, string> _environment;

    /// <summary>Makes an evaluator; nothing is started yet.</summary>
    public Evaluator(EvaluatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Directory.CreateDirectory(options.Repository.IndexFolder);
        _scratch = options.Repository.Temp.NextPath();
        _host = new(MakeHost);
        _environment = options.Environment ?? HostEnvironment.Current();
        _index = new(options, Resolver, () => _environment);
        _documents = new(options.Repository.IndexFolder, options.Repository.Temp);
        _describeCache = new(() => DescribeCache.Load(Path.Combine(options.Repository.IndexFolder, "scripts.json")));
    }

    private Repository Repository => _options.Repository;

    /// <inheritdoc/>
    public async Task<PlanResult> PlanAsync(EvaluationOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        TakeEnvironment();
        if (UpToDateIndex.Covers(options) && await _index.FindAsync(options, withOutputs: false, cancellationToken).ConfigureAwait(false) is { } known) return new PlanResult.Planned(known.State.ToPlan());
        var (prepared, problems) = await PrepareSettledAsync(options, store: false, cancellationToken).ConfigureAwait(false);
        if (prepared is null) return new PlanResult.Refused(problems);
        var table = prepared.Planner.Plan();
        SaveDerived();
        var collections = new CollectionReader(prepared.Resolved, (_, id) => Repository.Objects.Locate(id));
        return new PlanResult.Planned(table.ToPlan(new ScatterCounter(collections, prepared.Lookups).Count)) { Resolved = prepared.Resolved };
    }

    /// <inheritdoc/>
    public async Task<RunResult> RunAsync(EvaluationOptions options, IRunObserver observer, CancellationToken stop, CancellationToken kill)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        var begun = _options.Time.GetTimestamp();
        var id = RunId.New(_options.Time);
        var startedAt = _options.Time.GetUtcNow();
        using var uses = Repository.Uses.Begin();
        Prepared? prepared;
        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, kill);
            TakeEnvironment();
            if (UpToDateIndex.Covers(options) && await RunKnownAsync(options, observer, id, begun, startedAt, both.Token).ConfigureAwait(false) is { } known) return known;
            (prepared, var problems) = await PrepareSettledAsync(options, store: true, both.Token).ConfigureAwait(false);
            if (prepared is null) return new RunResult.Refused(problems);
        }
        catch (OperationCanceledException)
        {
            return Stopped(id, _options.Time.GetElapsedTime(begun));
        }

        var gate = new ObserverGate(observer);
        var shape = DataflowShapeCodec.Encode(SnapshotShape.Of(prepared.Resolved.Snapshot));
        var shapeId = Hashing.Object(shape);
        var whole = Demand.Whole(Math.Max(1, options.Parallelism), options.Memory, prepared.Graph.Tasks.Select(task => task.Project).Prepend(prepared.Graph.Project));
        var admission = new Admission(new(), new(whole));
        using var builder = new ReturnedBuilder(prepared.Runtimes, Repository.StatCache, _describeCache.Value, _codeIds, Repository.Objects);
        var jitter = _options.Jitter ?? new Jitter(id.ToString().GetHashCode(StringComparison.Ordinal)).Next;
        var services = new RunServices(Repository, _host.Value, builder, admission, new(Repository.Executions, _options.Time), options, jitter, _options.Time);
        var level = new DataflowLevel(services, prepared.Graph, prepared.Resolved, prepared.Lookups, gate, ReturnedChain.None);
        var table = level.Plan(prepared.Planner, shapeId);
        gate.PlanReady(table.ToPlan());
        if (!Repository.Objects.Contains(shapeId)) Repository.Objects.Put(shape);
        var driver = new Driver(table, prepared.Planner, level.Runner, services.Claims, gate, admission, new(options.FailFast, level.DemandOf), _options.Time, stop, kill);
        await driver.RunAsync().ConfigureAwait(false);

        var unpublished = new List<ProjectProblem>();
        foreach (var input in prepared.Graph.Outputs.Where(o => !o.Source.IsTask)) level.Restorer.Ensure(input.Source.Index);
        // A run that a change ended has only some of its outputs, and the next one follows at once.
        var publishes = options.Publish && (options.Snapshots is null || !stop.IsCancellationRequested);
        var published = level.Recorder.Publish(table, publishes, unpublished);
        var rows = driver.Ledger.InOrderOfEnd().Select(index => driver.Ledger.Row(index)!).ToList();
        var summary = Summarise(id, prepared, rows, _options.Time.GetElapsedTime(begun), published, unpublished);
        var record = Recorder.ToRecord(id, startedAt, _options.Time.GetUtcNow(), prepared.Graph.Project.Directory, table, driver.Ledger, summary.Verdict, published) with { DataflowId = shapeId };
        Repository.Runs.Write(record);
        summary = summary with { Causes = new Explainer(Repository).Causes(record) };
        level.Recorder.RememberPublished();
        await _index.RememberAsync(new(options, startedAt, prepared.ProjectFiles, prepared.Graph, prepared.Resolved, table, record, published), kill).ConfigureAwait(false);
        SaveDerived();
        gate.RunEnded(summary);
        return new RunResult.Completed(summary);
    }

    // A run in which nothing has changed since the newest one: what that one found, with new times. Collectors are kept away until it is recorded.
    private async Task<RunResult.Completed?> RunKnownAsync(
        EvaluationOptions options, IRunObserver observer, RunId id, long begun, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        using var away = Repository.Uses.KeepAway();
        if (await _index.FindAsync(options, withOutputs: true, cancellationToken).ConfigureAwait(false) is not { } known) return null;
        var state = known.State;
        if (!Repository.Runs.Write(state.Template, id, startedAt, _options.Time.GetUtcNow())) return null;
        _index.Renew(known.Latest, id);
        var (gate, rows) = (new ObserverGate(observer), state.ToRows());
        gate.PlanReady(state.ToPlan());
        foreach (var row in rows) gate.Ended(row);
        var summary = new RunSummary(id, state.Dataflow, RunVerdict.Succeeded, _options.Time.GetElapsedTime(begun), new(0, rows.Length, 0, 0, 0, 0), rows, state.ToPublished(), []);
        gate.RunEnded(summary);
        return new RunResult.Completed(summary);
    }

    /// <summary>Ends every worker. Running evaluations end as cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_host.IsValueCreated) return;
        await _host.Value.DisposeAsync().ConfigureAwait(false);
        if (Directory.Exists(_scratch)) Directory.Delete(_scratch, recursive: true);
    }

    private static RunResult.Completed Stopped(RunId id, TimeSpan elapsed) =>
        new(new(id, "", RunVerdict.Cancelled, elapsed, default, [], [], []));

    private static RunSummary Summarise(
        RunId id, Prepared prepared, List<TaskRow> rows, TimeSpan elapsed, List<PublishedFile> published, List<ProjectProblem> problems)
    {
        var counts = rows.CountBy(row => row.Decision).ToDictionary();
        int Of(Decision decision) => counts.GetValueOrDefault(decision);
        var verdict = rows.Any(r => r.Error is { Side: not ErrorSide.Task }) ? RunVerdict.Faulted
            : Of(Decision.Failed) > 0 ? RunVerdict.TasksFailed
            : Of(Decision.Cancelled) > 0 ? RunVerdict.Cancelled
            : problems.Count > 0 ? RunVerdict.Faulted
            : RunVerdict.Succeeded;
        return new(id, prepared.Graph.Name, verdict, elapsed,
            new(Of(Decision.Ran), Of(Decision.Cached), Of(Decision.Joined), Of(Decision.Failed), Of(Decision.Blocked), Of(Decision.Cancelled)),
            rows, published, problems);
    }

    // Not before there is something to run or to ask: whoever finds everything up to date needs none.
    private RunnerHost MakeHost()
    {
        Directory.CreateDirectory(_scratch);
        return new(new()
        {
            ScratchDirectory = _scratch,
            HostVersion = _options.HostVersion.ToString(),
            Time = _options.Time,
            KeepsWorkers = _options.KeepsWorkers,
            OnWorkerEnded = _options.OnWorkerEnded,
        });
    }

    private RunnerResolver Resolver() => _resolver ??= new(_environment, Path.Combine(Repository.IndexFolder, "probes"));

    // An evaluator that stays may find other variables each time; workers are chosen by those that they were started with.
    private void TakeEnvironment()
    {
        if (_options.Environment is not null) return;
        var now = HostEnvironment.Current();
        if (now.Count == _environment.Count && now.All(v => _environment.TryGetValue(v.Key, out var value) && value == v.Value)) return;
        _environment = now;
        _resolver = null;
    }

    private async Task<(Prepared?, IReadOnlyList<ProjectProblem>)> PrepareSettledAsync(EvaluationOptions options, bool store, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var looked = new LookedAt();
            var result = await PrepareAsync(options, store, looked, cancellationToken).ConfigureAwait(false);
            if (options.Snapshots is not { } snapshots || await snapshots.IsSettledAsync(looked.ToDependencies(), cancellationToken).ConfigureAwait(false)) return result;
            if (tries == MostReadings)
                return (null, [new(options.ProjectPath, 0, 0, WatchingMessages.NeverSettled(tries), NextStep: WatchingMessages.NeverSettledNext)]);
        }
    }

    private async Task<(Prepared?, IReadOnlyList<ProjectProblem>)> PrepareAsync(EvaluationOptions options, bool store, LookedAt looked, CancellationToken cancellationToken)
    {
        var stamps = new ProjectFileStamps(Repository);
        var built = GraphBuilder.Build(options.ProjectPath, file =>
        {
            stamps.Look(file);
            return ProjectReader.ReadFile(file, _documents);
        });
        looked.Add([options.ProjectPath, .. built.Files]);
        if (built.Graph is null) return (null, built.Problems);
        var unknown = new List<ProjectProblem>();
        var forced = options.Force.ToHashSet(StringComparer.Ordinal);
        var targets = options.Targets.Count == 0 ? [] : options.Targets.Concat(options.Force).ToList();
        GraphSelection.Select(built.Graph, forced, unknown);
        var graph = GraphSelection.Select(built.Graph, targets, unknown);
        if (options.Runner is { } runner) graph = RunnerOverride.Apply(graph, runner, targets, unknown);
        if (unknown.Count > 0) return (null, unknown);

        var objects = store ? Repository.Objects : null;
        var runtimes = new LocalRuntimes(Resolver(), _host.Value, _options.Installation, _options.PluginPath, _options.HostVersion);
        var builder = new SnapshotBuilder(graph, runtimes, new(Repository.StatCache, objects), _describeCache.Value, _codeIds, objects);
        var (resolved, problems) = await builder.BuildAsync(cancellationToken).ConfigureAwait(false);
        runtimes.Report(looked);
        builder.Report(looked);
        if (resolved is null) return (null, problems);
        var lookups = new RepositoryLookups(Repository.Executions, Repository.Objects, Repository.Runs, graph.Name, Repository.Dropped.Contains, store ? Repository.Uses : null);
        var planner = new Planner(resolved.Snapshot, task => options.ForceAll || forced.Contains(task.Name), lookups);
        return (new(graph, resolved, planner, lookups, runtimes, stamps), []);
    }

    private void SaveDerived()
    {
        Repository.StatCache.Save();
        _describeCache.Value.Save(Repository.Temp);
    }

    private sealed record Prepared(
        DataflowGraph Graph, ResolvedSnapshot Resolved, Planner Planner, IPlanLookups Lookups, IRuntimes Runtimes, ProjectFileStamps ProjectFiles);
}
