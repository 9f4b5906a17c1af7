using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Polyglot.East;

/// <summary>Builtins on the bytes of a Blob, and on text in them (spec 5).</summary>
internal static class BlobBytes
{
    private const char Mark = '\ufeff';

    private static readonly UnicodeEncoding StrictUtf16 = new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);

    private static readonly UnicodeEncoding StrictUtf16BigEndian = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    [Builtin("BlobSize", "(Blob) -> Integer")]
    public static long Size(EastBlob blob) => blob.Length;

    [Builtin("BlobGetUint8", "(Blob, Integer) -> Integer")]
    public static long GetUint8(BuiltinSite site, EastBlob blob, long index) =>
        index >= 0 && index < blob.Length ? blob.Span[(int)index] : throw site.Fail(BlobMessages.OutOfBounds(index));

    /// <summary>Strict; one byte order mark at the start is no part of the text.</summary>
    [Builtin("BlobDecodeUtf8", "(Blob) -> String")]
    public static string DecodeUtf8(BuiltinSite site, EastBlob blob) =>
        Utf8.IsValid(blob.Span) ? WithoutMark(Encoding.UTF8.GetString(blob.Span)) : throw site.Fail(BlobMessages.NotUtf8);

    /// <summary>
    /// Strict. A byte order mark says which order, little-endian without one; a further mark is dropped too, as the reference's host does.
    /// </summary>
    [Builtin("BlobDecodeUtf16", "(Blob) -> String")]
    public static string DecodeUtf16(BuiltinSite site, EastBlob blob)
    {
        var bytes = blob.Span;
        var isBig = bytes.Length >= 2 && BinaryPrimitives.ReadUInt16BigEndian(bytes) == Mark;
        var hasMark = isBig || (bytes.Length >= 2 && BinaryPrimitives.ReadUInt16LittleEndian(bytes) == Mark);
        if (hasMark) bytes = bytes[2..];
        try
        {
            return WithoutMark((isBig ? StrictUtf16BigEndian : StrictUtf16).GetString(bytes));
        }
        catch (DecoderFallbackException e)
        {
            throw site.Fail(BlobMessages.NotUtf16, e);
        }
    }

    private static string WithoutMark(string text) => text is [Mark, ..] ? text[1..] : text;
}
