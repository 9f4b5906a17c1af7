using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow;

/// <summary>What an <see cref="Evaluator"/> works with.</summary>
public sealed record EvaluatorOptions
{
    /// <summary>Where results are; the evaluator does not dispose it.</summary>
    public required Repository Repository { get; init; }

    /// <summary>The folder that holds <c>runners.json</c> (<see cref="RunnerCatalog.FindInstallation"/>).</summary>
    public required string Installation { get; init; }

    /// <summary>More folders with plugins (the value of <c>POLYGLOT_PLUGINS</c>); null for none.</summary>
    public string? PluginPath { get; init; }

    /// <summary>This program's version; manifests may ask for a minimum.</summary>
    public Version HostVersion { get; init; } = new(0, 1, 0);

    /// <summary>The variables that runners may be handed; null for those of this process.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Where time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Gives numbers from 0 up to 1, on any thread, one call at a time for each run: how much of the longest wait a task waits for its next try. Null for numbers that differ from run to run.
    /// </summary>
    public Func<double>? Jitter { get; init; }

    /// <summary>Workers stay warm until the evaluator is disposed, however long nothing is to do. Otherwise each ends after the time its manifest says.</summary>
    public bool KeepsWorkers { get; init; }

    /// <summary>Called when a worker process is gone, on any thread; null for nobody.</summary>
    public Action<WorkerReport>? OnWorkerEnded { get; init; }
}
