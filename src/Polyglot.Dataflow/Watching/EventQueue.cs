namespace Polyglot.Dataflow.Watching;

/// <summary>Events that were heard and not taken yet. Thread-safe. Past <see cref="MaxEvents"/> they become one that says so.</summary>
internal sealed class EventQueue
{
    /// <summary>So many events are kept one by one.</summary>
    public const int MaxEvents = 100_000;

    private readonly Lock _gate = new();
    private List<FileEvent> _events = [];
    private TaskCompletionSource _arrived = NewSource();

    /// <summary>Adds events; whoever waits goes on.</summary>
    public void Add(params ReadOnlySpan<FileEvent> events)
    {
        if (events.IsEmpty) return;
        lock (_gate)
        {
            if (_events.Count + events.Length > MaxEvents)
            {
                _events.Clear();
                _events.Add(new(FileEventKind.Lost, "", ""));
            }
            else
            {
                _events.AddRange(events);
            }
            _arrived.TrySetResult();
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<FileEvent> Take()
    {
        lock (_gate)
        {
            if (_events.Count == 0) return [];
            var taken = _events;
            _events = [];
            _arrived = NewSource();
            return taken;
        }
    }

    /// <summary>Completes when there is one.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_gate) return _arrived.Task.WaitAsync(cancellationToken);
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
