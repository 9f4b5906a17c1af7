using System.Diagnostics;
using System.Text;
using Polyglot.Dataflow.Execution;
using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Recording;
using Polyglot.Dataflow.Resolving;
using Polyglot.Dataflow.Tests.Support;
using Polyglot.Store;
using Polyglot.Testing;
using Repository = Polyglot.Store.Repository;

namespace Polyglot.Dataflow.Tests.Scale;

/// <summary>
/// What 10,000 tasks cost, in numbers that are printed and not asserted. Run by name:
/// <c>dotnet test -c Release --filter FullyQualifiedName~ScaleMeasurements</c>.
/// </summary>
[Explicit("measures")]
public sealed class ScaleMeasurements
{
    private const int Tasks = 10_000;

    private static TimeSpan _cpu;

    [Test]
    public async Task Ten_thousand_tasks_on_disk()
    {
        using var folder = new TempDirectory();
        using var repository = Repository.Init(Path.Combine(folder.Path, ".e3"));
        var file = folder.Write("polyglot.yaml", Text());
        for (var round = 0; round < 3; round++)
        {
            var clock = Stopwatch.StartNew();
            var project = ProjectReader.ReadFile(file, new(repository.IndexFolder, repository.Temp));
            Report(round, "read the project", clock);
            var graph = GraphBuilder.Build(file, _ => project).Graph!;
            Report(round, "build the graph", clock);
            var cache = DescribeCache.Load(Path.Combine(repository.IndexFolder, "scripts.json"));
            var builder = new SnapshotBuilder(graph, new FakeRuntimes(), new(repository.StatCache, repository.Objects), cache, new(), repository.Objects);
            var (resolved, problems) = await builder.BuildAsync(default);
            Assert.That(problems, Is.Empty);
            Report(round, "take the snapshot", clock);
            var snapshot = resolved!.Snapshot;
            var planner = new Planner(snapshot, _ => false, new RepositoryLookups(repository.Executions, repository.Objects, repository.Runs, "scale"));
            var table = planner.Plan();
            Report(round, $"plan ({table.ToPlan().Counts})", clock);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            clock.Restart();
            var gate = new ObserverGate(new SilentObserver());
            var runner = new TaskRunner(new LeanExecutor(repository.Objects), repository.Executions, repository.Objects, gate, _ => { }, new(_ => TaskRetry.Unsaid, () => 0, TimeProvider.System));
            var driver = new Driver(table, planner, runner, new(repository.Executions, TimeProvider.System), gate, Admission.Of(2), new(false), TimeProvider.System, default, default);
            await driver.RunAsync();
            Report(round, "drive", clock);
            TestContext.Out.WriteLine($"  memory {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1024} KiB more after driving");
            clock.Restart();
            repository.Runs.Write(Recorder.ToRecord(RunId.New(TimeProvider.System), default, default, folder.Path, table, driver.Ledger, RunVerdict.Succeeded, []));
            Report(round, "record the run", clock);
        }
    }

    [Test]
    public async Task Driving_without_a_disk()
    {
        foreach (var tasks in new[] { 1000, Tasks, Tasks })
        {
            var dataflow = new TestDataflow().Input("i", "1");
            for (var i = 0; i < tasks; i++) dataflow.Task($"t{i}", [i % 100 == 0 ? "i" : $"t{i - 1}"]);
            var snapshot = dataflow.Build();
            using var objects = new Polyglot.Testing.Store.InMemoryObjectStore();
            var executions = new Polyglot.Testing.Store.InMemoryExecutionStore();
            var planner = new Planner(snapshot, _ => false, new RepositoryLookups(executions, objects, new Polyglot.Testing.Store.InMemoryRunStore(), "scale"));
            var table = planner.Plan();
            var gate = new ObserverGate(new SilentObserver());
            var runner = new TaskRunner(new LeanExecutor(objects), executions, objects, gate, _ => { }, new(_ => TaskRetry.Unsaid, () => 0, TimeProvider.System));
            var driver = new Driver(table, planner, runner, new(executions, TimeProvider.System), gate, Admission.Of(2), new(false), TimeProvider.System, default, default);
            var clock = Stopwatch.StartNew();
            _cpu = Environment.CpuUsage.TotalTime;
            await driver.RunAsync();
            Report(0, $"drive {tasks} without a disk", clock);
        }
    }

    [Test]
    public void Ten_thousand_tasks_in_memory()
    {
        foreach (var chain in new[] { 1, Tasks })
        {
            var dataflow = new TestDataflow().Input("i", "1");
            for (var i = 0; i < Tasks; i++) dataflow.Task($"t{i}", [i % chain == 0 ? "i" : $"t{i - 1}"]);
            var snapshot = dataflow.Build();
            var lookups = new FakeLookups().Ran(snapshot);
            for (var round = 0; round < 3; round++)
            {
                var clock = Stopwatch.StartNew();
                var plan = new Planner(snapshot, _ => false, lookups).Plan().ToPlan();
                Report(round, $"plan chains of {chain} ({plan.Counts})", clock);
            }
        }
    }

    private static string Text()
    {
        var text = new StringBuilder("name: scale\ninputs: { i: { value: 1, type: Integer } }\ntasks:\n");
        for (var i = 0; i < Tasks; i++)
            text.Append($"  t{i}: {{ runner: shell, command: \"cat {{inputs.{(i % 100 == 0 ? "i" : $"t{i - 1}")}}} > {{output}}; echo {i}\", inputs: [{(i % 100 == 0 ? "i" : $"t{i - 1}")}], output: Integer }}\n");
        return text.ToString();
    }

    private static void Report(int round, string what, Stopwatch clock)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        TestContext.Out.WriteLine($"round {round}: {what}: {clock.Elapsed.TotalMilliseconds:f1} ms, processor {(cpu - _cpu).TotalMilliseconds:f1} ms");
        _cpu = Environment.CpuUsage.TotalTime;
        clock.Restart();
    }

    /// <summary>Does nothing but what every executor does: store an output.</summary>
    private sealed class LeanExecutor(IObjectStore objects) : IExecutor
    {
        public Task<ExecutionOutcome> ExecuteAsync(
            ExecutionRequest request, Polyglot.Runners.ITaskEvents events, CancellationToken stop, CancellationToken kill)
        {
            foreach (var input in request.Inputs) objects.Contains(input);
            var output = objects.Put(Encoding.UTF8.GetBytes(request.Execution.ToString()));
            var now = DateTimeOffset.UnixEpoch;
            return Task.FromResult<ExecutionOutcome>(
                new ExecutionOutcome.Ended(new() { Status = AttemptStatus.Ok, StartedAt = now, EndedAt = now, Runner = "shell", Output = output }));
        }
    }

    private sealed class SilentObserver : IRunObserver
    {
        public void PlanReady(DataflowPlan plan)
        {
        }

        public void TaskStarted(TaskStart start)
        {
        }

        public void TaskProgress(string task, double? fraction, string message)
        {
        }

        public void TaskOutput(string task, Polyglot.Runners.StreamKind stream, ReadOnlySpan<byte> bytes)
        {
        }

        public void TaskLog(string task, Polyglot.Runners.TaskLogLevel level, string message)
        {
        }

        public void TaskEnded(TaskRow row)
        {
        }

        public void RunEnded(RunSummary summary)
        {
        }
    }
}
