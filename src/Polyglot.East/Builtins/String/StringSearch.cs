namespace Polyglot.East;

/// <summary>Builtins that look for one String in another, unit by unit and without any culture.</summary>
internal static class StringSearch
{
    [Builtin("StringStartsWith", "(String, String) -> Boolean")]
    public static bool StartsWith(string text, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal);

    [Builtin("StringEndsWith", "(String, String) -> Boolean")]
    public static bool EndsWith(string text, string suffix) => text.EndsWith(suffix, StringComparison.Ordinal);

    [Builtin("StringContains", "(String, String) -> Boolean")]
    public static bool Contains(string text, string part) => text.Contains(part, StringComparison.Ordinal);

    /// <summary>The index counts code points; -1 when there is none.</summary>
    [Builtin("StringIndexOf", "(String, String) -> Integer")]
    public static long IndexOf(string text, string part)
    {
        var offset = text.IndexOf(part, StringComparison.Ordinal);
        return offset < 0 ? -1 : CodePoints.Count(text.AsSpan(0, offset));
    }
}
