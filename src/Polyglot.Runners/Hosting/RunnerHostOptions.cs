namespace Polyglot.Runners;

/// <summary>What a <see cref="RunnerHost"/> needs from outside.</summary>
public sealed record RunnerHostOptions
{
    /// <summary>An existing folder that only this host uses: log files and work directories. The host removes what it made there when disposed.</summary>
    public required string ScratchDirectory { get; init; }

    /// <summary>Told to runtimes in the handshake.</summary>
    public string HostVersion { get; init; } = "0.1.0";

    /// <summary>Where time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Most bytes of each of stdout and stderr that a result carries; 1 MiB.</summary>
    public int MaxCapturedBytes { get; init; } = 1 << 20;

    /// <summary>Most idle workers that are kept warm over all runners; the longest idle go first. 16.</summary>
    public int MaxIdleWorkers { get; init; } = 16;

    /// <summary>Idle workers stay for as long as the host does. Otherwise each ends after the idle time of its manifest.</summary>
    public bool KeepsWorkers { get; init; }

    /// <summary>Called when a worker is gone, on any thread; must not throw. Null for nobody.</summary>
    public Action<WorkerReport>? OnWorkerEnded { get; init; }

    /// <summary>Makes the launcher for a scratch directory; null for the best one of this system.</summary>
    internal Func<string, IProcessLauncher>? Launcher { get; init; }

    /// <summary>What makes sandboxes; null for the best of this system.</summary>
    internal ISandbox? Sandbox { get; init; }

    /// <summary>Gives all processes with the memory they have; null for those of this system.</summary>
    internal Func<IReadOnlyList<ProcessFacts>>? Processes { get; init; }
}

/// <summary>Why a worker is gone.</summary>
/// <param name="Worker">Which.</param>
/// <param name="IsFault">True when it ended by its own fault, false when the host ended it.</param>
/// <param name="Message">One line.</param>
public sealed record WorkerReport(WorkerInfo Worker, bool IsFault, string Message);
