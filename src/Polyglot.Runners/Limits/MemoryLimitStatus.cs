using System.Globalization;

namespace Polyglot.Runners;

/// <summary>Whether the memory limits of tasks are kept on this machine, and how.</summary>
/// <param name="Works">Whether what takes more than it may is stopped.</param>
/// <param name="How">For people: how that is done, or why it is not.</param>
public sealed record MemoryLimitStatus(bool Works, string How)
{
    /// <summary>That of this machine.</summary>
    public static MemoryLimitStatus OfThisMachine() => MemoryWatch.IsSupported
        ? new(true, string.Create(CultureInfo.InvariantCulture, $"kept: the host looks at the processes of tasks {TimeSpan.FromSeconds(1) / MemoryWatch.Interval:0} times a second and kills what takes more than its `memory`"))
        : new(false, RunnersMessages.MemoryNotWatched);
}
