using System.Collections.Concurrent;
using Polyglot.Dataflow.Execution;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Recording;
using Polyglot.Dataflow.Scattering;
using Polyglot.Runners;
using Polyglot.Store;
using Polyglot.Testing;
using Polyglot.Testing.Store;

namespace Polyglot.Dataflow.Tests.Support;

/// <summary>Plans and drives snapshots on stores in memory, and records runs so that the next plan has a past.</summary>
internal sealed class DriverHarness : IDisposable
{
    private readonly TempDirectory _files = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();

    public DriverHarness() => Executor = new(Objects);

    public InMemoryObjectStore Objects { get; } = new();

    public InMemoryExecutionStore Executions { get; } = new();

    /// <summary>Results that were removed on purpose.</summary>
    public HashSet<ObjectId> Dropped { get; } = [];

    public InMemoryRunStore Runs { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public FakeExecutor Executor { get; }

    public RecordingObserver Observer { get; private set; } = new();

    /// <summary>What tasks take; one processor where nothing is said.</summary>
    public Dictionary<string, Demand> Demands { get; } = [];

    /// <summary>The memory for all tasks; 0 does not count it.</summary>
    public long Memory { get; set; }

    /// <summary>How many there are of what tasks take by name.</summary>
    public Dictionary<string, int> Named { get; } = [];

    /// <summary>What tasks say about other tries; nothing where nothing is said.</summary>
    public Dictionary<string, TaskRetry> Retry { get; } = [];

    /// <summary>The part of the longest wait that is waited.</summary>
    public double Jitter { get; set; }

    /// <summary>The plan of the last run.</summary>
    public DataflowPlan Plan { get; private set; } = new("", []);

    /// <summary>Runs a snapshot and records the run.</summary>
    public async Task<IReadOnlyList<TaskRow>> RunAsync(Snapshot snapshot, int parallelism = 4, bool failFast = false, params string[] forced)
    {
        Executor.Ran.Clear();
        Executor.Executions.Clear();
        Observer = new();
        var lookups = new RepositoryLookups(Executions, Objects, Runs, snapshot.Dataflow, Dropped.Contains);
        var planner = new Planner(snapshot, task => forced.Contains(task.Name), lookups);
        var table = planner.Plan();
        var gate = new ObserverGate(Observer);
        void Keep(SnapshotTask task) => Objects.Put(TaskObjectCodec.Encode(task.Definition));
        var admission = new Admission(new(), new(new(parallelism, Memory, Named)));
        Demand DemandOf(int index) => Demands.GetValueOrDefault(snapshot.Tasks[index].Name, Demand.One);
        var retries = new Retries(index => Retry.GetValueOrDefault(snapshot.Tasks[index].Name, TaskRetry.Unsaid), () => Jitter, Time);
        var claims = new ClaimWaiter(Executions, Time);
        var services = new ScatterServices(new(Executor, Executions, Objects, gate, Keep, retries), claims, admission, DemandOf, lookups, Objects, _ => { }, NewPath, Time);
        var collections = new CollectionReader(new(snapshot, [], []), (_, id) => Objects.Locate(id));
        Plan = table.ToPlan(new ScatterCounter(collections, lookups).Count);
        var runner = new TaskRunner(new ScatterExecutor(Executor, collections, services), Executions, Objects, gate, Keep, retries);
        var driver = new Driver(table, planner, runner, claims, gate, admission, new(failFast, DemandOf), Time, _stop.Token, _kill.Token);
        await driver.RunAsync().WaitAsync(TimeSpan.FromSeconds(60)).ConfigureAwait(false);
        Time.Advance(TimeSpan.FromSeconds(1));
        var rows = driver.Ledger.InOrderOfEnd().Select(i => driver.Ledger.Row(i)!).ToList();
        Runs.Write(Recorder.ToRecord(RunId.New(Time), Time.GetUtcNow(), Time.GetUtcNow(), "/p", table, driver.Ledger, RunVerdict.Succeeded, []));
        return rows;
    }

    private string NewPath() => Path.Combine(_files.Path, Guid.NewGuid().ToString("N"));

    public void Stop() => _stop.Cancel();

    public void Kill() => _kill.Cancel();

    public void Dispose()
    {
        Objects.Dispose();
        _files.Dispose();
        _stop.Dispose();
        _kill.Dispose();
    }
}

/// <summary>Notes events and that no two of them came at once.</summary>
internal sealed class RecordingObserver : IRunObserver
{
    private int _inside;

    public ConcurrentQueue<string> Events { get; } = new();

    public bool Overlapped { get; private set; }

    public void PlanReady(DataflowPlan plan) => Note("plan");

    public void TaskStarted(TaskStart start) => Note($"start {start.Task}{(start.Joined ? " joined" : "")}");

    public void TaskProgress(string task, double? fraction, string message) => Note($"progress {task}");

    public void TaskOutput(string task, StreamKind stream, ReadOnlySpan<byte> bytes) => Note($"output {task}");

    public void TaskLog(string task, TaskLogLevel level, string message) => Note($"log {task}");

    public void TaskEnded(TaskRow row) => Note($"end {row.Name} {row.Decision}");

    public void RunEnded(RunSummary summary) => Note("run");

    private void Note(string text)
    {
        if (Interlocked.Increment(ref _inside) != 1) Overlapped = true;
        Events.Enqueue(text);
        Interlocked.Decrement(ref _inside);
    }
}
