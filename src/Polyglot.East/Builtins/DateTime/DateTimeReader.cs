using System.Globalization;

namespace Polyglot.East;

/// <summary>Reads a DateTime by a list of tokens, from left to right; positions are UTF-16 units (spec 5.2).</summary>
internal sealed class DateTimeReader(string text)
{
    private readonly DateTimeParts _parts = new();
    private int _position;

    /// <summary>What is wrong and where, or null and the instant.</summary>
    public (int Position, string Message)? Read(EastArray<EastVariant> tokens, out EastDateTime instant)
    {
        instant = default;
        foreach (var token in tokens)
        {
            var start = _position;
            if (Token(token) is { } message) return (IsNamedMonth(token) ? _position : start, message);
        }
        if (_position < text.Length) return (_position, DateTimeMessages.Trailing(text[_position..]));
        return _parts.Complete(out instant) is { } problem ? (0, problem) : null;
    }

    // A name that was read is behind the position; one that was not has left it at the start.
    private static bool IsNamedMonth(EastVariant token) => token.Case is "monthNameFull" or "monthNameShort";

    private string? Token(EastVariant token) => token.Case switch
    {
        "literal" => Literal((string)token.Payload!),
        "year4" => Number(4, DateTimeMessages.Year4, out var year) ?? Set("Year", ref _parts.Year, year),
        "year2" => Number(2, DateTimeMessages.Year2, out var year) ?? Set("Year", ref _parts.Year, 2000 + year),
        "month1" => Number(1, DateTimeMessages.Month1, out var month) ?? Month(month, "1-12"),
        "month2" => Number(2, DateTimeMessages.Month2, out var month) ?? Month(month, "01-12"),
        "monthNameShort" => Name(CalendarNames.ShortMonths, DateTimeMessages.MonthNameShort, out var month) ?? Month(month, ""),
        "monthNameFull" => Name(CalendarNames.Months, DateTimeMessages.MonthNameFull, out var month) ?? Month(month, ""),
        "day1" => Number(1, DateTimeMessages.Day1, out var day) ?? Check("Day", day, 1, 31, "1-31") ?? Set("Day", ref _parts.Day, day),
        "day2" => Number(2, DateTimeMessages.Day2, out var day) ?? Check("Day", day, 1, 31, "01-31") ?? Set("Day", ref _parts.Day, day),
        "weekdayNameMin" => Name(CalendarNames.MinimalWeekdays, DateTimeMessages.WeekdayNameMin, out var weekday) ?? Weekday(weekday),
        "weekdayNameShort" => Name(CalendarNames.ShortWeekdays, DateTimeMessages.WeekdayNameShort, out var weekday) ?? Weekday(weekday),
        "weekdayNameFull" => Name(CalendarNames.Weekdays, DateTimeMessages.WeekdayNameFull, out var weekday) ?? Weekday(weekday),
        "hour24_1" => Number(1, DateTimeMessages.Hour1, out var hour) ?? Check("Hour", hour, 0, 23, "0-23") ?? Set("Hour (24-hour)", ref _parts.Hour24, hour),
        "hour24_2" => Number(2, DateTimeMessages.Hour24Of2, out var hour) ?? Check("Hour", hour, 0, 23, "00-23") ?? Set("Hour (24-hour)", ref _parts.Hour24, hour),
        "hour12_1" => Number(1, DateTimeMessages.Hour1, out var hour) ?? Check("Hour", hour, 1, 12, "1-12") ?? Set("Hour (12-hour)", ref _parts.Hour12, hour),
        "hour12_2" => Number(2, DateTimeMessages.Hour12Of2, out var hour) ?? Check("Hour", hour, 1, 12, "01-12") ?? Set("Hour (12-hour)", ref _parts.Hour12, hour),
        "minute1" => Number(1, DateTimeMessages.Minute1, out var minute) ?? Check("Minute", minute, 0, 59, "0-59") ?? Set("Minute", ref _parts.Minute, minute),
        "minute2" => Number(2, DateTimeMessages.Minute2, out var minute) ?? Check("Minute", minute, 0, 59, "00-59") ?? Set("Minute", ref _parts.Minute, minute),
        "second1" => Number(1, DateTimeMessages.Second1, out var second) ?? Check("Second", second, 0, 59, "0-59") ?? Set("Second", ref _parts.Second, second),
        "second2" => Number(2, DateTimeMessages.Second2, out var second) ?? Check("Second", second, 0, 59, "00-59") ?? Set("Second", ref _parts.Second, second),
        "millisecond3" => Number(3, DateTimeMessages.Millisecond3, out var millisecond) ?? Set("Millisecond", ref _parts.Millisecond, millisecond),
        "ampmUpper" => AmPm(DateTimeMessages.AmPmUpper),
        "ampmLower" => AmPm(DateTimeMessages.AmPmLower),
        _ => throw new InvalidOperationException($"no DateTime token {token.Case}"),
    };

    private string? Literal(string expected)
    {
        var got = text.AsSpan(_position, Math.Min(expected.Length, text.Length - _position));
        if (!got.SequenceEqual(expected)) return DateTimeMessages.Literal(expected, got.ToString());
        _position += expected.Length;
        return null;
    }

    /// <summary>Exactly that many digits; where one is asked for, two are taken if they are there.</summary>
    private string? Number(int digits, string problem, out int number)
    {
        number = 0;
        if (digits == 1 && AreDigits(2)) digits = 2;
        if (!AreDigits(digits)) return problem;
        number = int.Parse(text.AsSpan(_position, digits), NumberStyles.None, CultureInfo.InvariantCulture);
        _position += digits;
        return null;
    }

    private bool AreDigits(int count) =>
        _position + count <= text.Length && !text.AsSpan(_position, count).ContainsAnyExceptInRange('0', '9');

    private string? Name(string[] names, string problem, out int index)
    {
        index = CalendarNames.Find(names, text.AsSpan(_position));
        if (index == 0) return problem;
        _position += names[index - 1].Length;
        return null;
    }

    private string? Month(int month, string expected) => Check("Month", month, 1, 12, expected) ?? Set("Month", ref _parts.Month, month);

    private string? Weekday(int weekday) =>
        Set("Weekday", ref _parts.Weekday, weekday) is null ? null : DateTimeMessages.WeekdayTwice;

    /// <summary>Both tokens take either case. Said twice, the last one counts.</summary>
    private string? AmPm(string problem)
    {
        var index = CalendarNames.Find(["AM", "PM"], text.AsSpan(_position));
        if (index == 0) return problem;
        _parts.IsPm = index == 2;
        _position += 2;
        return null;
    }

    private static string? Check(string what, int number, int least, int most, string expected) =>
        number >= least && number <= most ? null : DateTimeMessages.Range(what, number, expected);

    private static string? Set(string what, ref int? part, int value)
    {
        if (part is { } before && before != value) return DateTimeMessages.Twice(what, before, value);
        part = value;
        return null;
    }
}
