using System.Buffers.Binary;
using System.Text;
using Polyglot.Store;

namespace Polyglot.Dataflow.Indexing;

/// <summary>Writes the parts of an index's file: numbers little-endian, texts and lists with their length, ids as 32 bytes. Not thread-safe.</summary>
internal sealed class IndexWriter : IDisposable
{
    private readonly MemoryStream _stream = new();
    private readonly BinaryWriter _writer;

    public IndexWriter(ReadOnlySpan<byte> header)
    {
        _writer = new(_stream, Encoding.UTF8);
        _writer.Write(header);
    }

    public void Id(ReadOnlySpan<byte> id) => _writer.Write(id);

    public void Id(ObjectId id)
    {
        Span<byte> bytes = stackalloc byte[ObjectId.Size];
        id.CopyTo(bytes);
        Id(bytes);
    }

    public void Sum(Checksum sum)
    {
        Span<byte> bytes = stackalloc byte[Checksum.Size];
        sum.CopyTo(bytes);
        _writer.Write(bytes);
    }

    public void Number(int value) => _writer.Write(value);

    public void Stamp(FileStamp stamp)
    {
        _writer.Write(stamp.Size);
        _writer.Write(stamp.ModifiedNs);
        _writer.Write(stamp.ChangedNs);
        _writer.Write(stamp.Inode);
    }

    public void Flag(bool value) => _writer.Write(value);

    public void Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Bytes(bytes);
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        _writer.Write(bytes.Length);
        _writer.Write(bytes);
    }

    public void List<T>(T[] items, Action<T> write)
    {
        _writer.Write(items.Length);
        foreach (var item in items) write(item);
    }

    /// <summary>The file: what was written, and the checksum of all that.</summary>
    public byte[] Finish()
    {
        _writer.Flush();
        Sum(Checksum.Of(_stream.GetBuffer().AsSpan(0, (int)_stream.Length)));
        _writer.Flush();
        return _stream.ToArray();
    }

    public void Dispose() => _writer.Dispose();
}

/// <summary>Reads what <see cref="IndexWriter"/> wrote; bytes that are not that raise <see cref="InvalidDataException"/>. Not thread-safe.</summary>
internal sealed class IndexReader(ReadOnlyMemory<byte> content)
{
    private int _at;

    public bool IsAtEnd => _at == content.Length;

    /// <summary>A reader of what comes after the header; null unless the file begins with it and its checksum is right.</summary>
    public static IndexReader? Of(ReadOnlyMemory<byte> file, ReadOnlySpan<byte> header)
    {
        if (SumOf(file.Span) is not { } sum || file.Length < header.Length + Checksum.Size || !file.Span.StartsWith(header)) return null;
        return Checksum.Of(file.Span[..^Checksum.Size]) == sum ? new(file[header.Length..^Checksum.Size]) : null;
    }

    /// <summary>The checksum that a file ends with; null for one that is too short to have one.</summary>
    public static Checksum? SumOf(ReadOnlySpan<byte> file) => file.Length < Checksum.Size ? null : Checksum.FromBytes(file[^Checksum.Size..]);

    public Checksum Sum() => Checksum.FromBytes(Take(Checksum.Size));

    public ObjectId Id() => ObjectId.FromBytes(Take(ObjectId.Size));

    public TaskId TaskId() => Store.TaskId.FromBytes(Take(ObjectId.Size));

    public ExecutionId ExecutionId() => Store.ExecutionId.FromBytes(Take(ObjectId.Size));

    public int Number() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public FileStamp Stamp()
    {
        var bytes = Take(4 * sizeof(long));
        return new(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
    }

    public bool Flag() => Take(1)[0] switch
    {
        0 => false,
        1 => true,
        _ => throw new InvalidDataException(),
    };

    public string Text() => Encoding.UTF8.GetString(Bytes().Span);

    public ReadOnlyMemory<byte> Bytes()
    {
        var length = Number();
        if (length < 0 || length > content.Length - _at) throw new InvalidDataException();
        var bytes = content.Slice(_at, length);
        _at += length;
        return bytes;
    }

    /// <summary>A list; a count that the rest cannot hold is refused before anything is made for it.</summary>
    /// <param name="least">How many bytes an item takes at least.</param>
    /// <param name="read">Reads an item.</param>
    public T[] List<T>(int least, Func<T> read)
    {
        var count = Number();
        if (count < 0 || count > (content.Length - _at) / least) throw new InvalidDataException();
        var items = new T[count];
        for (var i = 0; i < count; i++) items[i] = read();
        return items;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > content.Length - _at) throw new InvalidDataException();
        var bytes = content.Span.Slice(_at, length);
        _at += length;
        return bytes;
    }
}
