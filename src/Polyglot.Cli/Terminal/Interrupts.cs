using System.Runtime.InteropServices;

namespace Polyglot.Cli.Terminal;

/// <summary>
/// Ctrl-C, SIGTERM and SIGHUP while a verb works: the first asks it to stop, the second makes it stop at once, and should even that not
/// end it, the process ends itself a little later. Thread-safe.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly TimeProvider _clock;
    private readonly Action<int> _exit;
    private ITimer? _guard;
    private int _count;

    /// <summary>Listens until disposed.</summary>
    /// <param name="clock">For the guard.</param>
    /// <param name="exit">Ends the process with an exit code.</param>
    public Interrupts(TimeProvider clock, Action<int> exit) : this(clock, exit, [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
    {
    }

    private Interrupts(TimeProvider clock, Action<int> exit, PosixSignal[] signals)
    {
        _clock = clock;
        _exit = exit;
        foreach (var signal in signals)
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
    }

    /// <summary>For signals that reach another process, which tells of them: each is a call of <see cref="Interrupt"/>.</summary>
    public static Interrupts Remote(TimeProvider clock, Action<int> exit) => new(clock, exit, []);

    /// <summary>Called at the first signal and at the second one, with that number, before anything is cancelled; on any thread.</summary>
    public Action<int>? OnInterrupt { get; set; }

    /// <summary>Asked to stop.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Must stop at once.</summary>
    public CancellationToken Kill => _kill.Token;

    /// <summary>Whether there was any signal.</summary>
    public bool WasInterrupted => Volatile.Read(ref _count) > 0;

    /// <summary>What a signal does; separate for tests.</summary>
    public void Interrupt()
    {
        var count = Interlocked.Increment(ref _count);
        if (count <= 2) OnInterrupt?.Invoke(count);
        if (count == 1) _stop.Cancel();
        if (count == 2)
        {
            _stop.Cancel();
            _guard = _clock.CreateTimer(_ => _exit(130), null, Patience, Timeout.InfiniteTimeSpan);
            _kill.Cancel();
        }
        if (count > 2) _exit(130);
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _guard?.Dispose();
        _stop.Dispose();
        _kill.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Interrupt();
    }
}
