namespace Polyglot.Dataflow.Watching;

/// <summary>Changes that belong together.</summary>
/// <param name="Paths">Absolute paths, in order; empty where nobody knows what changed.</param>
/// <param name="FirstAt">The clock's timestamp when the first was heard of.</param>
public sealed record ChangeSet(IReadOnlyList<string> Paths, long FirstAt);

/// <summary>
/// Changes that were heard of and are not acted on yet. They are due when nothing has happened for a moment and no file is in the middle of being
/// written. Not thread-safe.
/// </summary>
internal sealed class PendingChanges(WatchOptions options, TimeProvider time)
{
    private readonly SortedSet<string> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _writing = new(StringComparer.Ordinal);
    private bool _any;
    private long _first;
    private long _last;

    /// <summary>Whether there is nothing.</summary>
    public bool IsEmpty => !_any;

    /// <summary>The first of the files that are being written; null for none.</summary>
    public string? BeingWritten => _writing.Count == 0 ? null : _writing.Keys.Min(StringComparer.Ordinal);

    /// <summary>How long ago the first was heard of; zero where there is nothing.</summary>
    public TimeSpan Age => _any ? time.GetElapsedTime(_first) : TimeSpan.Zero;

    /// <summary>Takes note of an event.</summary>
    public void Add(FileEvent happened)
    {
        _last = time.GetTimestamp();
        if (!_any) _first = _last;
        _any = true;
        if (happened.Kind == FileEventKind.Lost)
        {
            // Ends of writing may be among what was lost.
            _writing.Clear();
            return;
        }
        var path = Path.TrimEndingDirectorySeparator(Path.Combine(happened.Folder, happened.Name));
        _paths.Add(path);
        if (happened.Kind == FileEventKind.Writing) _writing[path] = _last;
        else if (happened.Kind == FileEventKind.Changed) _writing.Remove(path);
        else if (happened.Kind == FileEventKind.FolderGone)
            foreach (var below in _writing.Keys.Where(w => Path.GetDirectoryName(w) == path).ToList()) _writing.Remove(below);
    }

    /// <summary>How long to wait unless something more happens: zero when they are due, null when there is nothing to wait for.</summary>
    public TimeSpan? Wait()
    {
        if (!_any) return null;
        var now = time.GetTimestamp();
        var wait = Earlier(Left(_last, options.Quiet, now), Left(_first, options.LongestBurst, now));
        foreach (var at in _writing.Values) wait = Later(wait, Left(at, options.Patience, now));
        return wait;
    }

    /// <summary>Hands the changes over; afterwards there is nothing.</summary>
    public ChangeSet Take()
    {
        var taken = new ChangeSet([.. _paths], _first);
        _paths.Clear();
        _writing.Clear();
        _any = false;
        return taken;
    }

    private TimeSpan Left(long since, TimeSpan span, long now) => Later(span - time.GetElapsedTime(since, now), TimeSpan.Zero);

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
