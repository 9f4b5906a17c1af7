using System.Globalization;

namespace Polyglot.Store;

/// <summary>
/// What this process relies on, told to collectors in other processes: ids appended to the file <c>tmp/…/uses.n</c>, 32 bytes each.
/// <para>
/// The rule that makes it safe: everything is told while collectors are kept away by a shared lock. A new object is told before it appears; one (or an
/// execution) that is there already is looked at under the same lock. A collector removes things only under the exclusive lock, after it has read what everybody alive
/// has told. So what was told and found to be there stays until <see cref="Begin"/>'s scope ends, and by then a run's record names it.
/// </para>
/// Thread-safe.
/// </summary>
public sealed class Uses : IDisposable
{
    internal const string FilePrefix = "uses.";

    private readonly Lock _gate = new();
    private readonly HashSet<Digest> _told = [];
    private readonly FileSystem _files;
    private readonly string _folder;
    private readonly string _guard;
    private OpenFile? _file;
    private string? _path;
    private readonly Lock _awayGate = new();
    private IDisposable? _away;
    private int _awayCount;
    private int _scopes;
    private int _generation;

    internal Uses(FileSystem files, string folder, string guard) => (_files, _folder, _guard) = (files, folder, guard);

    /// <summary>
    /// Begins a piece of work, such as a run. When the last one that was begun has ended, everything told is taken back: what must stay has
    /// to be named by a ref or a run by then.
    /// </summary>
    public IDisposable Begin()
    {
        lock (_gate) _scopes++;
        return new Ending(End);
    }

    /// <summary>Keeps collectors of all processes from removing anything until disposed; keep it short. May be nested.</summary>
    public IDisposable KeepAway()
    {
        lock (_awayGate)
        {
            if (_awayCount == 0) _away = _files.LockShared(_guard);
            _awayCount++;
        }
        return new Ending(ComeBack);
    }

    /// <summary>
    /// Whether an object is there; if so it stays. Costs a stat, and for what was not told yet a lock and a write of 32 bytes.
    /// </summary>
    public bool Hold(IObjectStore objects, ObjectId id)
    {
        ArgumentNullException.ThrowIfNull(objects);
        if (Knows(id.Digest)) return objects.Contains(id);
        using var away = KeepAway();
        if (!objects.Contains(id)) return false;
        Tell(id);
        return true;
    }

    /// <summary>Where an object is; if it is there, it stays, as with <see cref="Hold"/>.</summary>
    public ObjectLocation Locate(IObjectStore objects, ObjectId id)
    {
        ArgumentNullException.ThrowIfNull(objects);
        if (!Knows(id.Digest)) Hold(objects, id);
        return objects.Locate(id);
    }

    /// <summary>Tells of objects. They are safe only if collectors are kept away meanwhile.</summary>
    public void Tell(params ReadOnlySpan<ObjectId> ids)
    {
        lock (_gate)
        {
            var bytes = new byte[ids.Length * Digest.Size];
            var length = 0;
            foreach (var id in ids) Add_NeedsLock(id.Digest, bytes, ref length);
            Write_NeedsLock(bytes.AsSpan(0, length));
        }
    }

    /// <summary>Tells of executions. They are safe only if collectors are kept away meanwhile.</summary>
    public void Tell(ReadOnlySpan<ExecutionId> ids)
    {
        lock (_gate)
        {
            var bytes = new byte[ids.Length * Digest.Size];
            var length = 0;
            foreach (var id in ids) Add_NeedsLock(id.Digest, bytes, ref length);
            Write_NeedsLock(bytes.AsSpan(0, length));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) Forget_NeedsLock();
    }

    /// <summary>Whether this process has told of an id.</summary>
    internal bool Knows(Digest id)
    {
        lock (_gate) return _told.Contains(id);
    }

    private void Add_NeedsLock(Digest id, byte[] bytes, ref int length)
    {
        if (!_told.Add(id)) return;
        id.CopyTo(bytes.AsSpan(length));
        length += Digest.Size;
    }

    private void Write_NeedsLock(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        if (_file is null)
        {
            _path = Path.Join(_folder, string.Create(CultureInfo.InvariantCulture, $"{FilePrefix}{++_generation}"));
            _file = _files.TryCreate(_path, readOnly: false, out _) ?? throw new StoreException(StoreError.FileGone, StoreMessages.FileGone(_path));
        }
        _file.Write(bytes);
    }

    private void End()
    {
        lock (_gate)
        {
            if (--_scopes == 0) Forget_NeedsLock();
        }
    }

    private void Forget_NeedsLock()
    {
        _told.Clear();
        _file?.Dispose();
        _file = null;
        if (_path is not null) _files.Delete(_path);
        _path = null;
    }

    private void ComeBack()
    {
        lock (_awayGate)
        {
            if (--_awayCount > 0) return;
            _away?.Dispose();
            _away = null;
        }
    }

    private sealed class Ending(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
