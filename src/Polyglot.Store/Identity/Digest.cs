using System.Buffers.Binary;

namespace Polyglot.Store;

/// <summary>Thirty-two bytes held inline: what every id type of the store wraps. Ordered as its bytes are.</summary>
internal readonly struct Digest : IEquatable<Digest>, IComparable<Digest>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    /// <summary>Length of the printed form.</summary>
    public const int HexLength = 64;

    private readonly ulong _a, _b, _c, _d;

    private Digest(ulong a, ulong b, ulong c, ulong d) => (_a, _b, _c, _d) = (a, b, c, d);

    /// <summary>The first eight bytes as a big-endian number.</summary>
    public ulong Head => _a;

    /// <summary>The second eight bytes as a big-endian number.</summary>
    public ulong Second => _b;

    /// <summary>Takes exactly 32 bytes.</summary>
    public static Digest FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException(StoreMessages.IdLength(bytes.Length), nameof(bytes));
        return new Digest(
            BinaryPrimitives.ReadUInt64BigEndian(bytes),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    /// <summary>Accepts exactly 64 lower-case hex digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Digest digest)
    {
        digest = default;
        if (text.Length != HexLength) return false;
        if (!TryPart(text[..16], out var a) || !TryPart(text[16..32], out var b)) return false;
        if (!TryPart(text[32..48], out var c) || !TryPart(text[48..], out var d)) return false;
        digest = new Digest(a, b, c, d);
        return true;
    }

    /// <summary>Accepts exactly 64 lower-case hex digits in ASCII.</summary>
    public static bool TryParse(ReadOnlySpan<byte> ascii, out Digest digest)
    {
        digest = default;
        if (ascii.Length != HexLength) return false;
        Span<char> text = stackalloc char[HexLength];
        for (var i = 0; i < HexLength; i++) text[i] = (char)ascii[i];
        return TryParse(text, out digest);
    }

    /// <summary>Writes 64 lower-case hex digits.</summary>
    public void Format(Span<char> destination)
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        if (!Convert.TryToHexStringLower(bytes, destination, out _)) throw new ArgumentException(StoreMessages.HexBuffer, nameof(destination));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(HexLength, this, static (span, self) => self.Format(span));

    /// <summary>The first <paramref name="length"/> digits (1 to 64).</summary>
    public string Abbreviated(int length) => ToString()[..length];

    /// <inheritdoc/>
    public bool Equals(Digest other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Digest other && Equals(other);

    /// <summary>The bytes are already uniformly distributed.</summary>
    public override int GetHashCode() => unchecked((int)_a);

    /// <inheritdoc/>
    public int CompareTo(Digest other)
    {
        if (_a != other._a) return _a.CompareTo(other._a);
        if (_b != other._b) return _b.CompareTo(other._b);
        return _c != other._c ? _c.CompareTo(other._c) : _d.CompareTo(other._d);
    }

    private static bool TryPart(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        foreach (var c in text)
        {
            int digit;
            if (c is >= '0' and <= '9') digit = c - '0';
            else if (c is >= 'a' and <= 'f') digit = c - 'a' + 10;
            else return false;
            value = (value << 4) | (uint)digit;
        }
        return true;
    }
}
