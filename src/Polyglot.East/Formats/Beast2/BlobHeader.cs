namespace Polyglot.East;

/// <summary>The bytes before the content in the beast2 file of a Blob or a String: the header and the content's length (spec 3.1). Thread-safe.</summary>
public static class BlobHeader
{
    /// <summary>What comes before a content of this length.</summary>
    /// <param name="type">Blob or String.</param>
    /// <param name="length">In bytes, not negative.</param>
    public static byte[] Of(EastType type, long length)
    {
        var header = Beast2.Header(type);
        Span<byte> varint = stackalloc byte[10];
        var count = 0;
        var rest = (ulong)length;
        do
        {
            varint[count++] = (byte)((rest & 0x7F) | (rest > 0x7F ? 0x80u : 0u));
            rest >>= 7;
        }
        while (rest != 0);
        return [.. header, .. varint[..count]];
    }

    /// <summary>Where the content of such a file begins, and how long it is; null when the bytes are no such file.</summary>
    public static (int Start, long Length)? Read(ReadOnlySpan<byte> beginning, EastType type)
    {
        var header = Beast2.Header(type);
        if (!beginning.StartsWith(header)) return null;
        var length = 0UL;
        for (var i = 0; i < 10 && header.Length + i < beginning.Length; i++)
        {
            var b = beginning[header.Length + i];
            if (i == 9 && b > 1) return null;
            length |= (ulong)(b & 0x7F) << (7 * i);
            if (b < 0x80) return length > long.MaxValue ? null : (header.Length + i + 1, (long)length);
        }
        return null;
    }
}
