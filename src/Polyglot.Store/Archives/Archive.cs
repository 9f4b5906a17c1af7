using System.IO.Compression;

namespace Polyglot.Store;

/// <summary>
/// Archives: tar files that every tar can unpack. The first entry, <c>contents/hash.beast2</c>, is the list of contents (<see cref="BundleCodec"/>); then comes every
/// object as <c>objects/id.beast2</c>, gzipped (<c>.gz</c>) where that makes it smaller.
/// </summary>
public static class Archive
{
    /// <summary>What an unfinished archive's name ends in.</summary>
    public const string PartialSuffix = ".partial";

    /// <summary>
    /// Writes an archive. It is written beside <paramref name="path"/> and gets its name when it is whole; what an earlier attempt at the same content left there is checked
    /// and gone on with. The same content gives the same bytes.
    /// </summary>
    /// <returns>How many objects an earlier attempt had written.</returns>
    /// <exception cref="StoreException">An object is lost or damaged.</exception>
    public static int Write(Repository repository, Bundle bundle, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(path);
        var partial = path + PartialSuffix;
        int resumed;
        using (var file = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            resumed = new ArchiveWriter(repository, bundle, file, partial).Write(cancellationToken);
            file.Flush(flushToDisk: true);
        }
        File.Move(partial, path, overwrite: true);
        return resumed;
    }

    /// <summary>
    /// Takes an archive into a repository. It is read and checked as a whole before anything is written, so one that is refused leaves nothing behind; cut short
    /// after that, it can be taken again and goes on. Hashes tell that nothing was changed on the way, not that results are right: take
    /// archives from people whose results you believe.
    /// </summary>
    /// <param name="repository">Where to.</param>
    /// <param name="path">The archive.</param>
    /// <param name="maxSize">How many bytes it may unpack to; null for a gigabyte, or a hundred times its own size.</param>
    /// <param name="dryRun">Only checks.</param>
    /// <param name="cancellationToken">Asked between entries.</param>
    /// <exception cref="StoreException">It is refused (<see cref="StoreError.BadArchive"/>).</exception>
    public static (Bundle Bundle, TransferReport? Report) Take(Repository repository, string path, long? maxSize, bool dryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var (bundle, objects) = new ArchiveCheck(file, path).Run(maxSize, cancellationToken);
            if (dryRun) return (bundle, null);
            var entries = new ArchiveEntries(file);
            using var taker = new BundleTaker(repository);
            foreach (var (expected, entry, isZipped) in objects)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (taker.Has(expected.Id)) continue;
                using var content = entries.OpenObject(entry, isZipped);
                taker.Take(expected, content);
            }
            return (bundle, taker.TakeRecords(bundle));
        }
        catch (ArchiveException e)
        {
            throw new StoreException(StoreError.BadArchive, ArchiveMessages.Refused(path, e.Message), e);
        }
    }
}

/// <summary>Writes one archive. Not thread-safe.</summary>
internal sealed class ArchiveWriter(Repository repository, Bundle bundle, FileStream file, string path)
{
    private const int SampleSize = 64 * 1024;

    /// <summary>Writes it to its end; returns how many objects were there already.</summary>
    public int Write(CancellationToken cancellationToken)
    {
        var list = BundleCodec.Encode(bundle);
        var there = Resume(list, cancellationToken);
        if (there is null)
        {
            file.SetLength(0);
            file.Position = 0;
            Add(ArchiveNames.OfList(Hashing.Object(list)), list);
        }
        foreach (var item in bundle.Objects.Skip(there ?? 0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(item);
        }
        file.Write(new byte[2 * TarHeader.BlockSize]);
        return there ?? 0;
    }

    // Objects are in order, so what was written is a beginning of the list. The file is left at the end of what is good.
    private int? Resume(byte[] list, CancellationToken cancellationToken)
    {
        var good = 0L;
        var count = 0;
        try
        {
            var check = new ArchiveCheck(file, path);
            var entries = new ArchiveEntries(file);
            if (entries.At(0) is not { } first || first.Name != ArchiveNames.OfList(Hashing.Object(list)) || first.Size != list.Length) return null;
            var known = new byte[list.Length];
            using (var content = entries.Open(first)) content.ReadExactly(known);
            if (!known.AsSpan().SequenceEqual(list)) return null;
            entries.CheckPadding(first);
            good = first.End;
            foreach (var expected in bundle.Objects)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (entries.At(good) is not { } entry || ArchiveNames.Parse(entry.Name) is not var (id, isZipped) || id != expected.Id || entry.End > file.Length) break;
                check.CheckObject(entry, expected, isZipped);
                good = entry.End;
                count++;
            }
        }
        catch (Exception e) when (e is ArchiveException or EndOfStreamException)
        {
            // Here the earlier attempt was cut short.
        }
        if (good == 0) return null;
        file.SetLength(good);
        file.Position = good;
        return count;
    }

    private void Add(string name, ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[TarHeader.BlockSize];
        TarHeader.Write(header, name, content.Length);
        file.Write(header);
        file.Write(content);
        file.Write(new byte[TarHeader.Padding(content.Length)]);
    }

    private void Add(SizedObject item)
    {
        if (!repository.Uses.Hold(repository.Objects, item.Id)) throw new StoreException(StoreError.FileGone, ArchiveMessages.Lost(item.Id));
        using var source = new FileStream(repository.FileObjects.PathOf(item.Id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var isZipped = IsWorthZipping(source);
        var at = file.Position;
        // The header is written last: until then an entry that is cut short reads as the end.
        file.Write(stackalloc byte[TarHeader.BlockSize]);
        using var hashing = new HashingReader(source);
        if (isZipped)
        {
            using var zip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
            hashing.CopyTo(zip);
        }
        else
        {
            hashing.CopyTo(file);
        }
        var size = file.Position - at - TarHeader.BlockSize;
        file.Write(new byte[TarHeader.Padding(size)]);
        var end = file.Position;
        if (hashing.Length != item.Size || hashing.Finish() != item.Id)
        {
            file.SetLength(at);
            throw new StoreException(StoreError.ContentChanged, ArchiveMessages.Lost(item.Id));
        }
        Span<byte> header = stackalloc byte[TarHeader.BlockSize];
        TarHeader.Write(header, ArchiveNames.Of(item.Id, isZipped), size);
        file.Position = at;
        file.Write(header);
        file.Position = end;
    }

    private static bool IsWorthZipping(FileStream source)
    {
        Span<byte> sample = new byte[SampleSize];
        sample = sample[..source.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false)];
        source.Position = 0;
        if (sample.Length < TarHeader.BlockSize) return false;
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(sample);
        return zipped.Length < sample.Length * 9 / 10;
    }
}

/// <summary>Reads a stream to its end and learns its id. Not thread-safe.</summary>
internal sealed class HashingReader(Stream source) : IDisposable
{
    private readonly ObjectHasher _hasher = new();

    /// <summary>How many bytes were read.</summary>
    public long Length => _hasher.Length;

    /// <summary>Copies everything.</summary>
    public void CopyTo(Stream target)
    {
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(128 * 1024);
        for (int count; (count = source.Read(buffer)) > 0;)
        {
            _hasher.Append(buffer.AsSpan(0, count));
            target.Write(buffer.AsSpan(0, count));
        }
        System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>The id of what was read.</summary>
    public ObjectId Finish() => _hasher.Finish();

    public void Dispose() => _hasher.Dispose();
}
