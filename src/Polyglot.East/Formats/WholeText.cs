using System.Text;

namespace Polyglot.East;

/// <summary>Reads a text that comes from a stream: as it comes where that can be, else all of it at once.</summary>
internal static class WholeText
{
    public delegate object PlainReader(EastType type, ByteSource source);

    /// <summary>
    /// Lets the quick reader try. Where it leaves, and of streams that cannot go back, the text is read into a string, UTF-8 with
    /// U+FFFD for what is not.
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
        using var reader = new StreamReader(from, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16, leaveOpen: true);
        var text = reader.ReadToEnd();
        return whole(type, text.StartsWith('\ufeff') ? text[1..] : text);
    }
}
