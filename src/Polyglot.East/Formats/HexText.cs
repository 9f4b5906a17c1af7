using System.Buffers;

namespace Polyglot.East;

/// <summary>Blobs as text: <c>0x</c> and hex digits, lower-case when written.</summary>
internal static class HexText
{
    private const int Chunk = 1024;

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

    /// <summary>The bytes of an even number of hex digits of either case, or null when the text is anything else.</summary>
    public static EastBlob? Read(ReadOnlySpan<char> digits)
    {
        if (digits.Length % 2 != 0) return null;
        var bytes = new byte[digits.Length / 2];
        return Convert.FromHexString(digits, bytes, out _, out _) == OperationStatus.Done ? EastBlob.Wrap(bytes) : null;
    }
}
