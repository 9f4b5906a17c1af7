namespace Polyglot.East;

/// <summary>How a pattern is to be taken.</summary>
[Flags]
internal enum RegexFlags
{
    None = 0,
    IgnoreCase = 1,
    Multiline = 2,
    DotAll = 4,

    /// <summary>Allowed and without meaning (spec 5.1): replacing always replaces all, searching starts afresh each time.</summary>
    Global = 8,
}

/// <summary>Reads flags.</summary>
internal static class RegexFlagsText
{
    /// <summary>False when a letter is unknown or occurs twice.</summary>
    public static bool TryParse(string text, out RegexFlags flags)
    {
        flags = RegexFlags.None;
        foreach (var letter in text)
        {
            var flag = letter switch
            {
                'i' => RegexFlags.IgnoreCase,
                'm' => RegexFlags.Multiline,
                's' => RegexFlags.DotAll,
                'g' => RegexFlags.Global,
                _ => RegexFlags.None,
            };
            if (flag == RegexFlags.None || flags.HasFlag(flag)) return false;
            flags |= flag;
        }
        return true;
    }
}
