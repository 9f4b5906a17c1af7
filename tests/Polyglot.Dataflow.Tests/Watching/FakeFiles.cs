using System.Collections.Concurrent;
using System.Threading.Channels;
using Polyglot.Dataflow.Watching;

namespace Polyglot.Dataflow.Tests.Watching;

/// <summary>A file watcher that is told by hand what happens.</summary>
internal sealed class FakeFiles : IFileWatcher
{
    private readonly EventQueue _queue = new();

    public ConcurrentDictionary<string, bool> Folders { get; } = new();

    public void Happen(FileEventKind kind, string path) => _queue.Add(new FileEvent(kind, Path.GetDirectoryName(path)!, Path.GetFileName(path)));

    public bool Add(string folder)
    {
        Folders[folder] = true;
        return true;
    }

    public void Remove(string folder) => Folders.TryRemove(folder, out _);

    public IReadOnlyList<FileEvent> Take() => _queue.Take();

    public Task WaitAsync(CancellationToken cancellationToken) => _queue.WaitAsync(cancellationToken);

    public void Dispose()
    {
    }
}

/// <summary>An evaluator whose runs are what a test says: each reads and waits where it is told to.</summary>
internal sealed class FakeEvaluator(Dependencies reads) : IEvaluator
{
    private readonly Channel<Run> _runs = Channel.CreateUnbounded<Run>();

    /// <summary>What happens while files are read, by the number of the reading, from 1.</summary>
    public Action<int>? Reading { get; set; }

    /// <summary>What each run gives when it may; the last one counts for all after it.</summary>
    public Func<int, RunResult>? Result { get; set; }

    /// <summary>Whether runs end by themselves; otherwise the test ends them.</summary>
    public bool EndsAtOnce { get; set; } = true;

    public Dependencies Reads { get; set; } = reads;

    public int Readings { get; private set; }

    public int Started { get; private set; }

    /// <summary>The next run that got as far as running tasks.</summary>
    public async Task<Run> NextAsync() => await _runs.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    public bool HasNext => _runs.Reader.TryPeek(out _);

    public Task<PlanResult> PlanAsync(EvaluationOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async Task<RunResult> RunAsync(EvaluationOptions options, IRunObserver observer, CancellationToken stop, CancellationToken kill)
    {
        try
        {
            do
            {
                Readings++;
                Reading?.Invoke(Readings);
            }
            while (!await options.Snapshots!.IsSettledAsync(Reads, stop));
        }
        catch (OperationCanceledException)
        {
            return Done(RunVerdict.Cancelled);
        }
        var run = new Run(++Started);
        _runs.Writer.TryWrite(run);
        if (EndsAtOnce) run.End();
        try
        {
            await run.Ended.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return Done(RunVerdict.Cancelled);
        }
        return Result?.Invoke(run.Number) ?? Done(RunVerdict.Succeeded);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static RunResult Done(RunVerdict verdict) => new RunResult.Completed(new(Store.RunId.New(TimeProvider.System), "p", verdict, default, default, [], [], []));

    internal sealed class Run(int number)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Number => number;

        public Task Ended => _ended.Task;

        public void End() => _ended.TrySetResult();
    }
}

/// <summary>Keeps what a watched project's observer is told.</summary>
internal sealed class RecordingWatchObserver : IWatchObserver
{
    private readonly Channel<WatchCycle> _cycles = Channel.CreateUnbounded<WatchCycle>();

    public ConcurrentQueue<string> Waits { get; } = new();

    /// <summary>Called before a cycle's end is known to the test.</summary>
    public Action<WatchCycle>? OnEnd { get; set; }

    public async Task<WatchCycle> NextAsync() => await _cycles.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    public bool HasNext => _cycles.Reader.TryPeek(out _);

    public IRunObserver CycleStarted(int number, IReadOnlyList<string> changed) => new Support.RecordingObserver();

    public void CycleEnded(WatchCycle cycle)
    {
        OnEnd?.Invoke(cycle);
        _cycles.Writer.TryWrite(cycle);
    }

    public void WaitingForWriter(string path) => Waits.Enqueue(path);
}
