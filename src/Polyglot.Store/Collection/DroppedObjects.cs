using System.Globalization;
using System.Text;

namespace Polyglot.Store;

/// <summary>
/// Results that a collector removed to save room, although they are wanted: their records stay, and they are computed again when their
/// bytes are needed. A small file <c>dropped/ab/cdef…</c> tells each from one that was lost; it is written before the object goes. Thread-safe.
/// </summary>
public sealed class DroppedObjects
{
    private const int FolderDigits = 2;
    private const string Header = "polyglot-dropped 1 ";

    private readonly string _root;
    private readonly FileSystem _files;
    private readonly TempSpace _temp;

    internal DroppedObjects(string root, FileSystem files, TempSpace temp) => (_root, _files, _temp) = (root, files, temp);

    /// <summary>Whether the object was dropped. It may have been computed again since.</summary>
    public bool Contains(ObjectId id) => _files.Stat(PathOf(id)) is { IsRegular: true };

    /// <summary>How many bytes the object had; null where it was not dropped.</summary>
    public long? SizeOf(ObjectId id)
    {
        Span<byte> buffer = stackalloc byte[64];
        var length = _files.ReadSmall(PathOf(id), buffer);
        if (length < 0) return null;
        var text = Encoding.ASCII.GetString(buffer[..length]).TrimEnd('\n');
        return text.StartsWith(Header, StringComparison.Ordinal) && long.TryParse(text.AsSpan(Header.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0;
    }

    /// <summary>Every object that was dropped, in no particular order, read lazily.</summary>
    public IEnumerable<ObjectId> List()
    {
        if (!Directory.Exists(_root)) yield break;
        foreach (var folder in Directory.EnumerateDirectories(_root))
            foreach (var file in Directory.EnumerateFiles(folder))
                if (ObjectId.TryParse(string.Concat(Path.GetFileName(folder.AsSpan()), Path.GetFileName(file.AsSpan())), out var id)) yield return id;
    }

    /// <summary>Says that an object is dropped, with its size in bytes.</summary>
    internal void Add(ObjectId id, long size)
    {
        var temp = _temp.NextPath();
        var text = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Header}{size}\n"));
        if (_files.Create(temp, text, readOnly: false) != FileOutcome.Done) throw new StoreException(StoreError.FileGone, StoreMessages.FileGone(temp));
        _files.RenameMakingFolder(temp, PathOf(id));
    }

    /// <summary>The object is there again, or nothing names it any more.</summary>
    internal void Remove(ObjectId id) => _files.Delete(PathOf(id));

    private string PathOf(ObjectId id)
    {
        var hex = id.ToString();
        return Path.Join(_root, hex[..FolderDigits], hex[FolderDigits..]);
    }
}
