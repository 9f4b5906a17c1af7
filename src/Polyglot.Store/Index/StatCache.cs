namespace Polyglot.Store;

/// <summary>
/// Remembers which object a file of the working copy was imported as, so that an unchanged file is not read again. Derived data:
/// losing it loses time only. An entry counts while size, modification time, change time and inode are the same.
/// <para>
/// The racy rule: two writes within one tick of the file system's clock leave the same times, so an import of a file that was
/// touched within a tick of being looked at is not remembered; the next look, a moment later, is. A tick is 20 ms where times have a fraction and
/// 2 s where they are whole seconds.
/// </para>
/// Thread-safe. Of two processes that save, the later one's file stays.
/// </summary>
public sealed class StatCache
{
    /// <summary>Past this many entries only those used since the cache was loaded are saved.</summary>
    public const int MaxEntries = 200_000;

    private const long Second = 1_000_000_000;
    private const long FineTick = 20_000_000;
    private const long CoarseTick = 2 * Second;

    private readonly Lock _gate = new();
    private readonly Dictionary<Key, Entry> _entries;
    private readonly string _path;
    private readonly string _project;
    private readonly FileSystem _files;
    private readonly TempSpace _temp;
    private readonly TimeProvider _clock;
    private bool _changed;

    private StatCache(string path, string project, FileSystem files, TempSpace temp, TimeProvider clock, Dictionary<Key, Entry> entries)
    {
        _path = path;
        _project = Path.TrimEndingDirectorySeparator(Path.GetFullPath(project)) + Path.DirectorySeparatorChar;
        (_files, _temp, _clock, _entries) = (files, temp, clock, entries);
    }

    /// <summary>How many files are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _entries.Count;
        }
    }

    /// <summary>What a stat says of a file now; null where there is no such file (a folder is none). Symbolic links are followed.</summary>
    public FileStamp? Stamp(string path) => Stamp(_files, path);

    /// <summary>As <see cref="Stamp(string)"/>, without a cache.</summary>
    internal static FileStamp? Stamp(FileSystem files, string path)
    {
        var full = Path.GetFullPath(path);
        if (files.Stat(full) is not { } status) return null;
        if (status.IsRegular) return status.Stamp;
        return File.ResolveLinkTarget(full, returnFinalTarget: true) is { } target && files.Stat(target.FullName) is { IsRegular: true } real ? real.Stamp : null;
    }

    /// <summary>
    /// The object that a file with this stamp was imported as; null where that is not known. <paramref name="kind"/> says how it was imported
    /// (as a Blob, as a table of some type): the same file has one object per kind.
    /// </summary>
    public ObjectId? Find(string path, string kind, FileStamp stamp)
    {
        var key = new Key(Normalise(path), kind);
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry) || entry.Stamp != stamp) return null;
            if (!entry.Used) _entries[key] = entry with { Used = true };
            return entry.Id;
        }
    }

    /// <summary>The stamp with which a file is known to be an object; null where that is not known. The file itself is not looked at.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">As for <see cref="Find"/>.</param>
    /// <param name="id">The object.</param>
    public FileStamp? StampOf(string path, string kind, ObjectId id)
    {
        var key = new Key(Normalise(path), kind);
        lock (_gate) return _entries.TryGetValue(key, out var entry) && entry.Id == id ? entry.Stamp : null;
    }

    /// <summary>
    /// Remembers what a file was imported as. Nothing is remembered, and false returned, when the file changed during the import or is too young to tell.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">As for <see cref="Find"/>.</param>
    /// <param name="before">Its stamp from before it was read.</param>
    /// <param name="id">What it was imported as.</param>
    public bool Remember(string path, string kind, FileStamp before, ObjectId id)
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (Stamp(path) != before || IsRacy(before, NowNs())) return false;
        var key = new Key(Normalise(path), kind);
        lock (_gate)
        {
            _entries[key] = new Entry(before, id, Used: true);
            _changed = true;
        }
        return true;
    }

    /// <summary>Writes the cache in one step; false if there was nothing new.</summary>
    public bool Save()
    {
        byte[] bytes;
        lock (_gate)
        {
            if (!_changed) return false;
            var kept = _entries.Count <= MaxEntries ? _entries : _entries.Where(e => e.Value.Used);
            bytes = StatCacheFile.Encode(kept);
            _changed = false;
        }
        var temp = _temp.NextPath();
        if (_files.Create(temp, bytes, readOnly: false) != FileOutcome.Done) throw new StoreException(StoreError.FileGone, StoreMessages.FileGone(temp));
        _files.RenameMakingFolder(temp, _path);
        return true;
    }

    /// <summary>The cache in a file; an empty one where there is none or it is damaged. Paths below <paramref name="project"/> are kept relative to it.</summary>
    internal static StatCache Load(string path, string project, FileSystem files, TempSpace temp, TimeProvider clock)
    {
        Dictionary<Key, Entry>? entries = null;
        try
        {
            if (files.ReadAll(path) is { } bytes) entries = StatCacheFile.Decode(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache that cannot be read is an empty one.
        }
        return new StatCache(path, project, files, temp, clock, entries ?? []);
    }

    /// <summary>Whether a file might have been changed after a moment without its times showing it.</summary>
    public static bool IsRacy(FileStamp stamp, DateTimeOffset moment) => IsRacy(stamp, NsOf(moment));

    /// <summary>Whether a file might be changed after <paramref name="nowNs"/> without its times showing it.</summary>
    internal static bool IsRacy(FileStamp stamp, long nowNs)
    {
        var touched = Math.Max(stamp.ModifiedNs, stamp.ChangedNs);
        var tick = stamp.ModifiedNs % Second == 0 && stamp.ChangedNs % Second == 0 ? CoarseTick : FineTick;
        return touched >= nowNs - tick;
    }

    private long NowNs() => NsOf(_clock.GetUtcNow());

    private static long NsOf(DateTimeOffset moment) => checked((moment.UtcTicks - DateTime.UnixEpoch.Ticks) * 100);

    private string Normalise(string path)
    {
        var full = Path.GetFullPath(path);
        var relative = full.StartsWith(_project, StringComparison.Ordinal) ? full[_project.Length..] : full;
        return Path.DirectorySeparatorChar == '/' ? relative : relative.Replace('\\', '/');
    }

    /// <summary>Which file, imported how.</summary>
    internal readonly record struct Key(string Path, string Kind);

    /// <summary>What was found when it was imported.</summary>
    internal readonly record struct Entry(FileStamp Stamp, ObjectId Id, bool Used);
}
