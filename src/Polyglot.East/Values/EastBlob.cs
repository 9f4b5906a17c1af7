namespace Polyglot.East;

/// <summary>A value of type Blob: immutable bytes with value equality.</summary>
public sealed class EastBlob : IEquatable<EastBlob>, IComparable<EastBlob>
{
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>Copies the bytes.</summary>
    public EastBlob(ReadOnlySpan<byte> bytes) => _bytes = bytes.ToArray();

    private EastBlob(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>No bytes.</summary>
    public static EastBlob Empty { get; } = new(ReadOnlyMemory<byte>.Empty);

    /// <summary>How many bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes.Span;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>Takes the bytes without copying; the caller promises that nobody changes them.</summary>
    public static EastBlob Wrap(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <inheritdoc/>
    public bool Equals(EastBlob? other) => other is not null && Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EastBlob);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>By unsigned bytes, the shorter first on a tie (spec 1.5).</summary>
    public int CompareTo(EastBlob? other) => other is null ? 1 : Span.SequenceCompareTo(other.Span);

    /// <summary>Value equality.</summary>
    public static bool operator ==(EastBlob? left, EastBlob? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Value inequality.</summary>
    public static bool operator !=(EastBlob? left, EastBlob? right) => !(left == right);

    /// <summary>Before in order.</summary>
    public static bool operator <(EastBlob left, EastBlob right) => left.CompareTo(right) < 0;

    /// <summary>After in order.</summary>
    public static bool operator >(EastBlob left, EastBlob right) => left.CompareTo(right) > 0;

    /// <summary>Not after in order.</summary>
    public static bool operator <=(EastBlob left, EastBlob right) => left.CompareTo(right) <= 0;

    /// <summary>Not before in order.</summary>
    public static bool operator >=(EastBlob left, EastBlob right) => left.CompareTo(right) >= 0;

    /// <summary>East text: <c>0x</c> and lower-case hex digits.</summary>
    public override string ToString() => "0x" + Convert.ToHexStringLower(Span);
}
