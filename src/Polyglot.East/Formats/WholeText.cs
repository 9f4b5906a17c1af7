using System.Text;

namespace Polyglot.East;

/// <summary>Reads a text that comes from a stream: as it comes where that can be, else all of it at once.</summary>
internal static class WholeText
{
    public const string NotUtf8 = "the text is not UTF-8";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public delegate object PlainReader(EastType type, ByteSource source);

    /// <summary>
    /// Lets the quick reader try. Where it leaves, and of streams that cannot go back, the text is read into a string. A byte order mark is
    /// no part of it.
    /// </summary>
    public static ParseResult<object> Read(Stream from, EastType type, PlainReader plain, Func<EastType, string, ParseResult<object>> whole)
    {
        if (from.CanSeek)
        {
            var start = from.Position;
            using var source = new ByteSource(from);
            try
            {
                return ParseResult.Success(plain(type, source));
            }
            catch (NotPlainException)
            {
                from.Position = start;
            }
        }
        using var reader = new StreamReader(from, Strict, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16, leaveOpen: true);
        try
        {
            var text = reader.ReadToEnd();
            return whole(type, text.StartsWith('\ufeff') ? text[1..] : text);
        }
        catch (DecoderFallbackException)
        {
            return new ParseError(NotUtf8, 0, 1, 1, NamesPlace: true);
        }
    }
}
