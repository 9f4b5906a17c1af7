namespace Polyglot.Store;

/// <summary>Refs as files <c>refs/namespace/name</c>. Writers of one ref take turns under <c>name.lock</c>.</summary>
internal sealed class FileRefStore : IRefStore
{
    private const string LockSuffix = ".lock";

    // How often a lock of a live process is asked for: the waits between grow to a millisecond, so some seconds in all.
    private const int DefaultPatience = 5_000;

    private readonly string _root;
    private readonly FileSystem _files;
    private readonly TempSpace _temp;
    private readonly LockFiles _locks;
    private readonly int _patience;

    // Threads of this process take turns here, so that only other processes are met at the lock file.
    private readonly Lock _writing = new();

    /// <summary>The refs under <paramref name="root"/>; a locked ref is asked for <paramref name="patience"/> times.</summary>
    public FileRefStore(string root, FileSystem files, TempSpace temp, LockFiles locks, int patience = DefaultPatience) =>
        (_root, _files, _temp, _locks, _patience) = (root, files, temp, locks, patience);

    /// <inheritdoc/>
    public RefRead Get(RefName name)
    {
        if (name == default) throw new ArgumentException(StoreMessages.RefNameWithoutNamespace(""), nameof(name));
        var path = PathOf(name);
        // A folder of other refs opens but cannot be read as a file on some systems.
        if (_files.Stat(path) is not { IsRegular: true }) return new RefRead(name, RefStatus.Missing, null);
        var id = IdFile.Read(_files, path, out var exists);
        return new RefRead(name, id is not null ? RefStatus.Found : exists ? RefStatus.Damaged : RefStatus.Missing, id);
    }

    /// <inheritdoc/>
    public IReadOnlyList<RefRead> List(string @namespace)
    {
        if (!RefName.IsSegment(@namespace)) return [];
        var folder = Path.Combine(_root, @namespace);
        if (!Directory.Exists(folder)) return [];
        var found = new List<RefRead>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(_root, path).Replace('\\', '/');
            if (RefName.TryParse(relative, out var name) && Get(name) is { Status: not RefStatus.Missing } read) found.Add(read);
        }
        found.Sort((a, b) => string.CompareOrdinal(a.Name.ToString(), b.Name.ToString()));
        return found;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Namespaces()
    {
        if (!Directory.Exists(_root)) return [];
        return [.. Directory.EnumerateDirectories(_root).Select(d => Path.GetFileName(d)).Where(RefName.IsSegment).Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public void Set(RefName name, ObjectId id)
    {
        using var turn = TakeTurn(name);
        Replace(name, id);
    }

    /// <inheritdoc/>
    public RefSwap CompareAndSwap(RefName name, ObjectId? expected, ObjectId id)
    {
        using var turn = TakeTurn(name);
        var current = Get(name);
        if (current.Status == RefStatus.Damaged || current.Id != expected) return new RefSwap(false, current);
        Replace(name, id);
        return new RefSwap(true, new RefRead(name, RefStatus.Found, id));
    }

    /// <inheritdoc/>
    public bool Delete(RefName name)
    {
        if (Get(name).Status == RefStatus.Missing) return false;
        using var turn = TakeTurn(name);
        return _files.Delete(PathOf(name));
    }

    /// <summary>The folder of all refs.</summary>
    internal string Root => _root;

    /// <summary>The lock file of a ref.</summary>
    internal string LockPathOf(RefName name) => PathOf(name) + LockSuffix;

    private string PathOf(RefName name) => Path.Combine(_root, name.ToString().Replace('/', Path.DirectorySeparatorChar));

    private void Replace(RefName name, ObjectId id)
    {
        var path = PathOf(name);
        if (_files.Stat(path) is { IsRegular: false }) throw Taken(name);
        if (IdFile.Write(_files, _temp.NextPath(), path, id) != FileOutcome.Done) throw Taken(name);
    }

    private Turn TakeTurn(RefName name)
    {
        if (name == default) throw new ArgumentException(StoreMessages.RefNameWithoutNamespace(""), nameof(name));
        _writing.Enter();
        try
        {
            return new Turn(this, TakeLock(name));
        }
        catch
        {
            _writing.Exit();
            throw;
        }
    }

    private IDisposable TakeLock(RefName name)
    {
        var path = LockPathOf(name);
        var spin = default(SpinWait);
        for (var asked = 0; ;)
        {
            switch (_locks.TryTake(path))
            {
                case null:
                    MakeFolders(name, Path.GetDirectoryName(path)!);
                    continue;
                case { Held: { } held }:
                    return held;
                case { Other: var other }:
                    if (++asked > _patience) throw new StoreException(StoreError.RefLocked, StoreMessages.RefLocked(name, path, other?.Claimant));
                    spin.SpinOnce();
                    continue;
            }
        }
    }

    private static void MakeFolders(RefName name, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (IOException)
        {
            // Part of the path is another ref's file.
            throw Taken(name);
        }
    }

    private static StoreException Taken(RefName name) => new(StoreError.RefNameTaken, StoreMessages.RefNameTaken(name));

    private readonly struct Turn(FileRefStore store, IDisposable held) : IDisposable
    {
        public void Dispose()
        {
            held.Dispose();
            store._writing.Exit();
        }
    }
}
