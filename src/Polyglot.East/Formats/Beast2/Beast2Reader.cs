using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Polyglot.East;

/// <summary>
/// A cursor over beast2 bytes, all in memory or coming from a stream: the primitives of spec 3.1, every read checked against the end.
/// What is wrong is thrown as <see cref="Beast2Failure"/>, which the entry points turn into a <see cref="DecodeError"/>. Spans that it
/// gives out are valid until the next read.
/// </summary>
internal ref struct Beast2Reader
{
    private const ulong MaxSafeInteger = (1UL << 53) - 1;
    private const ulong CanonicalNaN = 0x7ff8_0000_0000_0000;
    private const ulong NegativeNaN = 0xfff8_0000_0000_0000;
    private const int PieceOfBlob = 1 << 16;

    private readonly ByteSource? _source;
    private ReadOnlySpan<byte> _bytes;
    private long _base;
    private int _at;
    private List<(long Place, Beast2Codec Codec, object Container)>? _containers;
    private IrDecoder? _programs;
    private int _depth;
    private int _emptyElements;
    private long _emptyFields;

    /// <summary>A cursor in bytes that are all there.</summary>
    public Beast2Reader(ReadOnlySpan<byte> bytes, int position)
    {
        _bytes = bytes;
        _at = position;
    }

    /// <summary>A cursor at the beginning of what a stream gives.</summary>
    public Beast2Reader(ByteSource source) => _source = source;

    /// <summary>The offset from the start of the bytes, or from where the stream was.</summary>
    public readonly long Position => _base + _at;

    /// <summary>Take keys in any order and let equal ones merge, as lenient readers do.</summary>
    public bool AnyKeyOrder { get; init; }

    /// <summary>What makes functions callable; null when there may be none.</summary>
    public IFunctionMaker? Functions { get; init; }

    /// <summary>Reads the program text of functions; one for the whole value, whose table it shares.</summary>
    public IrDecoder Programs => _programs ??= new IrDecoder();

    /// <summary>Whether it is known how many bytes there are.</summary>
    public readonly bool KnowsEnd => _source is null || _source.Length is not null;

    /// <summary>How many bytes there are before the end; only those that have arrived when the end is not known.</summary>
    public readonly long Remaining => _source?.Length - Position ?? _bytes.Length - _at;

    /// <summary>Whether nothing is left.</summary>
    public bool AtEnd => !Has(1);

    /// <summary>Goes down one constructor; every call is paired with <see cref="Leave"/>.</summary>
    public void Enter()
    {
        if (++_depth > Beast2.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new Beast2Failure(Beast2Messages.TooDeep(Position), Position);
    }

    public void Leave() => _depth--;

    /// <summary>A length, tag or distance.</summary>
    public ulong ReadVarint()
    {
        if ((uint)_at < (uint)_bytes.Length && _bytes[_at] < 0x80) return _bytes[_at++];
        var value = ReadLongVarint("varint");
        return value <= MaxSafeInteger ? value : throw new Beast2Failure(Beast2Messages.VarintTooLarge(value), Position);
    }

    public long ReadInteger()
    {
        if ((uint)_at < (uint)_bytes.Length && _bytes[_at] < 0x80) return Varint.UnZigZag(_bytes[_at++]);
        return Varint.UnZigZag(ReadLongVarint("zigzag"));
    }

    public bool ReadBoolean() => ReadRaw(1, "boolean")[0] != 0;

    public double ReadFloat()
    {
        var start = Position;
        var value = BinaryPrimitives.ReadDoubleLittleEndian(ReadRaw(sizeof(double), "float64"));
        return double.IsNaN(value) ? CheckNaN(value, start) : value;
    }

    public string ReadString() => Encoding.UTF8.GetString(ReadUtf8());

    /// <summary>The valid UTF-8 bytes of a String.</summary>
    public ReadOnlySpan<byte> ReadUtf8()
    {
        var start = Position;
        var utf8 = ReadRaw(ReadLength("string"), "string");
        return Utf8.IsValid(utf8) ? utf8 : throw new Beast2Failure(Beast2Messages.BadUtf8(start), start);
    }

    /// <summary>The bytes of a Blob, in an array of their own.</summary>
    public byte[] ReadBlob()
    {
        var start = Position;
        var length = ReadLength("blob");
        var blob = new byte[KnowsEnd ? length : Math.Min(length, PieceOfBlob)];
        for (var filled = 0; filled < length;)
        {
            if (filled == blob.Length) Array.Resize(ref blob, (int)Math.Min(length, 2L * blob.Length));
            var piece = Math.Min(blob.Length - filled, PieceOfBlob);
            if (!Has(piece)) throw new Beast2Failure(Beast2Messages.Underflow("blob", start, (ulong)length), start);
            ReadRaw(piece, "blob").CopyTo(blob.AsSpan(filled));
            filled += piece;
        }
        return blob;
    }

    /// <summary>Passes over a Blob.</summary>
    public void SkipBlob() => SkipRaw(ReadLength("blob"), "blob");

    /// <summary>That many bytes as they are.</summary>
    public ReadOnlySpan<byte> ReadRaw(int length, string what)
    {
        if (_bytes.Length - _at < length && !Has(length)) throw new Beast2Failure(Beast2Messages.Underflow(what, Position), Position);
        var raw = _bytes.Slice(_at, length);
        _at += length;
        return raw;
    }

    /// <summary>The bytes that follow, that many unless the end comes first, without going on.</summary>
    public ReadOnlySpan<byte> Peek(int length)
    {
        var there = Has(length) ? length : _bytes.Length - _at;
        return _bytes.Slice(_at, there);
    }

    /// <summary>Passes over that many bytes.</summary>
    public void SkipRaw(int length, string what)
    {
        for (; length > PieceOfBlob; length -= PieceOfBlob) ReadRaw(PieceOfBlob, what);
        ReadRaw(length, what);
    }

    /// <summary>The case of a Variant.</summary>
    public int ReadTag(int cases)
    {
        var start = Position;
        var tag = ReadVarint();
        return tag < (ulong)cases ? (int)tag : throw new Beast2Failure(Beast2Messages.BadTag(tag, start), start);
    }

    /// <summary>
    /// The number of elements of a container, refused when the bytes that remain cannot hold them.
    /// </summary>
    /// <param name="minimumBytes">What one element takes at least. Elements without bytes are counted against a budget of the whole value.</param>
    public int ReadCount(int minimumBytes)
    {
        var start = Position;
        var count = ReadVarint();
        if (minimumBytes > 0)
        {
            if (count > (ulong)(KnowsEnd ? Remaining / minimumBytes : Array.MaxLength) || count > (ulong)Array.MaxLength) throw new Beast2Failure(Beast2Messages.CountTooLarge(count, start, Remaining), start);
        }
        else
        {
            if (count > (ulong)(Beast2.MaxEmptyElements - _emptyElements))
                throw new Beast2Failure(Beast2Messages.TooManyEmptyElements(start), start);
            _emptyElements += (int)count;
        }
        return (int)count;
    }

    /// <summary>Counts fields that take no bytes.</summary>
    public void CountEmptyFields(int count)
    {
        _emptyFields += count;
        if (_emptyFields > EmptyFields.Budget(Position + _bytes.Length - _at)) throw new Beast2Failure(Beast2Messages.TooManyEmptyElements(Position), Position);
    }

    /// <summary>A key, refused when it does not come after the one before it.</summary>
    public T ReadKey<T>(Beast2Codec<T> codec, IComparer<T> order, T previous, bool isFirst)
    {
        var start = Position;
        var key = codec.Read(ref this);
        if (!isFirst && !AnyKeyOrder && order.Compare(previous, key) >= 0) throw new Beast2Failure(Beast2Messages.KeyOrder(start), start);
        return key;
    }

    /// <summary>Null when a container follows inline; otherwise the earlier one of the same type that is meant.</summary>
    public object? ReadMarker(Beast2Codec codec)
    {
        var start = Position;
        var distance = ReadVarint();
        if (distance == 0) return null;
        var target = start - (long)distance;
        return Find(target, codec) ?? throw new Beast2Failure(Beast2Messages.UndefinedReference(start, target), start);
    }

    /// <summary>Makes a container known to later back-references. Places come in ascending order.</summary>
    public void Register(long place, Beast2Codec codec, object container) => (_containers ??= []).Add((place, codec, container));

    private readonly object? Find(long place, Beast2Codec codec)
    {
        var (low, high) = (0, (_containers?.Count ?? 0) - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var known = _containers![middle];
            if (known.Place == place)
                return ReferenceEquals(known.Codec, codec) || TypeNode.HaveSameValues(known.Codec.Node, codec.Node) ? known.Container : null;
            if (known.Place < place) low = middle + 1;
            else high = middle - 1;
        }
        return null;
    }

    /// <summary>A NaN from outside: the two quiet ones without payload are taken as the one NaN, others are errors.</summary>
    public static double CheckNaN(double value, long offset)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        if (bits is not (CanonicalNaN or NegativeNaN)) throw new Beast2Failure(Beast2Messages.NonCanonicalNaN(offset, bits), offset);
        return BitConverter.UInt64BitsToDouble(CanonicalNaN);
    }

    /// <summary>Whether that many bytes follow; those of a stream are then in the window.</summary>
    private bool Has(int count)
    {
        if (_bytes.Length - _at >= count) return true;
        if (_source is null) return false;
        _base += _at;
        _bytes = _source.Advance(_at, count);
        _at = 0;
        return _bytes.Length >= count;
    }

    private int ReadLength(string what)
    {
        var start = Position;
        var length = ReadVarint();
        return length <= (ulong)Array.MaxLength && (!KnowsEnd || length <= (ulong)Remaining) ? (int)length : throw new Beast2Failure(Beast2Messages.Underflow(what, start, length), start);
    }

    private ulong ReadLongVarint(string what)
    {
        var start = Position;
        var isWhole = Has(Varint.MaxBytes);
        var bytes = _bytes[_at..];
        var value = 0UL;
        for (var (i, shift) = (0, 0); shift < 70; i++, shift += 7)
        {
            if (!isWhole && i == bytes.Length) throw new Beast2Failure(Beast2Messages.Underflow(what, Position + i), Position + i);
            var b = bytes[i];
            if (shift == 63 && b > 1) break; // spec 9, quirk 17: fixed
            value |= (ulong)(b & 0x7f) << shift;
            if (b >= 0x80) continue;
            _at += i + 1;
            return value;
        }
        throw new Beast2Failure(Beast2Messages.VarintTooLong(start), start);
    }
}
