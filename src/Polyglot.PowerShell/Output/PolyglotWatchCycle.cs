namespace Polyglot.PowerShell;

/// <summary>One time around of a watch: a change, and what came of it. Immutable.</summary>
public sealed record PolyglotWatchCycle
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>What changed, as absolute paths; empty the first time.</summary>
    public required string[] Changed { get; init; }

    /// <summary>The run; null where the project could not be run.</summary>
    public PolyglotRun? Run { get; init; }

    /// <summary>A change ended the run before it was done.</summary>
    public required bool Aborted { get; init; }

    /// <summary>From the first change that was heard of to the last record.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The project's folder.</summary>
    public required string Project { get; init; }
}
