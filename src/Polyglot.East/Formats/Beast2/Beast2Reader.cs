using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Polyglot.East;

/// <summary>
/// A cursor over beast2 bytes: the primitives of spec 3.1, every read checked against the end. What is wrong is thrown as
/// <see cref="Beast2Failure"/>, which the entry points turn into a <see cref="DecodeError"/>.
/// </summary>
internal ref struct Beast2Reader(ReadOnlySpan<byte> bytes, int position, bool anyKeyOrder = false)
{
    private const ulong MaxSafeInteger = (1UL << 53) - 1;
    private const ulong CanonicalNaN = 0x7ff8_0000_0000_0000;
    private const ulong NegativeNaN = 0xfff8_0000_0000_0000;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private List<(int Place, Beast2Codec Codec, object Container)>? _containers;
    private int _depth;
    private int _emptyElements;
    private long _emptyFields;

    public int Position { get; set; } = position;

    /// <summary>Take keys in any order and let equal ones merge, as lenient readers do.</summary>
    public readonly bool AnyKeyOrder => anyKeyOrder;

    public readonly int Remaining => _bytes.Length - Position;

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
        if ((uint)Position < (uint)_bytes.Length && _bytes[Position] < 0x80) return _bytes[Position++];
        var value = ReadLongVarint("varint");
        return value <= MaxSafeInteger ? value : throw new Beast2Failure(Beast2Messages.VarintTooLarge(value), Position);
    }

    public long ReadInteger()
    {
        if ((uint)Position < (uint)_bytes.Length && _bytes[Position] < 0x80) return Varint.UnZigZag(_bytes[Position++]);
        return Varint.UnZigZag(ReadLongVarint("zigzag"));
    }

    public bool ReadBoolean()
    {
        if (Remaining < 1) throw new Beast2Failure(Beast2Messages.Underflow("boolean", Position), Position);
        return _bytes[Position++] != 0;
    }

    public double ReadFloat()
    {
        if (Remaining < sizeof(double)) throw new Beast2Failure(Beast2Messages.Underflow("float64", Position), Position);
        var value = BinaryPrimitives.ReadDoubleLittleEndian(_bytes[Position..]);
        if (double.IsNaN(value)) value = CheckNaN(value, Position);
        Position += sizeof(double);
        return value;
    }

    public string ReadString() => Encoding.UTF8.GetString(ReadUtf8());

    /// <summary>The valid UTF-8 bytes of a String.</summary>
    public ReadOnlySpan<byte> ReadUtf8()
    {
        var start = Position;
        var utf8 = ReadLengthAndBytes("string");
        return Utf8.IsValid(utf8) ? utf8 : throw new Beast2Failure(Beast2Messages.BadUtf8(start), start);
    }

    public ReadOnlySpan<byte> ReadBlob() => ReadLengthAndBytes("blob");

    /// <summary>That many bytes as they are.</summary>
    public ReadOnlySpan<byte> ReadRaw(int length, string what)
    {
        if (Remaining < length) throw new Beast2Failure(Beast2Messages.Underflow(what, Position), Position);
        var raw = _bytes.Slice(Position, length);
        Position += length;
        return raw;
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
            if (count > (ulong)(Remaining / minimumBytes)) throw new Beast2Failure(Beast2Messages.CountTooLarge(count, start, Remaining), start);
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
        if (_emptyFields > EmptyFields.Budget(_bytes.Length)) throw new Beast2Failure(Beast2Messages.TooManyEmptyElements(Position), Position);
    }

    /// <summary>A key, refused when it does not come after the one before it.</summary>
    public T ReadKey<T>(Beast2Codec<T> codec, IComparer<T> order, T previous, bool isFirst)
    {
        var start = Position;
        var key = codec.Read(ref this);
        if (!isFirst && !anyKeyOrder && order.Compare(previous, key) >= 0) throw new Beast2Failure(Beast2Messages.KeyOrder(start), start);
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
    public void Register(int place, Beast2Codec codec, object container) => (_containers ??= []).Add((place, codec, container));

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
    public static double CheckNaN(double value, int offset)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        if (bits is not (CanonicalNaN or NegativeNaN)) throw new Beast2Failure(Beast2Messages.NonCanonicalNaN(offset, bits), offset);
        return BitConverter.UInt64BitsToDouble(CanonicalNaN);
    }

    private ReadOnlySpan<byte> ReadLengthAndBytes(string what)
    {
        var start = Position;
        var length = ReadVarint();
        if (length > (ulong)Remaining) throw new Beast2Failure(Beast2Messages.Underflow(what, start, length), start);
        var bytes = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return bytes;
    }

    private ulong ReadLongVarint(string what)
    {
        var start = Position;
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (Position >= _bytes.Length) throw new Beast2Failure(Beast2Messages.Underflow(what, Position), Position);
            var b = _bytes[Position++];
            if (shift == 63 && b > 1) break;
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return value;
        }
        throw new Beast2Failure(Beast2Messages.VarintTooLong(start), start);
    }
}
