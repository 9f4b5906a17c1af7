using System.Buffers.Binary;
using System.Text;

namespace Polyglot.East;

/// <summary>Strings as bytes.</summary>
internal static class StringEncodings
{
    /// <summary>Without a byte order mark; an unpaired surrogate becomes U+FFFD.</summary>
    [Builtin("StringEncodeUtf8", "(String) -> Blob")]
    public static EastBlob EncodeUtf8(string text) => EastBlob.Wrap(Encoding.UTF8.GetBytes(text));

    /// <summary>Little-endian with a byte order mark; the units are written as they are, paired or not.</summary>
    [Builtin("StringEncodeUtf16", "(String) -> Blob")]
    public static EastBlob EncodeUtf16(string text)
    {
        var bytes = new byte[2 + text.Length * 2];
        (bytes[0], bytes[1]) = (0xff, 0xfe);
        for (var i = 0; i < text.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 + i * 2), text[i]);
        return EastBlob.Wrap(bytes);
    }
}
