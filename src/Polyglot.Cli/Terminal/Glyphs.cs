namespace Polyglot.Cli.Terminal;

/// <summary>Whether the terminal can be expected to show more than ASCII.</summary>
internal static class Glyphs
{
    private static readonly string[] Variables = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>By the locale, as POSIX ranks its variables; systems without one have it.</summary>
    public static bool HasUnicode(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()) return true;
        var locale = Variables.Select(environment).FirstOrDefault(v => !string.IsNullOrEmpty(v)) ?? "";
        return locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
    }
}
