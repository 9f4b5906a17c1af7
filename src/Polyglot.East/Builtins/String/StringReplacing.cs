using System.Text;

namespace Polyglot.East;

/// <summary>
/// <c>StringReplace</c>: every occurrence, left to right. Quirk 25 of the specification: the replacement's <c>$$</c>, <c>$&amp;</c>,
/// <c>$`</c> and <c>$'</c> mean a dollar sign, the occurrence, what precedes and what follows it, as in the reference; an empty search
/// text is found before every code point and at the end, where the reference splits surrogate pairs.
/// </summary>
internal static class StringReplacing
{
    [Builtin("StringReplace", "(String, String, String) -> String")]
    public static string Replace(BuiltinSite site, string text, string search, string replacement)
    {
        var isPlain = !replacement.Contains('$', StringComparison.Ordinal);
        if (search.Length == 0) return AtEveryCodePoint(site, text, replacement);
        var at = text.IndexOf(search, StringComparison.Ordinal);
        if (at < 0) return text;
        var result = new StringBuilder();
        var done = 0;
        for (; at >= 0; at = text.IndexOf(search, done, StringComparison.Ordinal))
        {
            result.Append(text, done, at - done);
            if (isPlain) result.Append(replacement);
            else Expand(result, replacement, text, at, search.Length);
            done = at + search.Length;
            CheckLength(site, result);
        }
        result.Append(text, done, text.Length - done);
        CheckLength(site, result);
        return result.ToString();
    }

    private static string AtEveryCodePoint(BuiltinSite site, string text, string replacement)
    {
        var result = new StringBuilder();
        for (var at = 0; ;)
        {
            Expand(result, replacement, text, at, length: 0);
            CheckLength(site, result);
            if (at == text.Length) return result.ToString();
            var units = CodePoints.UnitsAt(text, at);
            result.Append(text, at, units);
            at += units;
        }
    }

    private static void Expand(StringBuilder result, string replacement, string text, int at, int length)
    {
        for (var i = 0; i < replacement.Length; i++)
        {
            var next = replacement[i] == '$' && i + 1 < replacement.Length ? replacement[i + 1] : '\0';
            _ = next switch
            {
                '$' => result.Append('$'),
                '&' => result.Append(text, at, length),
                '`' => result.Append(text, 0, at),
                '\'' => result.Append(text, at + length, text.Length - at - length),
                _ => result.Append(replacement[i]),
            };
            if (next is '$' or '&' or '`' or '\'') i++;
        }
    }

    private static void CheckLength(BuiltinSite site, StringBuilder result)
    {
        if (result.Length > StringMessages.MaxLength) throw site.Fail(StringMessages.TooLong(result.Length));
    }
}
