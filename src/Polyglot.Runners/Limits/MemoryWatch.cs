using System.Buffers.Text;
using System.Globalization;

namespace Polyglot.Runners;

/// <summary>That something takes more memory than it may.</summary>
/// <param name="Used">Bytes.</param>
/// <param name="Limit">Bytes.</param>
/// <param name="Grew">What its processes had before does not count.</param>
internal readonly record struct MemoryExcess(long Used, long Limit, bool Grew);

/// <summary>
/// Looks, several times a second, how much memory the processes of tasks with a limit take. One timer and one walk over all processes for all tasks; none while
/// there is no such task. What is resident is quickly read and counts shared pages in every process; only where that is too much are shared pages told apart,
/// which takes longer. Thread-safe.
/// </summary>
internal sealed class MemoryWatch : IDisposable
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private const string Statistics = "/proc/self/stat";

    private readonly Lock _gate = new();
    private readonly HashSet<WatchedMemory> _watched = [];
    private readonly Func<IReadOnlyList<ProcessFacts>> _processes;
    private readonly ITimer _timer;
    private bool _ticking;
    private bool _wasToldOff;

    /// <summary>Starts nothing yet.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="processes">Gives all processes; none where the system does not tell.</param>
    public MemoryWatch(TimeProvider time, Func<IReadOnlyList<ProcessFacts>> processes)
    {
        _processes = processes;
        _timer = time.CreateTimer(static s => ((MemoryWatch)s!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Every process of this system; none where it does not tell.</summary>
    public static IReadOnlyList<ProcessFacts> OfThisSystem() => IsSupported ? ProcessTree.All() : [];

    /// <summary>Whether this system tells how much memory processes take.</summary>
    public static bool IsSupported { get; } = File.Exists(Statistics);

    /// <summary>Watches a process with all that it starts, until the result is disposed.</summary>
    /// <param name="root">The process. It must not have been reaped while it is watched.</param>
    /// <param name="limit">Bytes that it may take.</param>
    /// <param name="onlyGrowth">What the process has now does not count.</param>
    /// <param name="exceeded">Called once, when it takes more; may be called while the result is being disposed.</param>
    /// <param name="output">Is told, once for all tasks, where the limit cannot be kept.</param>
    public WatchedMemory Watch(int root, long limit, bool onlyGrowth, Action<MemoryExcess> exceeded, TaskOutput output)
    {
        var before = onlyGrowth ? ProcessTree.FamilyOf(_processes(), root).Sum(process => process.Resident) : 0;
        var watched = new WatchedMemory(this, root, limit, onlyGrowth, before, exceeded, output);
        lock (_gate)
        {
            _watched.Add(watched);
            if (_ticking) return watched;
            _ticking = true;
            _timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }
        return watched;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    internal void Remove(WatchedMemory watched)
    {
        lock (_gate) _watched.Remove(watched);
    }

    private void Tick()
    {
        WatchedMemory[] watched;
        lock (_gate)
        {
            watched = [.. _watched];
            // As with live output, it stops by itself one interval after the last task.
            if (watched.Length == 0)
            {
                _ticking = false;
                return;
            }
        }
        var all = _processes();
        if (all.Count == 0) TellOff(watched[0]);
        else foreach (var one in watched) one.Look(all);
        lock (_gate) _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    private void TellOff(WatchedMemory watched)
    {
        if (_wasToldOff) return;
        _wasToldOff = true;
        watched.Output.Raise(new LogMessage(TaskLogLevel.Warning, RunnersMessages.MemoryNotWatched));
    }
}

/// <summary>One task's memory.</summary>
internal sealed class WatchedMemory(MemoryWatch owner, int root, long limit, bool onlyGrowth, long before, Action<MemoryExcess> exceeded, TaskOutput output) : IDisposable
{
    private bool _isExceeded;

    /// <summary>What the task says goes there.</summary>
    public TaskOutput Output => output;

    /// <summary>The most that its processes were seen to take, with what they had before; null where nobody looked yet.</summary>
    public long? Peak { get; private set; }

    /// <summary>Looks at it. One call at a time.</summary>
    public void Look(IReadOnlyList<ProcessFacts> all)
    {
        if (_isExceeded) return;
        var mine = ProcessTree.FamilyOf(all, root);
        var taken = mine.Sum(process => process.Resident);
        if (taken - before > limit) taken = mine.Sum(process => Proportional(process.Id) ?? process.Resident);
        if (Peak is null || taken > Peak) Peak = taken;
        if (taken - before <= limit) return;
        _isExceeded = true;
        exceeded(new(taken - before, limit, onlyGrowth));
    }

    /// <inheritdoc/>
    public void Dispose() => owner.Remove(this);

    /// <summary>What a process takes, of pages that others have too only its part; null where the system does not tell.</summary>
    private static long? Proportional(int id)
    {
        Span<byte> buffer = stackalloc byte[2048];
        ReadOnlySpan<byte> text = buffer[..SmallFile.Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/smaps_rollup"), buffer)];
        var at = text.IndexOf("\nPss:"u8);
        if (at < 0) return null;
        text = text[(at + 5)..].TrimStart((byte)' ');
        return Utf8Parser.TryParse(text, out long kibibytes, out _) ? kibibytes * 1024 : null;
    }
}
