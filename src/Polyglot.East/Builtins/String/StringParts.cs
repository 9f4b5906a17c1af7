namespace Polyglot.East;

/// <summary>Builtins that put Strings together and take them apart. Lengths and indices count code points.</summary>
internal static class StringParts
{
    [Builtin("StringConcat", "(String, String) -> String")]
    public static string Concat(BuiltinSite site, string first, string second)
    {
        var length = (long)first.Length + second.Length;
        if (length > StringMessages.MaxLength) throw site.Fail(StringMessages.TooLong(length));
        return string.Concat(first, second);
    }

    [Builtin("StringRepeat", "(String, Integer) -> String")]
    public static string Repeat(BuiltinSite site, string text, long count)
    {
        if (count <= 0 || text.Length == 0) return "";
        if (count > StringMessages.MaxLength / text.Length) throw site.Fail(StringMessages.TooLong(ProductOrMax(text.Length, count)));
        return string.Create(text.Length * (int)count, text, static (target, source) =>
        {
            for (var at = 0; at < target.Length; at += source.Length) source.CopyTo(target[at..]);
        });
    }

    [Builtin("StringLength", "(String) -> Integer")]
    public static long Length(string text) => CodePoints.Count(text);

    [Builtin("StringSubstring", "(String, Integer, Integer) -> String")]
    public static string Substring(string text, long from, long to)
    {
        from = Math.Max(from, 0);
        if (from >= to) return "";
        var start = CodePoints.OffsetOf(text, from);
        var length = CodePoints.OffsetOf(text.AsSpan(start), to - from);
        return length == text.Length ? text : text.Substring(start, length);
    }

    [Builtin("StringSplit", "(String, String) -> Array<String>")]
    public static EastArray<string> Split(string text, string delimiter)
    {
        if (delimiter.Length > 0) return EastArray.Wrap(text.Split(delimiter));
        if (text.Length == 0) return EastArray.Wrap([""]);
        var pieces = new string[CodePoints.Count(text)];
        for (int i = 0, at = 0; i < pieces.Length; i++)
        {
            var units = CodePoints.UnitsAt(text, at);
            pieces[i] = text.Substring(at, units);
            at += units;
        }
        return EastArray.Wrap(pieces);
    }

    [Builtin("StringTrim", "(String) -> String")]
    public static string Trim(string text) => Same(text, Blank.Trim(text));

    [Builtin("StringTrimStart", "(String) -> String")]
    public static string TrimStart(string text) => Same(text, Blank.TrimStart(text));

    [Builtin("StringTrimEnd", "(String) -> String")]
    public static string TrimEnd(string text) => Same(text, Blank.TrimEnd(text));

    [Builtin("StringUpperCase", "(String) -> String")]
    public static string UpperCase(string text) => UnicodeCase.ToUpper(text);

    [Builtin("StringLowerCase", "(String) -> String")]
    public static string LowerCase(string text) => UnicodeCase.ToLower(text);

    private static string Same(string text, ReadOnlySpan<char> part) => part.Length == text.Length ? text : part.ToString();

    private static long ProductOrMax(long a, long b) => (long)Int128.Min((Int128)a * b, long.MaxValue);
}
