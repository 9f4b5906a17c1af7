namespace Polyglot.Dataflow.Watching;

/// <summary>How a project is watched. Immutable.</summary>
public sealed record WatchOptions
{
    /// <summary>Changes belong together when nothing happens for so long after each: 5 ms.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Changes are taken as they are when they have gone on for so long: 250 ms. A file that is being written is waited for all the same.</summary>
    public TimeSpan LongestBurst { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A file that stays open after it was written to counts as whole when nothing more is written for so long: 2 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A change ends the run that is going on. Otherwise it belongs to the next one.</summary>
    public bool AbortOnChange { get; init; }
}
