using System.Collections.Concurrent;

namespace Polyglot.East;

/// <summary>Regular expressions as ECMAScript has them (spec 5.1), the same on every host. Thread-safe.</summary>
internal static class EastRegex
{
    private const int MaxCached = 256;

    private static readonly ConcurrentDictionary<(string Pattern, string Flags), RegexProgram> Cache = new();

    /// <summary>The program of a pattern, or what is wrong with the pattern or the flags.</summary>
    public static RegexProgram? Compile(string pattern, string flags, out string? problem)
    {
        problem = null;
        if (Cache.TryGetValue((pattern, flags), out var known)) return known;
        if (!RegexFlagsText.TryParse(flags, out var parsed))
        {
            problem = RegexMessages.Flags(flags);
            return null;
        }
        try
        {
            var program = RegexCompiler.Compile(pattern, parsed);
            if (Cache.Count >= MaxCached) Cache.Clear();
            Cache[(pattern, flags)] = program;
            return program;
        }
        catch (RegexSyntaxException e)
        {
            problem = RegexMessages.Pattern(pattern, e.Message);
            return null;
        }
    }
}
