using System.Text.RegularExpressions;

namespace Polyglot.Pictures.Reports;

/// <summary>What programs print, as a page shows it. Pure.</summary>
internal static partial class LogText
{
    /// <summary>The text without what is for terminals alone; of a long one the beginning and, mostly, the end.</summary>
    public static string Cut(string text, int most)
    {
        var plain = Overwritten().Replace(Escapes().Replace(text.Replace("\r\n", "\n", StringComparison.Ordinal), ""), "").TrimEnd('\n');
        if (plain.Length <= most) return plain;
        var (head, tail) = (most / 3, plain.Length - (most - most / 3));
        // Whole lines, where there is a line end nearby.
        if (plain.LastIndexOf('\n', head, Math.Min(head, 400)) is >= 0 and var end) head = end;
        if (plain.IndexOf('\n', tail, Math.Min(plain.Length - tail, 400)) is >= 0 and var begin) tail = begin + 1;
        if (char.IsLowSurrogate(plain[tail])) tail++;
        if (head > 0 && char.IsHighSurrogate(plain[head - 1])) head--;
        return string.Concat(plain.AsSpan(0, head), ReportMessages.LogCut(tail - head), plain.AsSpan(tail));
    }

    // Colours, cursor movements, titles.
    [GeneratedRegex("\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[ -/]*[0-~])")]
    private static partial Regex Escapes();

    // What a progress bar wrote over again: only the last stays.
    [GeneratedRegex("[^\n]*\r")]
    private static partial Regex Overwritten();
}
