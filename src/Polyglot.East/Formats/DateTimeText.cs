namespace Polyglot.East;

/// <summary>The fixed part that dates share in East text and JSON: <c>dddd-dd-ddTdd:dd:dd</c>.</summary>
internal static class DateTimeText
{
    private const string Shape = "0000-00-00T00:00:00";

    public readonly record struct Fields(int Year, int Month, int Day, int Hour, int Minute, int Second);

    /// <summary>Whether the text starts with that shape, and its numbers, whatever they are.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out Fields fields)
    {
        fields = default;
        if (text.Length < Shape.Length) return false;
        for (var i = 0; i < Shape.Length; i++)
            if (Shape[i] == '0' ? !char.IsAsciiDigit(text[i]) : text[i] != Shape[i]) return false;
        fields = new Fields(Pair(text, 0) * 100 + Pair(text, 2), Pair(text, 5), Pair(text, 8), Pair(text, 11), Pair(text, 14), Pair(text, 17));
        return true;
    }

    /// <summary>Two digits as a number.</summary>
    public static int Pair(ReadOnlySpan<char> text, int at) => (text[at] - '0') * 10 + text[at + 1] - '0';
}
