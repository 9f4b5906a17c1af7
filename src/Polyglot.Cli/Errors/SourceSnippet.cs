using Polyglot.Cli.Rendering;

namespace Polyglot.Cli.Errors;

/// <summary>The line of a file that an error is about, with a caret beneath the place.</summary>
internal static class SourceSnippet
{
    private const long LargestFile = 4 << 20;
    private const int LongestLine = 120;

    /// <summary>
    /// <code>
    ///  12 |   clean: { runner: nod, function: ... }
    ///     |                    ^
    /// </code>
    /// Empty when the file or the line is not there, or too large to be looked at.
    /// </summary>
    public static IReadOnlyList<string> Read(string file, int line, int column, Palette palette)
    {
        if (line <= 0) return [];
        try
        {
            if (new FileInfo(file) is not { Exists: true, Length: <= LargestFile }) return [];
            return File.ReadLines(file).Skip(line - 1).FirstOrDefault() is { } text ? Show(text, line, column, palette) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    /// <summary>The two lines for a text that is already at hand.</summary>
    public static IReadOnlyList<string> Show(string text, int line, int column, Palette palette)
    {
        var shown = Printable.Of(text.Replace('\t', ' '));
        var caret = Math.Clamp(column - 1, 0, shown.Length);
        if (shown.Length > LongestLine)
        {
            var start = Math.Clamp(caret - LongestLine / 2, 0, shown.Length - LongestLine);
            shown = shown.Substring(start, LongestLine);
            caret -= start;
        }
        var number = $"{line,4}";
        var gutter = palette.Dim(" |");
        var first = $"{palette.Dim(number)}{gutter} {shown}";
        if (column <= 0) return [first];
        var indent = new string(' ', DisplayWidth.Of(shown.AsSpan(0, caret)));
        return [first, $"{new string(' ', number.Length)}{gutter} {indent}{palette.Red("^")}"];
    }
}
