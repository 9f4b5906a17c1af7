using Microsoft.Win32.SafeHandles;

namespace Polyglot.Runners;

/// <summary>A child of the <see cref="PosixLauncher"/>: it leads a session and a group of its own.</summary>
internal sealed class PosixChild : ChildProcess
{
    private const int GraceMilliseconds = 50;

    private static long _hostPeak;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<ProcessExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _depth;
    private readonly string _marker;
    private readonly SafeFileHandle? _lifeline;
    private readonly Action<PosixChild> _ended;
    private bool _reaped;

    /// <summary>For a process that was just started.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="depth">Of the process that signals are for, below this one (<see cref="ProcessStart.Depth"/>).</param>
    /// <param name="marker">The variable in its environment by which descendants are known.</param>
    /// <param name="lifeline">Reads as ended when the last of its descendants is gone; null where nobody asks for that. Owned from now on.</param>
    /// <param name="ended">Called when it has ended and still has its id.</param>
    public PosixChild(int id, int depth, string marker, SafeFileHandle? lifeline, Action<PosixChild> ended)
    {
        _lifeline = lifeline;
        Id = id;
        _depth = depth;
        _marker = marker;
        _ended = ended;
    }

    /// <inheritdoc/>
    public override int Id { get; }

    /// <inheritdoc/>
    public override Task<ProcessExit> Exited => _exited.Task;

    /// <inheritdoc/>
    public override void Signal(StopSignal signal)
    {
        lock (_gate)
            if (!_reaped && ProcessTree.Below(Id, _depth) is { } target) ProcessTree.Signal(target, signal == StopSignal.Interrupt ? Libc.SigInt : Libc.SigTerm);
    }

    /// <inheritdoc/>
    public override void KillTree()
    {
        lock (_gate)
            if (!_reaped)
            {
                // Descendants are looked for before their parents die: a parent is what they are known by.
                var descendants = ProcessTree.Descendants(Id, _marker);
                _ = Libc.Kill(-Id, Libc.SigKill);
                ProcessTree.Kill(descendants);
            }
        ProcessTree.KillAll(() => ProcessTree.Marked(_marker));
    }

    /// <inheritdoc/>
    public override bool IsStopped()
    {
        lock (_gate) return !_reaped && ProcessTree.Below(Id, _depth) is { State: 'T' };
    }

    /// <summary>Called by the reaper. Until it is reaped its id cannot be given to another process.</summary>
    public void Ended()
    {
        _ = Libc.Kill(-Id, Libc.SigKill);
        _ended(this);
        int result, status;
        Libc.ResourceUsage usage;
        lock (_gate)
        {
            do result = Libc.Wait(Id, out status, 0, out usage);
            while (result < 0 && Errno.IsInterrupted);
            _reaped = true;
        }
        var exit = result == Id ? Decode(status, usage) : default;
        if (_lifeline is null) _exited.SetResult(exit);
        else if (HasEnded(_lifeline, milliseconds: 0)) End(exit with { IsAll = true });
        else ThreadPool.UnsafeQueueUserWorkItem(static call => call.Child.EndRest(call.Exit), (Child: this, Exit: exit), preferLocal: false);
    }

    /// <summary>Something of it still runs, or its group is still dying.</summary>
    private void EndRest(ProcessExit exit)
    {
        if (!HasEnded(_lifeline!, GraceMilliseconds)) ProcessTree.KillAll(() => ProcessTree.Marked(_marker));
        End(exit with { IsAll = HasEnded(_lifeline!, GraceMilliseconds) });
    }

    private void End(ProcessExit exit)
    {
        _lifeline!.Dispose();
        _exited.SetResult(exit);
    }

    private static unsafe bool HasEnded(SafeFileHandle lifeline, int milliseconds)
    {
        var wait = new Libc.PollFd { Descriptor = (int)lifeline.DangerousGetHandle() };
        return Libc.Poll(&wait, 1, milliseconds) > 0;
    }

    private static ProcessExit Decode(int status, Libc.ResourceUsage usage)
    {
        var signal = status & 0x7f;
        var cpu = usage.UserTime.ToTimeSpan() + usage.SystemTime.ToTimeSpan();
        return new ProcessExit(signal == 0 ? (status >> 8) & 0xff : null, signal == 0 ? null : signal, cpu, OwnPeak(usage.PeakKibibytes * 1024));
    }

    /// <summary>
    /// Starting a program counts the starter's memory as the new process's peak, so a peak that is not above this process's own says nothing.
    /// </summary>
    private static long? OwnPeak(long peak)
    {
        // Reading one's own peak costs as much as starting a program; it only grows, so an old one answers most of the time.
        if (peak <= Volatile.Read(ref _hostPeak)) return null;
        var now = ProcessTree.OwnPeakMemory();
        Volatile.Write(ref _hostPeak, now);
        return peak > now ? peak : null;
    }
}
