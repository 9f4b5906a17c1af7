using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Scattering;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Returning;

/// <summary>Hands on what tasks of a returned dataflow do as what the task does that returned it: what they print with their names before it, and how many have ended.</summary>
/// <param name="outer">The task.</param>
/// <param name="total">How many tasks there are.</param>
internal sealed class InnerObserver(ITaskEvents outer, int total) : IRunObserver
{
    private readonly Dictionary<string, ElementEvents> _open = new(StringComparer.Ordinal);
    private int _done;
    private int _failed;

    public void PlanReady(DataflowPlan plan)
    {
    }

    public void TaskStarted(TaskStart start)
    {
    }

    public void TaskProgress(string task, double? fraction, string message)
    {
    }

    public void TaskOutput(string task, StreamKind stream, ReadOnlySpan<byte> bytes)
    {
        if (!_open.TryGetValue(task, out var events)) _open[task] = events = new(outer, task, () => { });
        events.Output(stream, bytes);
    }

    public void TaskLog(string task, TaskLogLevel level, string message) => outer.Log(level, $"[{task}] {message}");

    public void TaskEnded(TaskRow row)
    {
        if (_open.Remove(row.Name, out var events)) events.End();
        // A result that was lost is made again, and its task ends twice.
        _done = Math.Min(_done + 1, total);
        if (row.Decision == Decision.Failed) _failed++;
        outer.Progress((double)_done / total, ReturningMessages.Progress(_done, total, _failed));
    }

    public void RunEnded(RunSummary summary)
    {
    }
}
