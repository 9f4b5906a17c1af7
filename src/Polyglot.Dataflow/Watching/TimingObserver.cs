using Polyglot.Dataflow.Planning;
using Polyglot.Runners;

namespace Polyglot.Dataflow.Watching;

/// <summary>Takes times on the way to another observer. Calls come one at a time, as the contract says.</summary>
internal sealed class TimingObserver(IRunObserver inner, TimeProvider time, long from) : IRunObserver
{
    private readonly TimeSpan _began = time.GetElapsedTime(from);
    private TimeSpan? _planned;
    private TimeSpan? _firstStarted;
    private TimeSpan? _lastEnded;

    /// <summary>The times, when the run has ended.</summary>
    public WatchTimings Finish() => new(_began, _planned, _firstStarted, _lastEnded, time.GetElapsedTime(from));

    public void PlanReady(DataflowPlan plan)
    {
        _planned = time.GetElapsedTime(from);
        inner.PlanReady(plan);
    }

    public void TaskStarted(TaskStart start)
    {
        _firstStarted ??= time.GetElapsedTime(from);
        inner.TaskStarted(start);
    }

    public void TaskProgress(string task, double? fraction, string message) => inner.TaskProgress(task, fraction, message);

    public void TaskOutput(string task, StreamKind stream, ReadOnlySpan<byte> bytes) => inner.TaskOutput(task, stream, bytes);

    public void TaskLog(string task, TaskLogLevel level, string message) => inner.TaskLog(task, level, message);

    public void TaskEnded(TaskRow row)
    {
        _lastEnded = time.GetElapsedTime(from);
        inner.TaskEnded(row);
    }

    public void RunEnded(RunSummary summary) => inner.RunEnded(summary);
}
