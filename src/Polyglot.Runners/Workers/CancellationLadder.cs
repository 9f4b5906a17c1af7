namespace Polyglot.Runners;

/// <summary>How far the stopping of a task is.</summary>
internal enum LadderState
{
    /// <summary>Nobody wants it to stop.</summary>
    Running,

    /// <summary>It was asked by message.</summary>
    Asked,

    /// <summary>It was sent a signal.</summary>
    Signalled,

    /// <summary>Its process tree was killed.</summary>
    Killed,

    /// <summary>Its process did not even end by being killed (it is stuck in the system) and is left alone. Final.</summary>
    Abandoned,

    /// <summary>It has ended, by itself or not. Final.</summary>
    Ended,
}

/// <summary>What moves the ladder.</summary>
internal enum LadderEvent
{
    /// <summary>The user cancelled, or the deadline passed.</summary>
    Stop,

    /// <summary>The user wants it gone at once.</summary>
    Force,

    /// <summary>The time that the state allows is over.</summary>
    TimeOver,

    /// <summary>The task has a reply, or its process has ended.</summary>
    Ended,
}

/// <summary>What to do on the way into a state.</summary>
internal enum LadderAction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Send the protocol's Cancel.</summary>
    Ask,

    /// <summary>Send the signal.</summary>
    Signal,

    /// <summary>Kill the process tree.</summary>
    Kill,

    /// <summary>Stop waiting for the process.</summary>
    GiveUp,
}

/// <summary>Which of the polite rungs there are.</summary>
/// <param name="Ask">There is a protocol, and the manifest does not say <c>none</c>.</param>
/// <param name="Signal">The manifest says <c>signal</c>.</param>
internal readonly record struct LadderRungs(bool Ask, bool Signal)
{
    /// <summary>Of a worker.</summary>
    public static LadderRungs OfWorker(InterruptMode mode) => new(mode != InterruptMode.None, mode == InterruptMode.Signal);

    /// <summary>Of a command: there is nobody to send a message to.</summary>
    public static LadderRungs OfCommand(InterruptMode mode) => new(false, mode == InterruptMode.Signal);
}

/// <summary>
/// The way from running to stopped: ask, wait, signal, wait, kill, wait, give up. Pure: given a state and an event it says the next state and what to do.
/// </summary>
internal static class CancellationLadder
{
    /// <summary>The next state, and what to do on the way into it.</summary>
    public static (LadderState Next, LadderAction Action) Next(LadderState state, LadderEvent happened, LadderRungs rungs) => (state, happened) switch
    {
        // What is over stays over: late timers and late wishes change nothing.
        (LadderState.Ended or LadderState.Abandoned, _) => (state, LadderAction.None),

        // A task that ends, at any rung, has ended.
        (_, LadderEvent.Ended) => (LadderState.Ended, LadderAction.None),

        (LadderState.Running, LadderEvent.Stop) => FirstRung(rungs),

        // Nothing waits while it runs, so no time can be over.
        (LadderState.Running, LadderEvent.TimeOver) => (state, LadderAction.None),

        // Asking again is not asking harder: the ladder goes on by time.
        (LadderState.Asked or LadderState.Signalled or LadderState.Killed, LadderEvent.Stop) => (state, LadderAction.None),

        (LadderState.Asked, LadderEvent.TimeOver) => rungs.Signal ? (LadderState.Signalled, LadderAction.Signal) : (LadderState.Killed, LadderAction.Kill),
        (LadderState.Signalled, LadderEvent.TimeOver) => (LadderState.Killed, LadderAction.Kill),

        // Force skips what is left of the polite rungs, once.
        (LadderState.Running or LadderState.Asked or LadderState.Signalled, LadderEvent.Force) => (LadderState.Killed, LadderAction.Kill),
        (LadderState.Killed, LadderEvent.Force) => (state, LadderAction.None),

        // The guard: a kill that has no effect must not hang the host.
        (LadderState.Killed, LadderEvent.TimeOver) => (LadderState.Abandoned, LadderAction.GiveUp),

        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, null),
    };

    /// <summary>How long a state may last before <see cref="LadderEvent.TimeOver"/>; null for ever.</summary>
    public static TimeSpan? Allowance(LadderState state, RunnerTimeouts timeouts) => state switch
    {
        LadderState.Asked => timeouts.Cancel,
        LadderState.Signalled => timeouts.Interrupt,
        LadderState.Killed => timeouts.Kill,
        _ => null,
    };

    private static (LadderState, LadderAction) FirstRung(LadderRungs rungs) => rungs switch
    {
        { Ask: true } => (LadderState.Asked, LadderAction.Ask),
        { Signal: true } => (LadderState.Signalled, LadderAction.Signal),
        _ => (LadderState.Killed, LadderAction.Kill),
    };
}
