using System.IO.Compression;

namespace Polyglot.Store;

/// <summary>What an entry of an archive is called: the list of contents, or an object, as it is or gzipped. Pure.</summary>
internal static class ArchiveNames
{
    private const string ListFolder = "contents/";
    private const string Folder = "objects/";
    private const string Zipped = ".gz";

    /// <summary>The list of contents, by the hash of its bytes.</summary>
    public static string OfList(ObjectId id) => $"{ListFolder}{id}{ObjectLayout.Extension}";

    /// <summary>The hash that the name of a list of contents says; null for any other name.</summary>
    public static ObjectId? ParseList(string name) =>
        name.StartsWith(ListFolder, StringComparison.Ordinal) && Parse(Folder + name[ListFolder.Length..]) is (var id, false) ? id : null;

    public static string Of(ObjectId id, bool isZipped) => $"{Folder}{id}{ObjectLayout.Extension}{(isZipped ? Zipped : "")}";

    /// <summary>The object of an entry's name; null for any other name. No part of a name ever becomes a path.</summary>
    public static (ObjectId Id, bool IsZipped)? Parse(string name)
    {
        var isZipped = name.EndsWith(Zipped, StringComparison.Ordinal);
        var rest = isZipped ? name.AsSpan(0, name.Length - Zipped.Length) : name;
        if (!rest.StartsWith(Folder, StringComparison.Ordinal) || !rest.EndsWith(ObjectLayout.Extension, StringComparison.Ordinal)) return null;
        return rest.Length == Folder.Length + Digest.HexLength + ObjectLayout.Extension.Length && ObjectId.TryParse(rest[Folder.Length..^ObjectLayout.Extension.Length], out var id) ? (id, isZipped) : null;
    }
}

/// <summary>An archive that is refused; the message says why.</summary>
internal sealed class ArchiveException(string message) : Exception(message);

/// <summary>An entry, and where it lies.</summary>
/// <param name="Name">Its name, which means nothing yet.</param>
/// <param name="Header">Where its header begins.</param>
/// <param name="Start">Where its content begins.</param>
/// <param name="Size">How many bytes the content has in the archive.</param>
internal readonly record struct ArchiveEntry(string Name, long Header, long Start, long Size)
{
    /// <summary>Where the next header begins.</summary>
    public long End => Start + Size + TarHeader.Padding(Size);
}

/// <summary>Reads the entries of an archive, which may hold anything. Nothing is allocated for what it claims. Not thread-safe.</summary>
internal sealed class ArchiveEntries(Stream file)
{
    /// <summary>The next entry at a place; null at the end mark, after which there must be nothing but zeros.</summary>
    /// <exception cref="ArchiveException">There is something else.</exception>
    public ArchiveEntry? At(long position)
    {
        Span<byte> block = stackalloc byte[TarHeader.BlockSize];
        if (position > file.Length) throw new ArchiveException(ArchiveMessages.Truncated);
        file.Position = position;
        if (file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false) < block.Length) throw new ArchiveException(ArchiveMessages.Truncated);
        if (!block.ContainsAnyExcept((byte)0))
        {
            CheckEnd(position);
            return null;
        }
        if (TarHeader.Read(block, out var isOther) is not var (name, size)) throw new ArchiveException(isOther ? ArchiveMessages.NotAFile : ArchiveMessages.BadHeader);
        var start = position + TarHeader.BlockSize;
        if (size > file.Length - start) throw new ArchiveException(ArchiveMessages.Truncated);
        return new(name, position, start, size);
    }

    /// <summary>What fills the last block of an entry is zeros.</summary>
    /// <exception cref="ArchiveException">It is not.</exception>
    public void CheckPadding(ArchiveEntry entry)
    {
        Span<byte> padding = stackalloc byte[TarHeader.Padding(entry.Size)];
        file.Position = entry.Start + entry.Size;
        if (file.ReadAtLeast(padding, padding.Length, throwOnEndOfStream: false) < padding.Length) throw new ArchiveException(ArchiveMessages.Truncated);
        if (padding.ContainsAnyExcept((byte)0)) throw new ArchiveException(ArchiveMessages.BadHeader);
    }

    /// <summary>The content of an entry as it lies in the archive.</summary>
    public Stream Open(ArchiveEntry entry)
    {
        file.Position = entry.Start;
        return new Window(file, entry.Size);
    }

    /// <summary>The content of an object's entry, unzipped where it is zipped. Reading may throw <see cref="InvalidDataException"/>.</summary>
    public Stream OpenObject(ArchiveEntry entry, bool isZipped) => isZipped ? new GZipStream(Open(entry), CompressionMode.Decompress) : Open(entry);

    private void CheckEnd(long position)
    {
        file.Position = position;
        var buffer = new byte[16 * TarHeader.BlockSize];
        var zeros = 0L;
        for (int count; (count = file.Read(buffer)) > 0; zeros += count)
            if (buffer.AsSpan(0, count).ContainsAnyExcept((byte)0)) throw new ArchiveException(ArchiveMessages.BadEnd);
        if (zeros < 2 * TarHeader.BlockSize) throw new ArchiveException(ArchiveMessages.Truncated);
    }

    // A part of the file, which stays open.
    private sealed class Window(Stream file, long left) : Stream
    {
        private long _left = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var count = file.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
            _left -= count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
