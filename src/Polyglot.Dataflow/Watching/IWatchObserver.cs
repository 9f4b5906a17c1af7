namespace Polyglot.Dataflow.Watching;

/// <summary>Is told how a watched project fares. One call at a time; must not throw.</summary>
public interface IWatchObserver
{
    /// <summary>A cycle begins.</summary>
    /// <param name="number">From 1; the first one is for no change.</param>
    /// <param name="changed">What changed, as far as it is known yet: absolute paths.</param>
    /// <returns>Who hears of the run.</returns>
    IRunObserver CycleStarted(int number, IReadOnlyList<string> changed);

    /// <summary>A cycle has ended, and the next one waits for a change.</summary>
    void CycleEnded(WatchCycle cycle);

    /// <summary>A file changed and its writer does not let go of it: nothing happens before it is whole. Told once a wait.</summary>
    void WaitingForWriter(string path);
}

/// <summary>One time around: a change, and what came of it. Immutable.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Changed">What changed: absolute paths, in order; empty the first time, and where nobody knows.</param>
/// <param name="Result">What the run gave.</param>
/// <param name="WasAborted">A change ended the run before it was done.</param>
/// <param name="Watched">How many files and folders are watched by name.</param>
/// <param name="Timings">Where the time went.</param>
public sealed record WatchCycle(int Number, IReadOnlyList<string> Changed, RunResult Result, bool WasAborted, int Watched, WatchTimings Timings);

/// <summary>When things happened in a cycle, each from the first change that was heard of; the first cycle counts from its begin. Null for what did not happen.</summary>
/// <param name="Began">The files had come to rest, and reading began.</param>
/// <param name="Planned">The plan was there.</param>
/// <param name="FirstStarted">The first task was handed to its runner.</param>
/// <param name="LastEnded">The last task was decided.</param>
/// <param name="Ended">Outputs were published and everything was recorded.</param>
public sealed record WatchTimings(TimeSpan Began, TimeSpan? Planned, TimeSpan? FirstStarted, TimeSpan? LastEnded, TimeSpan Ended);
