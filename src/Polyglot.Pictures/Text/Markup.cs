using System.Globalization;
using System.Text;

namespace Polyglot.Pictures.Text;

/// <summary>Text that is safe inside HTML and SVG, as content and in quoted attributes. Pure.</summary>
internal static class Markup
{
    /// <summary>
    /// The text with every character that could end where it stands written as a reference; control characters that no document may hold, lone
    /// surrogates and bidirectional overrides are shown as the replacement character.
    /// </summary>
    public static string Escape(string text)
    {
        var clean = true;
        foreach (var c in text) clean &= !IsSpecial(c);
        if (clean) return text;
        var safe = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) safe.Append(c).Append(text[++i]);
            else safe.Append(c switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ when IsSpecial(c) => "\ufffd",
                _ => c.ToString(),
            });
        }
        return safe.ToString();
    }

    /// <summary>A coordinate: at most one decimal, always with a point.</summary>
    public static string Number(double number) => Math.Round(number, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>The first characters of a text that is too long, with an ellipsis; no pair of surrogates is cut apart.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        var end = Math.Max(0, most - 1);
        if (end > 0 && char.IsHighSurrogate(text[end - 1])) end--;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    private static bool IsSpecial(char c) =>
        c is '<' or '>' or '&' or '"' or '\'' || (char.IsControl(c) && c is not ('\n' or '\t')) || char.IsSurrogate(c)
        || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\ufffe' or '\uffff';
}
