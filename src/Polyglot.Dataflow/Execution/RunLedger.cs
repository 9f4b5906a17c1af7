using Polyglot.Store;

namespace Polyglot.Dataflow.Execution;

/// <summary>What has become of every task of a run: phase, times, and the row that is shown and recorded. Not thread-safe.</summary>
internal sealed class RunLedger(int tasks)
{
    private readonly TaskPhase[] _phases = new TaskPhase[tasks];
    private readonly TaskRow?[] _rows = new TaskRow?[tasks];
    private readonly long[] _begun = new long[tasks];
    private readonly DateTimeOffset[] _startedAt = new DateTimeOffset[tasks];
    private readonly DateTimeOffset[] _endedAt = new DateTimeOffset[tasks];
    private readonly List<int> _order = new(tasks);

    public TaskPhase Phase(int task) => _phases[task];

    /// <summary>Null until the task has ended.</summary>
    public TaskRow? Row(int task) => _rows[task];

    public DateTimeOffset StartedAt(int task) => _startedAt[task];

    public DateTimeOffset EndedAt(int task) => _endedAt[task];

    /// <summary>The tasks in the order in which they ended for good.</summary>
    public IEnumerable<int> InOrderOfEnd()
    {
        var seen = new bool[tasks];
        var last = new List<int>(_order.Count);
        for (var i = _order.Count - 1; i >= 0; i--)
        {
            if (seen[_order[i]]) continue;
            seen[_order[i]] = true;
            last.Add(_order[i]);
        }
        last.Reverse();
        return last;
    }

    public void Move(int task, TaskPhase to)
    {
        var from = _phases[task];
        // Only tasks that the plan found up to date, or ready, leave the first phase without waiting.
        if (!TaskPhases.May(from, to)) throw new InvalidOperationException($"a task may not go from {from} to {to}");
        _phases[task] = to;
    }

    public void Start(int task, TimeProvider time)
    {
        _begun[task] = time.GetTimestamp();
        _startedAt[task] = time.GetUtcNow();
    }

    public TimeSpan Elapsed(int task, TimeProvider time) =>
        _startedAt[task] == default ? TimeSpan.Zero : time.GetElapsedTime(_begun[task]);

    public void End(int task, TaskPhase phase, TaskRow row, TimeProvider time)
    {
        Move(task, phase);
        _rows[task] = row;
        _endedAt[task] = time.GetUtcNow();
        if (_startedAt[task] == default) _startedAt[task] = _endedAt[task];
        _order.Add(task);
    }
}
