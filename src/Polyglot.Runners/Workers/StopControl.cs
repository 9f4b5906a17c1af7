namespace Polyglot.Runners;

/// <summary>Why a task is being stopped.</summary>
internal enum StopCause
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>The caller cancelled it.</summary>
    Cancelled,

    /// <summary>The caller wants it gone at once.</summary>
    Forced,

    /// <summary>Its time is over.</summary>
    Deadline,

    /// <summary>It takes more memory than it may.</summary>
    Memory,
}

/// <summary>What the ladder does things to.</summary>
internal interface IStoppable
{
    /// <summary>Sends the protocol's Cancel.</summary>
    void Ask(string reason);

    /// <summary>Sends the signal.</summary>
    void Signal();

    /// <summary>Kills the process tree.</summary>
    void Kill();

    /// <summary>Ends the waiting for a process that cannot be killed.</summary>
    void GiveUp();
}

/// <summary>
/// Walks the <see cref="CancellationLadder"/> for one task: turns tokens, the deadline and the rungs' times into events, and does what the ladder says. Thread-safe;
/// actions run outside its lock, in order.
/// </summary>
internal sealed class StopControl : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Lock _acting = new();
    private readonly IStoppable _target;
    private readonly LadderRungs _rungs;
    private readonly RunnerTimeouts _timeouts;
    private readonly TimeProvider _time;
    private readonly StopWishes _wishes;
    private CancellationTokenRegistration _cancel;
    private CancellationTokenRegistration _kill;
    private ITimer? _deadlineTimer;
    private ITimer? _rungTimer;
    private LadderState _state;
    private MemoryExcess _excess;

    /// <summary>Hears nothing before <see cref="Listen"/>.</summary>
    public StopControl(IStoppable target, LadderRungs rungs, RunnerTimeouts timeouts, StopWishes wishes, TimeProvider time) =>
        (_target, _rungs, _timeouts, _wishes, _time) = (target, rungs, timeouts, wishes, time);

    /// <summary>The first reason to stop.</summary>
    public StopCause Cause { get; private set; }

    /// <summary>The highest rung that was reached before the end: how hard it was.</summary>
    public LadderState Reached { get; private set; }

    /// <summary>The process had been stopped by a signal when it was killed, so that it could not have answered.</summary>
    public bool WasStopped { get; set; }

    /// <summary>One line: who wanted it to stop.</summary>
    public string Reason => Cause switch
    {
        StopCause.Deadline => RunnersMessages.DeadlinePassed(_wishes.Deadline!.Value),
        StopCause.Forced => RunnersMessages.KilledByCaller,
        StopCause.Memory => RunnersMessages.TooMuchMemory(_excess),
        _ => RunnersMessages.CancelledByCaller,
    };

    /// <summary>One line: who wanted it to stop, and what it took.</summary>
    public string Story => Reached switch
    {
        LadderState.Killed => $"{Reason}; {RunnersMessages.WasKilled(Cause is StopCause.Forced or StopCause.Memory, WasStopped)}",
        LadderState.Abandoned => $"{Reason}; {RunnersMessages.WasAbandoned}",
        LadderState.Signalled => $"{Reason}; {RunnersMessages.EndedBySignal}",
        _ => Reason,
    };

    /// <summary>Begins to listen to the wishes; what was wished before happens now. Called once.</summary>
    public void Listen()
    {
        if (_wishes.Deadline is { } deadline)
            _deadlineTimer = _time.CreateTimer(static s => ((StopControl)s!).Stop(StopCause.Deadline), this, deadline, Timeout.InfiniteTimeSpan);
        _cancel = _wishes.Cancel.UnsafeRegister(static s => ((StopControl)s!).Stop(StopCause.Cancelled), this);
        _kill = _wishes.Kill.UnsafeRegister(static s => ((StopControl)s!).Stop(StopCause.Forced), this);
    }

    /// <summary>Something wants the task to stop.</summary>
    public void Stop(StopCause cause)
    {
        lock (_gate)
            if (Cause == StopCause.None && _state == LadderState.Running) Cause = cause;
        // What takes too much memory is not asked: it would go on taking while it is waited for.
        Move(cause is StopCause.Forced or StopCause.Memory ? LadderEvent.Force : LadderEvent.Stop);
    }

    /// <summary>It takes more memory than it may.</summary>
    public void Stop(MemoryExcess excess)
    {
        lock (_gate)
            if (Cause == StopCause.None) _excess = excess;
        Stop(StopCause.Memory);
    }

    /// <summary>The task has ended: nothing more is done to it once this has returned.</summary>
    public void Ended()
    {
        Move(LadderEvent.Ended);
        // An action that began before may still be on its way.
        lock (_acting) Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _deadlineTimer?.Dispose();
        lock (_gate) _rungTimer?.Dispose();
        // Unregister, not Dispose: that would wait for a callback, which may be the very caller.
        _cancel.Unregister();
        _kill.Unregister();
    }

    /// <param name="happened">What moves the ladder.</param>
    /// <param name="only">The state it is about; null for any. A timer that fires late is about a state that is over, and no state comes twice.</param>
    private void Move(LadderEvent happened, LadderState? only = null)
    {
        lock (_acting)
        {
            LadderAction action;
            lock (_gate)
            {
                var before = _state;
                if (only is not null && only != before) return;
                (_state, action) = CancellationLadder.Next(_state, happened, _rungs);
                if (_state == before) return;
                if (_state != LadderState.Ended) Reached = _state;
                _rungTimer?.Dispose();
                _rungTimer = null;
            }
            Act(action);
            lock (_gate)
                if (CancellationLadder.Allowance(_state, _timeouts) is { } allowance)
                    _rungTimer = _time.CreateTimer(
                        static s => ((Rung)s!).Control.Move(LadderEvent.TimeOver, ((Rung)s).State), new Rung(this, _state), allowance, Timeout.InfiniteTimeSpan);
        }
    }

    private void Act(LadderAction action)
    {
        switch (action)
        {
            case LadderAction.Ask:
                _target.Ask(Reason);
                break;
            case LadderAction.Signal:
                _target.Signal();
                break;
            case LadderAction.Kill:
                _target.Kill();
                break;
            case LadderAction.GiveUp:
                _target.GiveUp();
                break;
            case LadderAction.None:
            default:
                break;
        }
    }

    private sealed record Rung(StopControl Control, LadderState State);
}
