using System.IO.Compression;
using System.Text;
using Polyglot.East;
using Polyglot.Pictures.Text;

namespace Polyglot.Pictures.Reports.Previews;

/// <summary>Bytes and text as HTML: images, pages and text as they are, the rest as numbers. Pure.</summary>
internal sealed class BlobPreview(ReportLimits limits)
{
    private const int MostText = 4_000;
    private const int MostPage = 600_000;
    private const int MostUnpacked = 2_000_000;
    private const int PerLine = 16;
    private const int MostLines = 8;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Bytes by what they begin with.</summary>
    public string Html(EastBlob blob) => Html(blob.Memory, isUnpacked: false);

    /// <summary>Text: a page or a drawing as such, else its beginning.</summary>
    public string Text(string text)
    {
        var start = text.AsSpan(0, Math.Min(text.Length, 1_000)).TrimStart("\ufeff \t\r\n");
        if (IsPage(start)) return text.Length > MostPage ? Note($"a page of {Quantity.Count(text.Length, "character")}, too large to be shown here") : Page(text);
        if (IsDrawing(start, text)) return Image("image/svg+xml", Encoding.UTF8.GetBytes(text));
        if (text.Length == 0) return Note("empty");
        return text.Length <= MostText ? Pre(text) : Pre(Markup.Cut(text, MostText)) + Note(ReportMessages.TextCut(text.Length - MostText));
    }

    private string Html(ReadOnlyMemory<byte> bytes, bool isUnpacked)
    {
        var span = bytes.Span;
        if (span.Length == 0) return Note("no bytes");
        if (ImageType(span) is { } type) return Image(type, span);
        if (!isUnpacked && span is [0x1f, 0x8b, 8, ..] && Unpack(bytes) is { } unpacked) return Note($"gzip, {Quantity.Size(span.Length)} for {Quantity.Size(unpacked.Length)}") + Html(unpacked, isUnpacked: true);
        if (TextOf(span) is { } text) return Text(text);
        return Dump(span);
    }

    private string Image(string type, ReadOnlySpan<byte> bytes) => bytes.Length > limits.ImageBytes
        ? Note($"an image of {Quantity.Size(bytes.Length)}, too large to be shown here")
        : $"<img class=\"image\" alt=\"\" src=\"data:{type};base64,{Convert.ToBase64String(bytes)}\">";

    // Without scripts, forms and whatever is elsewhere: the frame may do nothing, and the page's own policy holds in it.
    private static string Page(string text) => $"<iframe class=\"page\" sandbox=\"\" title=\"The page as it looks without scripts\" loading=\"lazy\" srcdoc=\"{Markup.Escape(text)}\"></iframe>";

    private static bool IsPage(ReadOnlySpan<char> start) => start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);

    private static bool IsDrawing(ReadOnlySpan<char> start, string text) =>
        start.StartsWith("<svg", StringComparison.Ordinal) || (start.StartsWith("<?xml", StringComparison.Ordinal) && text.AsSpan(0, Math.Min(text.Length, 1_000)).Contains("<svg", StringComparison.Ordinal));

    private static string? ImageType(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };

    private static byte[]? Unpack(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var stream = new GZipStream(new MemoryStream(bytes.ToArray(), writable: false), CompressionMode.Decompress);
            var buffer = new byte[MostUnpacked + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length > MostUnpacked ? null : buffer[..length];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static string? TextOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = Strict.GetString(bytes);
            return text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) ? null : text.TrimStart('\ufeff');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Dump(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (var offset = 0; offset < bytes.Length && offset < PerLine * MostLines; offset += PerLine)
        {
            var line = bytes[offset..Math.Min(bytes.Length, offset + PerLine)];
            text.Append(Convert.ToHexStringLower(BitConverter.GetBytes(offset).Reverse().ToArray())).Append("  ");
            foreach (var b in line) text.Append(Convert.ToHexStringLower([b])).Append(' ');
            text.Append(' ', 3 * (PerLine - line.Length) + 1);
            foreach (var b in line) text.Append(b is >= 0x20 and < 0x7f ? (char)b : '.');
            text.Append('\n');
        }
        return Pre(text.ToString()) + (bytes.Length > PerLine * MostLines ? Note($"{Quantity.Count(bytes.Length, "byte")}, the first {PerLine * MostLines} shown") : "");
    }

    private static string Pre(string text) => $"<pre>{Markup.Escape(text)}</pre>";

    private static string Note(string text) => $"<p class=\"note\">{Markup.Escape(text)}</p>";
}
