namespace Polyglot.Runners.Conformance;

/// <summary>The runtime under test: starts a fresh process of it for every case. Thread-safe.</summary>
public sealed class ConformanceTarget : IAsyncDisposable
{
    private readonly IProcessLauncher _launcher;
    private readonly ProcessStart _start;
    private readonly TimeProvider _time;

    /// <summary>Starts nothing yet.</summary>
    /// <param name="argv">Absolute executable and its arguments.</param>
    /// <param name="environment">All of the process's environment.</param>
    /// <param name="scratch">An existing folder; it becomes the process's current directory.</param>
    /// <param name="time">For time-outs; null for the system's.</param>
    public ConformanceTarget(
        IReadOnlyList<string> argv, IReadOnlyList<KeyValuePair<string, string>> environment, string scratch, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _start = new ProcessStart(argv, [.. environment, new("POLYGLOT_WORK_DIR", scratch)], scratch);
        _launcher = PosixLauncher.IsSupported ? new PosixLauncher(scratch) : new PortableLauncher(scratch);
    }

    /// <summary>Starts the runtime. Fits <see cref="StartPeer"/>.</summary>
    /// <exception cref="InvalidOperationException">It could not be started; the message names the program and the reason.</exception>
    public IConformancePeer Start(bool protocolDescriptor)
    {
        try
        {
            return new RunnerPeer(_launcher, _start, protocolDescriptor, _time);
        }
        catch (LaunchException e)
        {
            throw new InvalidOperationException(e.Message, e);
        }
    }

    /// <summary>Kills what still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        _launcher.KillAll();
        await _launcher.DisposeAsync().ConfigureAwait(false);
    }
}
