using System.Buffers;

namespace Polyglot.Store;

/// <summary>
/// Objects as files. A file is written in the temporary space and renamed into place, so an object appears whole; two writers of
/// the same object replace each other's equal files. There is no fsync per object: after a power loss a torn object is found by its hash
/// at its first use, and <see cref="Repository.Flush"/> brings a group of writes to the disk. Thread-safe.
/// </summary>
internal sealed class FileObjectStore : IObjectStore
{
    private const int ChunkSize = 128 * 1024;

    private readonly FileSystem _files;
    private readonly TempSpace _temp;
    private readonly ObjectLayout _layout;
    private readonly Uses _uses;
    private readonly VerifiedObjects _verified = new();

    /// <summary>The objects under <paramref name="root"/>; <paramref name="temp"/> is on the same file system.</summary>
    public FileObjectStore(string root, TempSpace temp, FileSystem files, Uses uses) =>
        (_layout, _temp, _files, _uses) = (new ObjectLayout(root), temp, files, uses);

    /// <inheritdoc/>
    public bool Contains(ObjectId id) => _files.Stat(_layout.PathOf(id)) is { IsRegular: true };

    /// <inheritdoc/>
    public ObjectId Put(ReadOnlySpan<byte> bytes)
    {
        var id = Hashing.Object(bytes);
        var path = _layout.PathOf(id);
        if (IsIntact(id, path, bytes.Length) && _uses.Hold(this, id)) return id;
        var temp = _temp.NextPath();
        using (var file = Create(temp)) file.Write(bytes);
        Publish(temp, path, id, expected: null);
        return id;
    }

    /// <inheritdoc/>
    public ObjectId Adopt(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var before = StatOrThrow(path);
        if (!IsOurs(before)) return ImportFile(path);
        ObjectId id;
        using (var file = OpenOrThrow(path))
        {
            id = HashToEnd(file, before.Stamp.Size);
            file.MakeReadOnly();
        }
        Publish(path, _layout.PathOf(id), id, before.Stamp);
        return id;
    }

    /// <inheritdoc/>
    public void Adopt(string path, ObjectId id)
    {
        ArgumentNullException.ThrowIfNull(path);
        var before = StatOrThrow(path);
        if (!IsOurs(before))
        {
            ImportFile(path);
            return;
        }
        using (var file = OpenOrThrow(path)) file.MakeReadOnly();
        Publish(path, _layout.PathOf(id), id, before.Stamp);
    }

    /// <inheritdoc/>
    public ObjectId Import(Stream content) => Import([], content, length: null);

    /// <inheritdoc/>
    public ObjectId Import(ReadOnlySpan<byte> prefix, Stream content, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return Import(prefix, content, (long?)length);
    }

    /// <inheritdoc/>
    public ObjectRead Read(ObjectId id)
    {
        var path = _layout.PathOf(id);
        using var file = _files.OpenRead(path);
        if (file is null) return new ObjectRead.Missing(id, path);
        var status = file.Status();
        if (!status.IsRegular) return new ObjectRead.Damaged(id, path);
        if (status.Stamp.Size > Array.MaxLength) throw new IOException(StoreMessages.ObjectTooLarge(id, status.Stamp.Size));
        var bytes = GC.AllocateUninitializedArray<byte>((int)status.Stamp.Size);
        if (file.Fill(bytes) != bytes.Length) return new ObjectRead.Damaged(id, path);
        if (!_verified.Contains(id, status.Stamp))
        {
            if (Hashing.Object(bytes) != id) return new ObjectRead.Damaged(id, path);
            _verified.Add(id, status.Stamp);
        }
        return new ObjectRead.Found(id, bytes);
    }

    /// <inheritdoc/>
    public ObjectLocation Locate(ObjectId id)
    {
        var path = _layout.PathOf(id);
        if (_files.Stat(path) is not { } status) return new ObjectLocation.Missing(id, path);
        if (status.IsRegular && _verified.Contains(id, status.Stamp)) return new ObjectLocation.Found(id, path, status.Stamp.Size);
        return Verify(id, path);
    }

    /// <inheritdoc/>
    public PrefixMatch Resolve(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return ObjectPrefix.Match(prefix, folder => ListFolder(folder), List);
    }

    /// <inheritdoc/>
    public IEnumerable<ObjectId> List()
    {
        if (!Directory.Exists(_layout.Root)) yield break;
        foreach (var folder in Directory.EnumerateDirectories(_layout.Root))
            foreach (var id in ListFolder(Path.GetFileName(folder)))
                yield return id;
    }

    /// <summary>Checks an object by its content, whatever is remembered of it.</summary>
    internal ObjectLocation Verify(ObjectId id, string path)
    {
        using var file = _files.OpenRead(path);
        if (file is null) return new ObjectLocation.Missing(id, path);
        var status = file.Status();
        if (!status.IsRegular || HashToEnd(file, status.Stamp.Size) != id)
        {
            _verified.Remove(id);
            return new ObjectLocation.Damaged(id, path);
        }
        _verified.Add(id, status.Stamp);
        return new ObjectLocation.Found(id, path, status.Stamp.Size);
    }

    /// <summary>Where an object lies.</summary>
    internal string PathOf(ObjectId id) => _layout.PathOf(id);

    /// <summary>Removes an object, for collectors; false where it is not there.</summary>
    internal bool Remove(ObjectId id)
    {
        _verified.Remove(id);
        return _files.Delete(_layout.PathOf(id));
    }

    private IEnumerable<ObjectId> ListFolder(string name)
    {
        var folder = Path.Combine(_layout.Root, name);
        if (!Directory.Exists(folder)) yield break;
        foreach (var file in Directory.EnumerateFiles(folder))
            if (ObjectLayout.IdOf(name, Path.GetFileName(file.AsSpan())) is { } id) yield return id;
    }

    // What is there but damaged is written again: putting an object heals it.
    private bool IsIntact(ObjectId id, string path, long size)
    {
        if (_files.Stat(path) is not { IsRegular: true } there || there.Stamp.Size != size) return false;
        return _verified.Contains(id, there.Stamp) || Verify(id, path) is ObjectLocation.Found;
    }

    private ObjectId Import(ReadOnlySpan<byte> prefix, Stream content, long? length)
    {
        ArgumentNullException.ThrowIfNull(content);
        var temp = _temp.NextPath();
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            using var hasher = new ObjectHasher();
            using (var file = Create(temp))
            {
                hasher.Append(prefix);
                if (prefix.Length > 0) file.Write(prefix);
                for (int read; (read = content.Read(buffer, 0, buffer.Length)) > 0;)
                {
                    hasher.Append(buffer.AsSpan(0, read));
                    file.Write(buffer.AsSpan(0, read));
                    if (hasher.Length - prefix.Length > length) break;
                }
            }
            var actual = hasher.Length - prefix.Length;
            if (length is { } expected && actual != expected)
                throw new StoreException(StoreError.ContentChanged, StoreMessages.ImportLength(expected, actual));
            var id = hasher.Finish();
            Publish(temp, _layout.PathOf(id), id, expected: null);
            return id;
        }
        catch
        {
            _files.Delete(temp);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ObjectId ImportFile(string path)
    {
        ObjectId id;
        using (var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)) id = Import(content);
        _files.Delete(path);
        return id;
    }

    private void Publish(string from, string path, ObjectId id, FileStamp? expected)
    {
        // Replacing a file makes some systems write the new one to the disk at once; one that is known to be good stays.
        if (_files.Stat(path) is { IsRegular: true } before && _verified.Contains(id, before.Stamp) && _uses.Hold(this, id))
        {
            _files.Delete(from);
            return;
        }
        // Told before it appears, so that no collector takes it before a run's record names it; and between the turns of collectors, since one that
        // has read what is told may mean to remove an object of this id which another one has removed already.
        using (_uses.KeepAway()) _uses.Tell(id);
        _files.RenameMakingFolder(from, path);
        if (_files.Stat(path) is not { } there) return;
        // A writer that went on after the hash was taken changed size or time: then the first use looks at the content.
        if (expected is { } e && (e.Size != there.Stamp.Size || e.ModifiedNs != there.Stamp.ModifiedNs)) return;
        _verified.Add(id, there.Stamp);
    }

    private OpenFile Create(string temp) =>
        _files.TryCreate(temp, readOnly: true, out _) ?? throw new StoreException(StoreError.FileGone, StoreMessages.FileGone(_temp.Folder));

    private FileStatus StatOrThrow(string path) => _files.Stat(path) ?? throw new FileNotFoundException(StoreMessages.FileGone(path), path);

    private OpenFile OpenOrThrow(string path) => _files.OpenRead(path) ?? throw new FileNotFoundException(StoreMessages.FileGone(path), path);

    private static bool IsOurs(in FileStatus status) => status is { IsRegular: true, Links: 1 };

    private static ObjectId HashToEnd(OpenFile file, long size)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(size < ChunkSize ? (int)size + 1 : ChunkSize);
        try
        {
            var filled = file.Fill(buffer);
            if (filled < buffer.Length) return Hashing.Object(buffer.AsSpan(0, filled));
            using var hasher = new ObjectHasher();
            for (; filled > 0; filled = file.Read(buffer)) hasher.Append(buffer.AsSpan(0, filled));
            return hasher.Finish();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
