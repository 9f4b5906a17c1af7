namespace Polyglot.East;

/// <summary>What one run may use. Programs cannot catch going beyond it. Immutable.</summary>
public sealed record EastLimits
{
    /// <summary>How deep calls may be nested, in every runtime, so that results do not depend on the host.</summary>
    public const int MaxCallDepth = 10_000;

    /// <summary>No limits but those of the machine.</summary>
    public static EastLimits None { get; } = new();

    /// <summary>
    /// The number of steps, or null for any: a call of a function and an iteration of a loop are a step. Counted in bundles: a run may go a
    /// little beyond.
    /// </summary>
    public long? Steps { get; init; }

    /// <summary>How long it may run, or null for any time.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The managed memory of the process, in bytes, beyond which the run is stopped; null for most of what the machine has.</summary>
    public long? Memory { get; init; }

    /// <summary>What measures <see cref="Time"/>, which needs one: this library looks at no clock of its own.</summary>
    public TimeProvider? Clock { get; init; }
}
