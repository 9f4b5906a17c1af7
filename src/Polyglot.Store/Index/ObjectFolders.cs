namespace Polyglot.Store;

/// <summary>
/// Asks whether very many objects are still there, by the times of the folders that they are in: in a folder whose times have not changed nothing came or went. A folder that
/// was touched within a tick of being looked at may yet change without its times showing it, and counts as one that has changed. Thread-safe.
/// </summary>
public sealed class ObjectFolders
{
    /// <summary>How many folders there are.</summary>
    public const int Count = 256;

    private readonly FileSystem _files;
    private readonly string _root;
    private readonly ObjectLayout _layout;

    internal ObjectFolders(FileSystem files, string root) => (_files, _root, _layout) = (files, root, new(root));

    /// <summary>The stamps of all folders; null for one that is not there, or too young to tell. Objects that are looked for afterwards stay for as long as the stamp does.</summary>
    /// <param name="now">When they are looked at.</param>
    public FileStamp?[] Stamps(DateTimeOffset now)
    {
        var stamps = new FileStamp?[Count];
        for (var i = 0; i < Count; i++)
            if (_files.Stat(Path.Join(_root, i.ToString("x2", System.Globalization.CultureInfo.InvariantCulture))) is { } status && !StatCache.IsRacy(status.Stamp, now)) stamps[i] = status.Stamp;
        return stamps;
    }

    /// <summary>Whether an object is there: by its folder's stamp where that is known not to have changed, else by a look at it.</summary>
    /// <param name="id">The object, which was there when <paramref name="then"/> was taken.</param>
    /// <param name="then">From <see cref="Stamps"/>, as long.</param>
    /// <param name="now">Likewise.</param>
    public bool Contains(ObjectId id, FileStamp?[] then, FileStamp?[] now)
    {
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(now);
        Span<byte> bytes = stackalloc byte[ObjectId.Size];
        id.CopyTo(bytes);
        if (then[bytes[0]] is { } stamp && stamp == now[bytes[0]]) return true;
        return _files.Stat(_layout.PathOf(id)) is { IsRegular: true };
    }
}
