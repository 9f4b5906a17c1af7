namespace Polyglot.East;

/// <summary>
/// Code points in UTF-16 text: what programs count and index by, while texts are stored and ordered as UTF-16 units (spec 5,
/// "String"). An unpaired surrogate counts as one.
/// </summary>
internal static class CodePoints
{
    /// <summary>How many there are.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        while (text.IndexOfAnyInRange('\ud800', '\udbff') is >= 0 and var high)
        {
            var isPair = high + 1 < text.Length && char.IsLowSurrogate(text[high + 1]);
            if (isPair) count--;
            text = text[(isPair ? high + 2 : high + 1)..];
        }
        return count;
    }

    /// <summary>How many units the one at an offset takes: 1 or 2.</summary>
    public static int UnitsAt(ReadOnlySpan<char> text, int offset) =>
        char.IsHighSurrogate(text[offset]) && offset + 1 < text.Length && char.IsLowSurrogate(text[offset + 1]) ? 2 : 1;

    /// <summary>The offset in units of the one with that index; the end of the text when there are fewer.</summary>
    public static int OffsetOf(ReadOnlySpan<char> text, long index)
    {
        if (index <= 0) return 0;
        if (index >= text.Length) return text.Length;
        var before = text[..(int)index];
        var pairFree = before.IndexOfAnyInRange('\ud800', '\udbff');
        if (pairFree < 0) return (int)index;
        var offset = pairFree;
        for (var left = index - pairFree; left > 0 && offset < text.Length; left--) offset += UnitsAt(text, offset);
        return offset;
    }
}
