using System.Buffers;

namespace Polyglot.Store;

/// <summary>
/// Reads a whole archive and writes nothing: every entry is in the list of contents, each once, with the size and the content that its name
/// says, and none is left out. No more is unzipped than the list announces, and that is limited. Not thread-safe.
/// </summary>
internal sealed class ArchiveCheck(Stream file, string path)
{
    /// <summary>The list of contents is read into memory, so it has a limit.</summary>
    public const long LargestBundle = 512L << 20;

    private const long UnquestionedSize = 1L << 30;
    private const long UnquestionedRatio = 100;

    private readonly ArchiveEntries _entries = new(file);

    /// <summary>What unpacking an archive of this many bytes may come to unless the user says otherwise: a gigabyte, or a hundred times its size.</summary>
    public static long Limit(long archive) => Math.Max(UnquestionedSize, archive <= long.MaxValue / UnquestionedRatio ? archive * UnquestionedRatio : long.MaxValue);

    /// <summary>Checks everything.</summary>
    /// <exception cref="ArchiveException">It is refused.</exception>
    public (Bundle Bundle, IReadOnlyList<(SizedObject Object, ArchiveEntry Entry, bool IsZipped)> Objects) Run(long? maxSize, CancellationToken cancellationToken)
    {
        var (bundle, position) = ReadBundle();
        var limit = maxSize ?? Limit(file.Length);
        if (bundle.Size > limit) throw new ArchiveException(ArchiveMessages.TooLarge(bundle.Size, limit));
        var announced = bundle.Objects.ToDictionary(o => o.Id);
        var found = new List<(SizedObject, ArchiveEntry, bool)>();
        while (_entries.At(position) is { } entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ArchiveNames.ParseList(entry.Name) is not null) throw new ArchiveException(ArchiveMessages.TooManyBundles);
            if (ArchiveNames.Parse(entry.Name) is not var (id, isZipped)) throw new ArchiveException(ArchiveMessages.BadName(entry.Name));
            if (!announced.Remove(id, out var expected)) throw new ArchiveException(found.Exists(f => f.Item1.Id == id) ? ArchiveMessages.TwiceInside(id) : ArchiveMessages.NotAnnounced(id));
            CheckObject(entry, expected, isZipped);
            found.Add((expected, entry, isZipped));
            position = entry.End;
        }
        return announced.Count == 0 ? (bundle, found) : throw new ArchiveException(ArchiveMessages.Incomplete(announced.Count));
    }

    /// <summary>The list of contents, and where the next entry begins.</summary>
    public (Bundle Bundle, long Position) ReadBundle()
    {
        if (_entries.At(0) is not { } first || ArchiveNames.ParseList(first.Name) is not { } id) throw new ArchiveException(ArchiveMessages.NoBundle);
        if (first.Size > LargestBundle) throw new ArchiveException(ArchiveMessages.BundleTooLarge(first.Size));
        var bytes = new byte[first.Size];
        using (var content = _entries.Open(first)) content.ReadExactly(bytes);
        _entries.CheckPadding(first);
        if (Hashing.Object(bytes) != id) throw new ArchiveException(ArchiveMessages.OtherContent(id));
        var decoded = BundleCodec.Decode(bytes, path);
        return (decoded.Value ?? throw new ArchiveException(decoded.Problem!), first.End);
    }

    /// <summary>Checks an object by size and content; stops as soon as it is larger than it should be.</summary>
    public void CheckObject(ArchiveEntry entry, SizedObject expected, bool isZipped)
    {
        using var content = _entries.OpenObject(entry, isZipped);
        using var hasher = new ObjectHasher();
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            for (int count; (count = content.Read(buffer)) > 0;)
            {
                hasher.Append(buffer.AsSpan(0, count));
                if (hasher.Length > expected.Size) break;
            }
        }
        catch (InvalidDataException)
        {
            throw new ArchiveException(ArchiveMessages.OtherContent(expected.Id));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        _entries.CheckPadding(entry);
        if (hasher.Length != expected.Size) throw new ArchiveException(ArchiveMessages.OtherSize(expected.Id, expected.Size));
        if (hasher.Finish() != expected.Id) throw new ArchiveException(ArchiveMessages.OtherContent(expected.Id));
    }
}
