using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Values;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Resolving;

/// <summary>What reading a file as a value gave: an object, or what is wrong.</summary>
internal readonly record struct FileReading(ObjectId? Id, string? Problem)
{
    public static implicit operator FileReading(ObjectId id) => new(id, null);

    public static FileReading Refused(string problem) => new(null, problem);
}

/// <summary>
/// Turns files of the working copy into value objects. Every file is looked at through the stat cache first; content is read once
/// per run and file. Thread-safe.
/// </summary>
internal sealed class FileImporter(StatCache cache, IObjectStore? objects)
{
    private const int Tries = 3;

    /// <summary>The object of a file's content as a Blob. It is not stored.</summary>
    public FileReading HashBlob(string path, out FileStamp stamp) => Import(path, EastType.Blob, FileFormat.Raw, null, useCache: true, out stamp);

    /// <summary>The object of the value that a file holds; stored if it is read anew and there is a store.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="type">The value's type.</param>
    /// <param name="format">How the file holds it.</param>
    public FileReading Import(string path, EastType type, FileFormat format) => Import(path, type, format, objects, useCache: true, out _);

    /// <summary>As <see cref="Import(string, EastType, FileFormat)"/>, reading the file whatever the cache knows: afterwards the object is in the store.</summary>
    public FileReading Read(string path, EastType type, FileFormat format) => Import(path, type, format, objects, useCache: false, out _);

    /// <summary>By what name the stat cache knows how a file was imported.</summary>
    public static string KindOf(EastType type, FileFormat format) => format == FileFormat.Raw ? type.ToString() : $"{format} {type}";

    private FileReading Import(string path, EastType type, FileFormat format, IObjectStore? store, bool useCache, out FileStamp stamp)
    {
        var kind = KindOf(type, format);
        stamp = default;
        try
        {
            for (var i = 0; i < Tries; i++)
            {
                if (cache.Stamp(path) is not { } before) return FileReading.Refused(ValueMessages.NoFile(path));
                stamp = before;
                if (useCache && cache.Find(path, kind, before) is { } known) return known;
                var reading = format == FileFormat.Raw ? ReadRaw(path, type, before.Size, store) : ReadValue(path, type, format, store);
                if (cache.Stamp(path) != before) continue;
                // A file too young to be remembered may yet change without its stamp showing it: no stamp is one that it has later.
                if (reading?.Id is { } id && !cache.Remember(path, kind, before, id)) stamp = default;
                if (reading is { } done) return done;
            }
            return FileReading.Refused(ValueMessages.KeepsChanging(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return FileReading.Refused(ValueMessages.Unreadable(path, e.Message));
        }
    }

    // Null when the file's length changed while it was read.
    private static FileReading? ReadRaw(string path, EastType type, long length, IObjectStore? store)
    {
        var header = BlobHeader.Of(type, length);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var checking = type.Kind == EastTypeKind.String ? new Utf8CheckingStream(file) : null;
        var content = checking ?? (Stream)file;
        ObjectId id;
        try
        {
            id = store?.Import(header, content, length) ?? Hash(header, content, length);
        }
        catch (StoreException e) when (e.Error == StoreError.ContentChanged)
        {
            return null;
        }
        checking?.Finish();
        return checking?.BadAt is { } bad ? FileReading.Refused(ValueMessages.NotUtf8(path, bad)) : id;
    }

    private static ObjectId Hash(ReadOnlySpan<byte> header, Stream content, long length)
    {
        using var hasher = new ObjectHasher();
        hasher.Append(header);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            for (int read; (read = content.Read(buffer)) > 0;) hasher.Append(buffer.AsSpan(0, read));
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
        if (hasher.Length != header.Length + length) throw new StoreException(StoreError.ContentChanged, "");
        return hasher.Finish();
    }

    // The beast2 form is written twice: to know how long it is and whether it is there already, and then into room of just that size.
    private static FileReading ReadValue(string path, EastType type, FileFormat format, IObjectStore? store)
    {
        object? value;
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0))
        {
            (value, var problem) = ValueFile.Read(path, file, type, format);
            if (value is null) return FileReading.Refused(problem!);
        }
        using var hashing = new HashingStream();
        if (Beast2.Write(hashing, type, value, Sharing.AsTree) is { } error)
            return FileReading.Refused(ValueMessages.BadContent(path, type.ToString(), error.Message));
        var length = hashing.Length;
        var id = hashing.Finish();
        if (store is null || store.Contains(id)) return id;
        if (length > Array.MaxLength) return FileReading.Refused(ValueMessages.TooLarge(path));
        using var bytes = new MemoryStream((int)length);
        Beast2.Write(bytes, type, value, Sharing.AsTree);
        return store.Put(bytes.GetBuffer().AsSpan(0, (int)length));
    }
}
