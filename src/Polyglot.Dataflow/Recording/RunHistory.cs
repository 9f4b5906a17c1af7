using Polyglot.Store;

namespace Polyglot.Dataflow.Recording;

/// <summary>
/// The earlier runs of one dataflow by task name, newest first. A run is read when a name is asked for that newer runs do not have.
/// At most <see cref="MaxRuns"/> runs are looked through. Thread-safe.
/// </summary>
internal sealed class RunHistory(IRunStore runs, string dataflow)
{
    /// <summary>How far back a task's name is looked for.</summary>
    public const int MaxRuns = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskRecord> _tasks = new(StringComparer.Ordinal);
    private IEnumerator<RunId>? _ids;
    private int _read;
    private bool _atEnd;

    /// <summary>The newest record in which the task was decided with all its inputs known; null when there is none.</summary>
    public TaskRecord? Find(string task)
    {
        lock (_gate)
        {
            while (true)
            {
                if (_tasks.TryGetValue(task, out var record)) return record;
                if (!ReadOneMore_NeedsLock()) return null;
            }
        }
    }

    private bool ReadOneMore_NeedsLock()
    {
        if (_atEnd) return false;
        _ids ??= runs.List().GetEnumerator();
        if (_read == MaxRuns || !_ids.MoveNext())
        {
            _atEnd = true;
            _ids.Dispose();
            return false;
        }
        if (runs.Read(_ids.Current) is not RunRead.Found { Run: { } run } || run.Dataflow != dataflow) return true;
        _read++;
        foreach (var record in run.Tasks)
            if (record.Execution is not null && record.Decision is not (Decision.Blocked or Decision.Cancelled)) _tasks.TryAdd(record.Name, record);
        return true;
    }
}
