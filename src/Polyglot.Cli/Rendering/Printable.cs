using System.Text;

namespace Polyglot.Cli.Rendering;

/// <summary>
/// Text from tasks, values and files on its way to a terminal: control characters are shown, not obeyed, so that no output can move the
/// cursor, set the title or hide what comes after it.
/// </summary>
internal static class Printable
{
    /// <summary>One line: every control character is written as an escape such as <c>\x1b</c>.</summary>
    public static string Of(string text) => Clean(text, keepLayout: false);

    /// <summary>Several lines: line feeds and tabs stay.</summary>
    public static string Lines(string text) => Clean(text, keepLayout: true);

    private static string Clean(string text, bool keepLayout)
    {
        var first = FirstBad(text, keepLayout);
        if (first < 0) return text;
        var clean = new StringBuilder(text.Length + 8).Append(text, 0, first);
        foreach (var c in text.AsSpan(first))
        {
            if (!IsBad(c, keepLayout)) clean.Append(c);
            else if (c == '\n') clean.Append("\\n");
            else if (c == '\r') clean.Append(keepLayout ? "" : "\\r");
            else if (c == '\t') clean.Append("\\t");
            else if (c <= '\u00ff') clean.Append("\\x").Append(((int)c).ToString("x2"));
            else clean.Append("\\u").Append(((int)c).ToString("x4"));
        }
        return clean.ToString();
    }

    private static int FirstBad(string text, bool keepLayout)
    {
        for (var i = 0; i < text.Length; i++)
            if (IsBad(text[i], keepLayout)) return i;
        return -1;
    }

    // Bidirectional overrides reorder what is beside them.
    private static bool IsBad(char c, bool keepLayout) =>
        (char.IsControl(c) && !(keepLayout && c is '\n' or '\t')) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
