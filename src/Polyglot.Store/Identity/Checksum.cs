using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Polyglot.Store;

/// <summary>
/// 128 bits that tell apart contents that nobody made to look the same: XXH64 with two seeds. For derived data only, which is read at every start: it is several times as fast as SHA-256, and
/// loads no library of the system's. What anything is named by is <see cref="Hashing"/>'s. Pure.
/// </summary>
public readonly struct Checksum : IEquatable<Checksum>
{
    /// <summary>Bytes of a checksum.</summary>
    public const int Size = 2 * sizeof(ulong);

    private const ulong OtherSeed = 0x706F6C79676C6F74;
    private const ulong P1 = 0x9E3779B185EBCA87;
    private const ulong P2 = 0xC2B2AE3D27D4EB4F;
    private const ulong P3 = 0x165667B19E3779F9;
    private const ulong P4 = 0x85EBCA77C2B2AE63;
    private const ulong P5 = 0x27D4EB2F165667C5;

    private readonly ulong _first;
    private readonly ulong _second;

    private Checksum(ulong first, ulong second) => (_first, _second) = (first, second);

    /// <summary>The checksum of some bytes.</summary>
    public static Checksum Of(ReadOnlySpan<byte> content) => new(Xxh64(content, 0), Xxh64(content, OtherSeed));

    /// <summary>Takes exactly <see cref="Size"/> bytes, as <see cref="CopyTo"/> wrote them.</summary>
    public static Checksum FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException(StoreMessages.IdLength(bytes.Length), nameof(bytes));
        return new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]));
    }

    /// <summary>Writes its bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _first);
        BinaryPrimitives.WriteUInt64BigEndian(destination[sizeof(ulong)..], _second);
    }

    /// <inheritdoc/>
    public bool Equals(Checksum other) => _first == other._first && _second == other._second;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Checksum other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _first.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"{_first:x16}{_second:x16}";

    /// <summary>Whether they are the same.</summary>
    public static bool operator ==(Checksum left, Checksum right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Checksum left, Checksum right) => !left.Equals(right);

    /// <summary>XXH64 as published.</summary>
    internal static ulong Xxh64(ReadOnlySpan<byte> content, ulong seed)
    {
        unchecked
        {
            var rest = content;
            ulong hash;
            if (content.Length >= 32)
            {
                var (a, b, c, d) = (seed + P1 + P2, seed + P2, seed, seed - P1);
                var blocks = MemoryMarshal.Cast<byte, ulong>(content[..(content.Length & ~31)]);
                for (var i = 0; i + 3 < blocks.Length; i += 4)
                {
                    a = Round(a, Little(blocks[i]));
                    b = Round(b, Little(blocks[i + 1]));
                    c = Round(c, Little(blocks[i + 2]));
                    d = Round(d, Little(blocks[i + 3]));
                }
                hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
                hash = Merge(Merge(Merge(Merge(hash, a), b), c), d);
                rest = content[(content.Length & ~31)..];
            }
            else
            {
                hash = seed + P5;
            }
            hash += (ulong)content.Length;
            for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
                hash = (BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest)), 27) * P1) + P4;
            if (rest.Length >= sizeof(uint))
            {
                hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(rest) * P1), 23) * P2) + P3;
                rest = rest[sizeof(uint)..];
            }
            foreach (var last in rest) hash = BitOperations.RotateLeft(hash ^ (last * P5), 11) * P1;
            hash = (hash ^ (hash >> 33)) * P2;
            hash = (hash ^ (hash >> 29)) * P3;
            return hash ^ (hash >> 32);
        }
    }

    private static ulong Round(ulong lane, ulong block) => unchecked(BitOperations.RotateLeft(lane + (block * P2), 31) * P1);

    private static ulong Merge(ulong hash, ulong lane) => unchecked(((hash ^ Round(0, lane)) * P1) + P4);

    private static ulong Little(ulong block) => BitConverter.IsLittleEndian ? block : BinaryPrimitives.ReverseEndianness(block);
}
