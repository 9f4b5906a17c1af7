using System.Globalization;

namespace Polyglot.East;

/// <summary>White space as ECMAScript's <c>\s</c> has it: also the no-break space, U+FEFF and the separators, but not U+0085.</summary>
internal static class Blank
{
    public static bool Is(char c) => c switch
    {
        ' ' or '\t' or '\v' or '\f' or '\r' or '\n' or '\u00a0' or '\ufeff' or '\u2028' or '\u2029' => true,
        < '\u1680' => false,
        _ => char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator,
    };

    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text) => TrimEnd(TrimStart(text));

    public static ReadOnlySpan<char> TrimStart(ReadOnlySpan<char> text)
    {
        while (text.Length > 0 && Is(text[0])) text = text[1..];
        return text;
    }

    public static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> text)
    {
        while (text.Length > 0 && Is(text[^1])) text = text[..^1];
        return text;
    }
}
