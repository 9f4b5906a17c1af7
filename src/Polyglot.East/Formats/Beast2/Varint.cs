namespace Polyglot.East;

/// <summary>Unsigned LEB128, and the zigzag form of signed numbers (spec 3.1).</summary>
internal static class Varint
{
    public const int MaxBytes = 10;

    /// <summary>Writes the minimal form and gives its length.</summary>
    public static int Write(Span<byte> to, ulong value)
    {
        var length = 0;
        while (value >= 0x80)
        {
            to[length++] = (byte)(value & 0x7f | 0x80);
            value >>= 7;
        }
        to[length++] = (byte)value;
        return length;
    }

    public static ulong ZigZag(long value) => unchecked((ulong)((value << 1) ^ (value >> 63)));

    public static long UnZigZag(ulong value) => unchecked((long)(value >> 1) ^ -(long)(value & 1));
}
