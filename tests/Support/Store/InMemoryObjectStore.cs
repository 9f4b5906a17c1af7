using System.Collections.Concurrent;
using Polyglot.Store;

namespace Polyglot.Testing.Store;

/// <summary>An object store without a disk; files are made only for those who ask for a path. Thread-safe. Dispose removes such files.</summary>
public sealed class InMemoryObjectStore : IObjectStore, IDisposable
{
    private readonly ConcurrentDictionary<ObjectId, byte[]> _objects = new();
    private readonly Lazy<TempDirectory> _files = new();
    private int _puts;

    /// <summary>How often something was brought in, whether or not it was there: lets a test see that nothing was.</summary>
    public int Puts => _puts;

    /// <inheritdoc/>
    public bool Contains(ObjectId id) => _objects.ContainsKey(id);

    /// <inheritdoc/>
    public ObjectId Put(ReadOnlySpan<byte> bytes)
    {
        Interlocked.Increment(ref _puts);
        var id = Hashing.Object(bytes);
        _objects[id] = bytes.ToArray();
        return id;
    }

    /// <inheritdoc/>
    public ObjectId Adopt(string path)
    {
        var id = Put(File.ReadAllBytes(path));
        File.Delete(path);
        return id;
    }

    /// <inheritdoc/>
    public void Adopt(string path, ObjectId id) => Adopt(path);

    /// <inheritdoc/>
    public ObjectId Import(Stream content)
    {
        using var memory = new MemoryStream();
        content.CopyTo(memory);
        return Put(memory.ToArray());
    }

    /// <inheritdoc/>
    public ObjectId Import(ReadOnlySpan<byte> prefix, Stream content, long length)
    {
        using var memory = new MemoryStream();
        memory.Write(prefix);
        content.CopyTo(memory);
        if (memory.Length - prefix.Length != length) throw new StoreException(StoreError.ContentChanged, $"expected {length} bytes, got {memory.Length - prefix.Length}");
        return Put(memory.ToArray());
    }

    /// <inheritdoc/>
    public ObjectRead Read(ObjectId id)
    {
        if (!_objects.TryGetValue(id, out var bytes)) return new ObjectRead.Missing(id, PathOf(id));
        return Hashing.Object(bytes) == id ? new ObjectRead.Found(id, bytes) : new ObjectRead.Damaged(id, PathOf(id));
    }

    /// <inheritdoc/>
    public ObjectLocation Locate(ObjectId id)
    {
        var path = PathOf(id);
        switch (Read(id))
        {
            case ObjectRead.Found found:
                var bytes = found.Bytes.ToArray();
                if (!File.Exists(path)) File.WriteAllBytes(path, bytes);
                return new ObjectLocation.Found(id, path, bytes.Length);
            case ObjectRead.Damaged:
                return new ObjectLocation.Damaged(id, path);
            default:
                return new ObjectLocation.Missing(id, path);
        }
    }

    /// <inheritdoc/>
    public PrefixMatch Resolve(string prefix)
    {
        if (prefix.Length is 0 or > 64 || !prefix.All(char.IsAsciiHexDigitLower)) return new PrefixMatch.Malformed();
        var found = _objects.Keys.Where(id => id.ToString().StartsWith(prefix, StringComparison.Ordinal)).Order().Take(PrefixMatch.Ambiguous.Limit).ToList();
        return found.Count switch
        {
            0 => new PrefixMatch.None(),
            1 => new PrefixMatch.Unique(found[0]),
            _ => new PrefixMatch.Ambiguous(found),
        };
    }

    /// <inheritdoc/>
    public IEnumerable<ObjectId> List() => _objects.Keys;

    /// <summary>Removes an object, as if its file had been deleted.</summary>
    public void Lose(ObjectId id)
    {
        _objects.TryRemove(id, out _);
        File.Delete(PathOf(id));
    }

    /// <summary>Changes an object's bytes, as a bad disk would.</summary>
    public void Corrupt(ObjectId id, byte[] content) => _objects[id] = content;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_files.IsValueCreated) _files.Value.Dispose();
    }

    private string PathOf(ObjectId id) => Path.Combine(_files.Value.Path, id + ".beast2");
}
