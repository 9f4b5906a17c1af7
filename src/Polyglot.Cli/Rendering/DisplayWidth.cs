using System.Globalization;
using System.Text;

namespace Polyglot.Cli.Rendering;

/// <summary>How many columns of a terminal a text takes.</summary>
internal static class DisplayWidth
{
    /// <summary>Wide characters count two, combining marks none.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        if (Ascii.IsValid(text)) return text.Length;
        var width = 0;
        foreach (var rune in text.EnumerateRunes()) width += Of(rune);
        return width;
    }

    /// <summary>The text, cut to that many columns; an ellipsis stands for what is missing.</summary>
    public static string Cut(string text, int columns)
    {
        if (columns <= 0) return "";
        if (Of(text) <= columns) return text;
        var (width, length) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (width + Of(rune) > columns - 1) break;
            width += Of(rune);
            length += rune.Utf16SequenceLength;
        }
        return string.Concat(text.AsSpan(0, length), "…");
    }

    /// <summary>The text with blanks after it (or before it) to fill that many columns.</summary>
    public static string Pad(string text, int columns, bool right = false)
    {
        var missing = columns - Of(text);
        if (missing <= 0) return text;
        return right ? new string(' ', missing) + text : text + new string(' ', missing);
    }

    private static int Of(Rune rune)
    {
        if (rune.Value < 0x300) return 1;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format) return 0;
        return IsWide(rune.Value) ? 2 : 1;
    }

    // East Asian wide and full-width blocks, and the emoji that terminals draw in two columns.
    private static bool IsWide(int c) =>
        c is (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0x303e) or (>= 0x3041 and <= 0xa4cf) or (>= 0xac00 and <= 0xd7a3)
            or (>= 0xf900 and <= 0xfaff) or (>= 0xfe30 and <= 0xfe6f) or (>= 0xff00 and <= 0xff60) or (>= 0xffe0 and <= 0xffe6)
            or (>= 0x1f300 and <= 0x1f64f) or (>= 0x1f680 and <= 0x1f6ff) or (>= 0x1f900 and <= 0x1f9ff) or (>= 0x20000 and <= 0x3fffd);
}
