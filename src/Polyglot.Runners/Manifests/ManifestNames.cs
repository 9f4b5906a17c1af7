namespace Polyglot.Runners;

/// <summary>
/// The forms of names in manifests. Written out, because they are checked at every start: a regular expression would cost more than the
/// reading of the whole file.
/// </summary>
internal static class ManifestNames
{
    private const int LongestId = 64;

    /// <summary><c>[a-z][a-z0-9-]{0,63}</c>.</summary>
    public static bool IsRunnerId(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > LongestId || !char.IsAsciiLetterLower(text[0])) return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-') return false;
        return true;
    }

    /// <summary><c>[A-Za-z_][A-Za-z0-9_]*</c>.</summary>
    public static bool IsVariable(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || char.IsAsciiDigit(text[0])) return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c != '_') return false;
        return true;
    }

    /// <summary><c>\.[A-Za-z0-9_+-]+</c>.</summary>
    public static bool IsExtension(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '.') return false;
        foreach (var c in text[1..])
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '+' or '-')) return false;
        return true;
    }
}
