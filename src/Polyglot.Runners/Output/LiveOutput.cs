namespace Polyglot.Runners;

/// <summary>
/// Looks, a few times a second, whether the files of running tasks have gained anything, so that people see output before a task ends. One timer for all tasks;
/// none while nothing runs. Thread-safe.
/// </summary>
internal sealed class LiveOutput : IDisposable
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly HashSet<Action> _looks = [];
    private readonly ITimer _timer;
    private bool _ticking;

    /// <summary>Starts nothing yet.</summary>
    public LiveOutput(TimeProvider time) =>
        _timer = time.CreateTimer(static s => ((LiveOutput)s!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>From now on <paramref name="look"/> is called now and then, never twice at once.</summary>
    public void Add(Action look)
    {
        lock (_gate)
        {
            _looks.Add(look);
            if (_ticking) return;
            _ticking = true;
            _timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>No longer; a call may still be under way.</summary>
    public void Remove(Action look)
    {
        lock (_gate) _looks.Remove(look);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        Action[] looks;
        lock (_gate)
        {
            looks = [.. _looks];
            // It stops by itself one interval after the last task: starting and stopping with each would cost more than a look.
            if (looks.Length == 0)
            {
                _ticking = false;
                return;
            }
        }
        foreach (var look in looks) look();
        lock (_gate) _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }
}
