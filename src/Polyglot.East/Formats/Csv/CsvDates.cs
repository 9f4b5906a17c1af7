using System.Globalization;

namespace Polyglot.East;

/// <summary>
/// Dates as tables have them: ECMAScript's ISO 8601 forms (a year, a month, a day, or a day and a time with or without zone), a
/// blank allowed in place of the <c>T</c>, and up to nine digits of a second, of which three are kept. Without a zone it is UTC
/// everywhere, so that a file means the same on every machine.
/// </summary>
internal static class CsvDates
{
    private const long Largest = 8_640_000_000_000_000;

    /// <summary>Milliseconds since 1970, or null when the text is no date.</summary>
    public static long? Parse(ReadOnlySpan<char> text)
    {
        var (month, day, time) = (1, 1, 0L);
        if (!Year(ref text, out var year)) return null;
        if (Skip(ref text, '-'))
        {
            if (!Number(ref text, 2, out month)) return null;
            if (Skip(ref text, '-'))
            {
                if (!Number(ref text, 2, out day)) return null;
                if (Skip(ref text, 'T') || Skip(ref text, ' '))
                {
                    if (Time(ref text) is not { } parsed) return null;
                    time = parsed;
                }
            }
        }
        if (!text.IsEmpty || CalendarText.From(year, month, day, 0, 0, 0, 0) is not { } date) return null;
        var milliseconds = date + time;
        return milliseconds is >= -Largest and <= Largest ? milliseconds : null;
    }

    private static bool Year(ref ReadOnlySpan<char> text, out int year)
    {
        if (text is not ['+' or '-', ..]) return Number(ref text, 4, out year);
        var negative = text[0] == '-';
        text = text[1..];
        if (!Number(ref text, 6, out year)) return false;
        if (!negative) return true;
        year = -year;
        return year != 0;
    }

    /// <summary>The milliseconds of a time of day, less its zone's.</summary>
    private static long? Time(ref ReadOnlySpan<char> text)
    {
        var (second, millisecond) = (0, 0);
        if (!Number(ref text, 2, out var hour) || !Skip(ref text, ':') || !Number(ref text, 2, out var minute)) return null;
        if (Skip(ref text, ':'))
        {
            if (!Number(ref text, 2, out second)) return null;
            if (Skip(ref text, '.') && !Fraction(ref text, out millisecond)) return null;
        }
        if (CalendarText.From(1970, 1, 1, hour, minute, second, millisecond) is not { } time) return null;
        if (text.IsEmpty || Skip(ref text, 'Z')) return time;
        var sign = text[0] == '+' ? 1 : -1;
        if (!Skip(ref text, '+') && !Skip(ref text, '-')) return null;
        if (!Number(ref text, 2, out var hours) || !Skip(ref text, ':') || !Number(ref text, 2, out var minutes)) return null;
        return hours > 23 || minutes > 59 ? null : time - sign * (hours * 60 + minutes) * 60_000L;
    }

    private static bool Fraction(ref ReadOnlySpan<char> text, out int millisecond)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var length = end < 0 ? text.Length : end;
        millisecond = 0;
        if (length is 0 or > 9) return false;
        for (var i = 0; i < 3; i++) millisecond = millisecond * 10 + (i < length ? text[i] - '0' : 0);
        text = text[length..];
        return true;
    }

    private static bool Number(ref ReadOnlySpan<char> text, int digits, out int number)
    {
        number = 0;
        if (text.Length < digits || !int.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out number)) return false;
        text = text[digits..];
        return true;
    }

    private static bool Skip(ref ReadOnlySpan<char> text, char expected)
    {
        if (text is not [var first, ..] || first != expected) return false;
        text = text[1..];
        return true;
    }
}
