using System.Buffers;

namespace Polyglot.East;

/// <summary>Blobs as text: <c>0x</c> and hex digits, lower-case when written.</summary>
internal static class HexText
{
    private const int Chunk = 1024;

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    public static void Write(TextWriter to, ReadOnlySpan<byte> bytes)
    {
        Span<char> digits = stackalloc char[Chunk * 2];
        to.Write("0x");
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(Chunk, bytes.Length)];
            Convert.TryToHexStringLower(part, digits, out var written);
            to.Write(digits[..written]);
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>The bytes of the hex digits that come next, all of them, or null when their number is odd.</summary>
    public static EastBlob? Take(ref Utf8Cursor from)
    {
        var digits = from.TakeWhile(Digits);
        if (digits.Length % 2 != 0) return null;
        var bytes = new byte[digits.Length / 2];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)(Digit(digits[2 * i]) * 16 + Digit(digits[2 * i + 1]));
        return EastBlob.Wrap(bytes);
    }

    /// <summary>The bytes of an even number of hex digits of either case, or null when the text is anything else.</summary>
    public static EastBlob? Read(ReadOnlySpan<char> digits)
    {
        if (digits.Length % 2 != 0) return null;
        var bytes = new byte[digits.Length / 2];
        return Convert.FromHexString(digits, bytes, out _, out _) == OperationStatus.Done ? EastBlob.Wrap(bytes) : null;
    }

    private static int Digit(byte digit) => char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
