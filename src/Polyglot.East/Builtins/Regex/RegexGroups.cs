using System.Globalization;

namespace Polyglot.East;

/// <summary>Finds the groups of a pattern before it is read, because a reference may come before its group.</summary>
internal static class RegexGroups
{
    /// <summary>The numbers of the named groups, and how many groups there are in all.</summary>
    /// <exception cref="RegexSyntaxException">A name is not an identifier or is there twice.</exception>
    public static Dictionary<string, int> Scan(string pattern, out int count)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        count = 0;
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '(' when !inClass:
                    var isNamed = IsAt(pattern, i, "(?<") && !IsAt(pattern, i, "(?<=") && !IsAt(pattern, i, "(?<!");
                    if (!isNamed && IsAt(pattern, i, "(?")) break;
                    count++;
                    if (isNamed && !names.TryAdd(Name(pattern, i + 3), count)) throw new RegexSyntaxException(RegexMessages.DuplicateGroupName);
                    break;
            }
        }
        return names;
    }

    /// <summary>The name that starts there and ends before the next <c>&gt;</c>.</summary>
    public static string Name(string pattern, int start)
    {
        var end = pattern.IndexOf('>', start);
        if (end <= start || !IsStart(pattern[start])) throw new RegexSyntaxException(RegexMessages.InvalidGroupName);
        for (var i = start + 1; i < end; i++)
            if (!IsPart(pattern[i])) throw new RegexSyntaxException(RegexMessages.InvalidGroupName);
        return pattern[start..end];
    }

    private static bool IsAt(string pattern, int at, string text) => string.CompareOrdinal(pattern, at, text, 0, text.Length) == 0;

    private static bool IsStart(char c) => c is '$' or '_' || char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.LetterNumber;

    private static bool IsPart(char c) => IsStart(c) || c is '\u200c' or '\u200d' || char.GetUnicodeCategory(c) is UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation;
}
