namespace Polyglot.East;

/// <summary>What the regex builtins say (spec 5.1). Those about the replacement are matched to the letter by programs.</summary>
internal static class RegexMessages
{
    public const string Unterminated = "Unterminated group";
    public const string UnmatchedClose = "Unmatched ')'";
    public const string InvalidGroup = "Invalid group";
    public const string InvalidGroupName = "Invalid capture group name";
    public const string DuplicateGroupName = "Duplicate capture group name";
    public const string InvalidNamedReference = "Invalid named reference";
    public const string UnknownNamedReference = "Invalid named capture referenced";
    public const string NothingToRepeat = "Nothing to repeat";
    public const string QuantifierOrder = "numbers out of order in {} quantifier";
    public const string UnterminatedClass = "Unterminated character class";
    public const string RangeOrder = "Range out of order in character class";
    public const string TrailingBackslash = "\\ at end of pattern";
    public const string InvalidEscape = "Invalid escape";
    public const string TooDeep = "groups are nested too deeply";
    public const string TooLarge = "the pattern is too large";

    public const string UnescapedAtEnd = "invalid regex replacement string: unescaped $ at end of string";
    public const string UnterminatedName = "invalid regex replacement string: unterminated group name in $<...>";
    public const string EmptyName = "invalid regex replacement string: empty group name in $<>";

    /// <summary>A pattern that cannot be read.</summary>
    public static string Pattern(string pattern, string problem) => $"Invalid regular expression: /{pattern}/: {problem}";

    /// <summary>A flag other than <c>g i m s</c>, or one twice.</summary>
    public static string Flags(string flags) => $"Invalid regular expression flags '{flags}': each of g, i, m and s may be there once";

    /// <summary>A search that does not come to an end in reasonable time.</summary>
    public static string TooManySteps(string pattern) =>
        $"Regular expression /{pattern}/ takes too many steps on this text: it tries the same characters in too many ways";

    public static string InvalidNameCharacter(string character) =>
        $"invalid regex replacement string: invalid character \"{character}\" in group name in $<...>";

    public static string Unescaped(string character) => $"invalid regex replacement string: unescaped $ at ${character}";
}
