using System.Text;

namespace Polyglot.Store;

/// <summary>
/// The one kind of tar header that archives have: a plain file of POSIX ustar, with sizes from 8 GiB on in base 256 as GNU tar writes
/// them. Everything that does not matter is fixed, so that the same content gives the same bytes. Pure.
/// </summary>
internal static class TarHeader
{
    public const int BlockSize = 512;
    public const int LongestName = 100;

    private const int SizeAt = 124, ChecksumAt = 148, TypeAt = 156, LinkAt = 157, MagicAt = 257, PrefixAt = 345;
    private const long OctalLimit = 1L << 33;

    private static ReadOnlySpan<byte> Magic => "ustar\0"u8;

    /// <summary>How many bytes follow a content of this size, up to a whole block.</summary>
    public static int Padding(long size) => (int)((BlockSize - (size % BlockSize)) % BlockSize);

    /// <summary>Writes the header of a file.</summary>
    public static void Write(Span<byte> block, string name, long size)
    {
        block[..BlockSize].Clear();
        Encoding.ASCII.GetBytes(name, block[..LongestName]);
        Octal(block.Slice(100, 8), 0b100_100_100);
        Octal(block.Slice(108, 8), 0);
        Octal(block.Slice(116, 8), 0);
        if (size < OctalLimit) Octal(block.Slice(SizeAt, 12), size);
        else
        {
            block[SizeAt] = 0x80;
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(block.Slice(SizeAt + 4, 8), size);
        }
        Octal(block.Slice(136, 12), 0);
        block[TypeAt] = (byte)'0';
        Magic.CopyTo(block[MagicAt..]);
        block[MagicAt + 6] = (byte)'0';
        block[MagicAt + 7] = (byte)'0';
        block.Slice(ChecksumAt, 8).Fill((byte)' ');
        Octal(block.Slice(ChecksumAt, 7), Sum(block));
    }

    /// <summary>Reads a header; null where it is none of this kind. <paramref name="isOther"/>: it is a sound header of something else.</summary>
    public static (string Name, long Size)? Read(ReadOnlySpan<byte> block, out bool isOther)
    {
        isOther = false;
        Span<byte> copy = stackalloc byte[BlockSize];
        block[..BlockSize].CopyTo(copy);
        copy.Slice(ChecksumAt, 8).Fill((byte)' ');
        if (ReadOctal(block.Slice(ChecksumAt, 7)) != Sum(copy) || !block.Slice(MagicAt, 6).SequenceEqual(Magic)) return null;
        if (block[TypeAt] != '0' || block[LinkAt] != 0 || block[PrefixAt] != 0)
        {
            isOther = true;
            return null;
        }
        var size = block[SizeAt] == 0x80 ? ReadBase256(block.Slice(SizeAt, 12)) : ReadOctal(block.Slice(SizeAt, 12));
        var name = block[..LongestName];
        var end = name.IndexOf((byte)0);
        if (size is not { } known || end == 0) return null;
        if (end >= 0) name = name[..end];
        foreach (var b in name)
            if (b is < 0x20 or > 0x7E) return null;
        return (Encoding.ASCII.GetString(name), known);
    }

    private static long? ReadBase256(ReadOnlySpan<byte> field)
    {
        var size = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(field[4..]);
        return field[1..4].ContainsAnyExcept((byte)0) || size < 0 ? null : size;
    }

    private static long? ReadOctal(ReadOnlySpan<byte> field)
    {
        var text = field.TrimEnd((byte)0).TrimEnd((byte)' ');
        var value = 0L;
        foreach (var b in text)
        {
            if (b is < (byte)'0' or > (byte)'7') return null;
            value = (value << 3) | (long)(b - '0');
        }
        return text.IsEmpty ? null : value;
    }

    private static void Octal(Span<byte> field, long value)
    {
        var digits = Convert.ToString(value, 8).PadLeft(field.Length - 1, '0');
        Encoding.ASCII.GetBytes(digits, field);
        field[^1] = 0;
    }

    private static int Sum(ReadOnlySpan<byte> block)
    {
        var sum = 0;
        foreach (var b in block[..BlockSize]) sum += b;
        return sum;
    }
}
