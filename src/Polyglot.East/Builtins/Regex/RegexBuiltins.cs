using System.Text;

namespace Polyglot.East;

/// <summary>Builtins that search with a pattern. A bad pattern, bad flags and a search without end are East errors at the builtin.</summary>
internal static class RegexBuiltins
{
    [Builtin("RegexContains", "(String, String, String) -> Boolean")]
    public static bool Contains(BuiltinSite site, string text, string pattern, string flags) => Find(site, text, pattern, flags) is not null;

    /// <summary>
    /// The index counts code points. A match that begins at the very end of the text gives -1, as in the reference (quirk 26).
    /// </summary>
    [Builtin("RegexIndexOf", "(String, String, String) -> Integer")]
    public static long IndexOf(BuiltinSite site, string text, string pattern, string flags) =>
        Find(site, text, pattern, flags) is { } start && start < text.Length ? CodePoints.Count(text.AsSpan(0, start)) : -1;

    /// <summary>Every match; after an empty one the search goes on one unit later. The replacement is looked at before anything else.</summary>
    [Builtin("RegexReplace", "(String, String, String, String) -> String")]
    public static string Replace(BuiltinSite site, string text, string pattern, string flags, string replacement)
    {
        if (RegexReplacement.Problem(replacement) is { } problem) throw site.FailAt(3, problem);
        var program = Compile(site, pattern, flags);
        var matcher = new RegexMatcher(program, text);
        try
        {
            if (!matcher.Find(0)) return text;
            var result = new StringBuilder();
            var done = 0;
            do
            {
                result.Append(text, done, matcher.Start - done);
                RegexReplacement.Append(result, replacement, program, matcher);
                if (result.Length > StringMessages.MaxLength) throw site.Fail(StringMessages.TooLong(result.Length));
                done = matcher.End;
            }
            while (matcher.Find(matcher.End == matcher.Start ? matcher.End + 1 : matcher.End));
            return result.Append(text, done, text.Length - done).ToString();
        }
        catch (RegexTooCostlyException)
        {
            throw site.Fail(RegexMessages.TooManySteps(pattern));
        }
    }

    /// <summary>Where the first match starts.</summary>
    private static int? Find(BuiltinSite site, string text, string pattern, string flags)
    {
        var matcher = new RegexMatcher(Compile(site, pattern, flags), text);
        try
        {
            return matcher.Find(0) ? matcher.Start : null;
        }
        catch (RegexTooCostlyException)
        {
            throw site.Fail(RegexMessages.TooManySteps(pattern));
        }
    }

    private static RegexProgram Compile(BuiltinSite site, string pattern, string flags) =>
        EastRegex.Compile(pattern, flags, out var problem) ?? throw site.Fail(problem!);
}
