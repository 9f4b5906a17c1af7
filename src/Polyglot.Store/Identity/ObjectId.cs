using System.Diagnostics.CodeAnalysis;

namespace Polyglot.Store;

/// <summary>Names an object: the SHA-256 of its bytes. Printed as 64 lower-case hex digits. Immutable; 32 bytes inline; ordered as its bytes.</summary>
public readonly struct ObjectId : IEquatable<ObjectId>, IComparable<ObjectId>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = Digest.Size;

    /// <summary>How many digits are printed where people read.</summary>
    public const int AbbreviatedLength = 12;

    private readonly Digest _digest;

    internal ObjectId(Digest digest) => _digest = digest;

    internal Digest Digest => _digest;

    /// <summary>Takes exactly 32 bytes; any other length is an <see cref="ArgumentException"/>.</summary>
    public static ObjectId FromBytes(ReadOnlySpan<byte> bytes) => new(Digest.FromBytes(bytes));

    /// <summary>Reads 64 lower-case hex digits; anything else is a <see cref="FormatException"/>.</summary>
    public static ObjectId Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var id) ? id : throw new FormatException(StoreMessages.BadId("an object id", text));

    /// <summary>Reads 64 lower-case hex digits; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ObjectId id)
    {
        var good = Digest.TryParse(text, out var digest);
        id = new ObjectId(digest);
        return good;
    }

    /// <summary>Reads 64 lower-case hex digits in ASCII; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> ascii, out ObjectId id)
    {
        var good = Digest.TryParse(ascii, out var digest);
        id = new ObjectId(digest);
        return good;
    }

    /// <summary>Writes the 32 bytes; <paramref name="destination"/> must hold them.</summary>
    public void CopyTo(Span<byte> destination) => _digest.CopyTo(destination);

    /// <summary>The 32 bytes in a new array.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>The first <paramref name="length"/> digits, for people; 1 to 64.</summary>
    public string Abbreviated(int length = AbbreviatedLength) => _digest.Abbreviated(length);

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString() => _digest.ToString();

    /// <inheritdoc/>
    public bool Equals(ObjectId other) => _digest.Equals(other._digest);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ObjectId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _digest.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(ObjectId other) => _digest.CompareTo(other._digest);

    /// <summary>Same bytes.</summary>
    public static bool operator ==(ObjectId left, ObjectId right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(ObjectId left, ObjectId right) => !left.Equals(right);

    /// <summary>Order of the bytes.</summary>
    public static bool operator <(ObjectId left, ObjectId right) => left.CompareTo(right) < 0;

    /// <summary>Order of the bytes.</summary>
    public static bool operator >(ObjectId left, ObjectId right) => left.CompareTo(right) > 0;

    /// <summary>Order of the bytes.</summary>
    public static bool operator <=(ObjectId left, ObjectId right) => left.CompareTo(right) <= 0;

    /// <summary>Order of the bytes.</summary>
    public static bool operator >=(ObjectId left, ObjectId right) => left.CompareTo(right) >= 0;
}
