using System.Text;

namespace Polyglot.East;

/// <summary>
/// Upper and lower case of the whole of Unicode without any language (spec 5, "String"): ß becomes SS, and Σ at the end of a word
/// becomes ς. The table is our own so that a program gives the same on every host.
/// </summary>
internal static class UnicodeCase
{
    private const char Sigma = '\u03a3';
    private const char FinalSigma = '\u03c2';
    private static readonly Dictionary<int, string> SpecialUpper = UnicodeCaseTable.SpecialUpper.ToDictionary(e => e.CodePoint, e => e.Text);
    private static readonly Dictionary<int, string> SpecialLower = UnicodeCaseTable.SpecialLower.ToDictionary(e => e.CodePoint, e => e.Text);

    public static string ToUpper(string text)
    {
        if (Ascii.IsValid(text)) return text.AsSpan().ContainsAnyInRange('a', 'z') ? text.ToUpperInvariant() : text;
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var codePoint = Decode(text, ref at);
            if (SpecialUpper.TryGetValue(codePoint, out var several)) result.Append(several);
            else Append(result, Map(UnicodeCaseTable.Upper, codePoint));
        }
        return result.ToString();
    }

    public static string ToLower(string text)
    {
        if (Ascii.IsValid(text)) return text.AsSpan().ContainsAnyInRange('A', 'Z') ? text.ToLowerInvariant() : text;
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            var codePoint = Decode(text, ref at);
            if (codePoint == Sigma && EndsWord(text, start)) result.Append(FinalSigma);
            else if (SpecialLower.TryGetValue(codePoint, out var several)) result.Append(several);
            else Append(result, Map(UnicodeCaseTable.Lower, codePoint));
        }
        return result.ToString();
    }

    /// <summary>
    /// What ECMAScript's regular expressions compare when they ignore case: the upper case of a single unit, but the unit itself when
    /// that has several, or when it would become ASCII without having been.
    /// </summary>
    public static char Folded(char unit)
    {
        if (unit < 0x80) return char.IsAsciiLetterLower(unit) ? (char)(unit - 32) : unit;
        if (SpecialUpper.ContainsKey(unit)) return unit;
        var upper = Map(UnicodeCaseTable.Upper, unit);
        return upper is >= 0x80 and <= char.MaxValue ? (char)upper : unit;
    }

    /// <summary>A cased letter comes before, perhaps with ignorable characters between, and none comes after (Final_Sigma).</summary>
    private static bool EndsWord(string text, int sigma)
    {
        var before = sigma;
        do
        {
            if (before == 0) return false;
            before -= before >= 2 && char.IsSurrogatePair(text, before - 2) ? 2 : 1;
        }
        while (IsIgnorable(CodePointAt(text, before)));
        if (!Contains(UnicodeCaseTable.Cased, CodePointAt(text, before))) return false;
        for (var after = sigma + 1; after < text.Length; after++)
        {
            var codePoint = Decode(text, ref after);
            if (!IsIgnorable(codePoint)) return !Contains(UnicodeCaseTable.Cased, codePoint);
        }
        return true;
    }

    private static bool IsIgnorable(int codePoint) => Contains(UnicodeCaseTable.CaseIgnorable, codePoint);

    /// <summary>The code point at an offset, which moves to the last unit of it.</summary>
    private static int Decode(string text, ref int at)
    {
        var codePoint = CodePointAt(text, at);
        if (codePoint > char.MaxValue) at++;
        return codePoint;
    }

    private static int CodePointAt(string text, int at) =>
        CodePoints.UnitsAt(text, at) == 2 ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at];

    private static void Append(StringBuilder to, int codePoint)
    {
        if (codePoint <= char.MaxValue) to.Append((char)codePoint);
        else to.Append(char.ConvertFromUtf32(codePoint));
    }

    private static int Map(ReadOnlySpan<int> runs, int codePoint)
    {
        var (low, high) = (0, runs.Length / 4 - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var run = runs.Slice(middle * 4, 4);
            if (codePoint < run[0]) high = middle - 1;
            else if (codePoint > run[1]) low = middle + 1;
            else return (codePoint - run[0]) % run[2] == 0 ? codePoint + run[3] : codePoint;
        }
        return codePoint;
    }

    private static bool Contains(ReadOnlySpan<int> ranges, int codePoint)
    {
        var (low, high) = (0, ranges.Length / 2 - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (codePoint < ranges[middle * 2]) high = middle - 1;
            else if (codePoint > ranges[middle * 2 + 1]) low = middle + 1;
            else return true;
        }
        return false;
    }
}
