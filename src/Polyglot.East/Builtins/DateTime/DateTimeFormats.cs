using System.Globalization;
using System.Text;

namespace Polyglot.East;

/// <summary>Builtins that print and read DateTimes by a list of tokens (spec 5.2).</summary>
internal static class DateTimeFormats
{
    private const string Tokens =
        "Array<Variant<ampmLower, ampmUpper, day1, day2, hour12_1, hour12_2, hour24_1, hour24_2, literal: String, millisecond3, minute1, minute2, "
        + "month1, month2, monthNameFull, monthNameShort, second1, second2, weekdayNameFull, weekdayNameMin, weekdayNameShort, year2, year4>>";

    /// <summary>Quirk 24 of the specification: what the calendar does not reach is an East error.</summary>
    [Builtin("DateTimePrintFormat", "(DateTime, " + Tokens + ") -> String")]
    public static string Print(BuiltinSite site, EastDateTime instant, EastArray<EastVariant> tokens)
    {
        if (instant.Milliseconds is < -DateTimeComponents.Largest or > DateTimeComponents.Largest) throw site.Fail(DateTimeMessages.OutOfRange);
        var fields = CalendarFields.Of(instant);
        var text = new StringBuilder();
        foreach (var token in tokens) Print(text, token, fields);
        return text.Length <= StringMessages.MaxLength ? text.ToString() : throw site.Fail(StringMessages.TooLong(text.Length));
    }

    [Builtin("DateTimeParseFormat", "(String, " + Tokens + ") -> DateTime")]
    public static EastDateTime Parse(BuiltinSite site, string text, EastArray<EastVariant> tokens) =>
        new DateTimeReader(text).Read(tokens, out var instant) is { } problem
            ? throw site.Fail(DateTimeMessages.Failed(problem.Position, problem.Message))
            : instant;

    private static void Print(StringBuilder text, EastVariant token, in CalendarFields fields)
    {
        var hour12 = (fields.Hour + 11) % 12 + 1;
        _ = token.Case switch
        {
            "literal" => text.Append((string)token.Payload!),
            "year4" => text.Append(CultureInfo.InvariantCulture, $"{fields.Year}"),
            "year2" => text.Append(CultureInfo.InvariantCulture, $"{Math.Abs(fields.Year % 100):00}"),
            "month1" => text.Append(fields.Month),
            "month2" => text.Append(CultureInfo.InvariantCulture, $"{fields.Month:00}"),
            "monthNameShort" => text.Append(CalendarNames.ShortMonths[fields.Month - 1]),
            "monthNameFull" => text.Append(CalendarNames.Months[fields.Month - 1]),
            "day1" => text.Append(fields.Day),
            "day2" => text.Append(CultureInfo.InvariantCulture, $"{fields.Day:00}"),
            "weekdayNameMin" => text.Append(CalendarNames.MinimalWeekdays[fields.Weekday - 1]),
            "weekdayNameShort" => text.Append(CalendarNames.ShortWeekdays[fields.Weekday - 1]),
            "weekdayNameFull" => text.Append(CalendarNames.Weekdays[fields.Weekday - 1]),
            "hour24_1" => text.Append(fields.Hour),
            "hour24_2" => text.Append(CultureInfo.InvariantCulture, $"{fields.Hour:00}"),
            "hour12_1" => text.Append(hour12),
            "hour12_2" => text.Append(CultureInfo.InvariantCulture, $"{hour12:00}"),
            "minute1" => text.Append(fields.Minute),
            "minute2" => text.Append(CultureInfo.InvariantCulture, $"{fields.Minute:00}"),
            "second1" => text.Append(fields.Second),
            "second2" => text.Append(CultureInfo.InvariantCulture, $"{fields.Second:00}"),
            "millisecond3" => text.Append(CultureInfo.InvariantCulture, $"{fields.Millisecond:000}"),
            "ampmUpper" => text.Append(fields.Hour < 12 ? "AM" : "PM"),
            "ampmLower" => text.Append(fields.Hour < 12 ? "am" : "pm"),
            _ => throw new InvalidOperationException($"no DateTime token {token.Case}"),
        };
    }
}
