using System.Globalization;

namespace Polyglot.East.Tests;

public sealed class DateTimeBuiltinsTests
{
    private static readonly BuiltinSite Site = Sites.Of("DateTimePrintFormat");

    // The front end's spelling of tokens, longest first (spec 5.2).
    private static readonly (string Spelling, string Token)[] Spellings =
    [
        ("YYYY", "year4"), ("YY", "year2"), ("MMMM", "monthNameFull"), ("MMM", "monthNameShort"), ("MM", "month2"), ("M", "month1"),
        ("DD", "day2"), ("D", "day1"), ("dddd", "weekdayNameFull"), ("ddd", "weekdayNameShort"), ("dd", "weekdayNameMin"), ("HH", "hour24_2"),
        ("H", "hour24_1"), ("hh", "hour12_2"), ("h", "hour12_1"), ("mm", "minute2"), ("m", "minute1"), ("SSS", "millisecond3"), ("ss", "second2"),
        ("s", "second1"), ("A", "ampmUpper"), ("a", "ampmLower"),
    ];

    [Test]
    public void Components_are_those_of_the_calendar_on_every_day_it_shares_with_dotnet()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var date = new DateTime(random.NextInt64(DateTime.MaxValue.Ticks / 10_000) * 10_000, DateTimeKind.Utc);
            var instant = EastDateTime.From(date);
            var fields = CalendarFields.Of(instant);
            Assert.That(
                (fields.Year, fields.Month, fields.Day, fields.Weekday % 7, fields.Hour, fields.Minute, fields.Second, fields.Millisecond),
                Is.EqualTo(((long)date.Year, date.Month, date.Day, (int)date.DayOfWeek, date.Hour, date.Minute, date.Second, date.Millisecond)));
            if (date.Year < 100) continue;
            Assert.That(
                DateTimeComponents.FromComponents(Site, date.Year, date.Month, date.Day, date.Hour, date.Minute, date.Second, date.Millisecond),
                Is.EqualTo(instant));
        }
    }

    [TestCase(2024, 14, 35, 25, 61, 61, 1001, "2025-03-08T02:02:02.001")]
    [TestCase(2024, 0, 0, 0, 0, 0, 0, "2023-11-30T00:00:00.000")]
    [TestCase(2024, 1, 1, 0, 0, 0, -1, "2023-12-31T23:59:59.999")]
    [TestCase(2024, -11, 1, -1, 0, 0, 0, "2022-12-31T23:00:00.000")]
    [TestCase(99, 1, 1, 0, 0, 0, 0, "1999-01-01T00:00:00.000")]
    [TestCase(100, 1, 1, 0, 0, 0, 0, "0100-01-01T00:00:00.000")]
    [TestCase(1970, 1, 1, 0, 0, 0, 253402300799999, "9999-12-31T23:59:59.999")]
    public void Components_out_of_range_carry_over(long year, long month, long day, long hour, long minute, long second, long millisecond, string expected) =>
        Assert.That(DateTimeComponents.FromComponents(Site, year, month, day, hour, minute, second, millisecond).ToString(), Is.EqualTo(expected));

    [TestCase(275_760, 9, 13, 0)]
    [TestCase(-271_821, 4, 20, 0)]
    public void The_first_and_the_last_instant_can_be_made(long year, long month, long day, long millisecond)
    {
        Assert.That(Math.Abs(DateTimeComponents.FromComponents(Site, year, month, day, 0, 0, 0, millisecond).Milliseconds), Is.EqualTo(DateTimeComponents.Largest));
        Sites.Fails(DateTimeMessages.OutOfRange, () => DateTimeComponents.FromComponents(Site, year, month, day, 0, 0, 0, Math.Sign(year)));
    }

    [TestCase(long.MaxValue, long.MaxValue, long.MaxValue)]
    [TestCase(long.MinValue, long.MinValue, long.MinValue)]
    [TestCase(1_000_001, 1, -365_000_000)]
    public void What_is_no_date_is_an_East_error(long year, long month, long day) =>
        Sites.Fails(DateTimeMessages.OutOfRange, () => DateTimeComponents.FromComponents(Site, year, month, day, day, day, day, day));

    [Test]
    public void Components_of_any_number_of_milliseconds_are_known()
    {
        Assert.That(DateTimeComponents.Year(new EastDateTime(long.MaxValue)), Is.EqualTo(292_278_994));
        Assert.That(DateTimeComponents.Millisecond(new EastDateTime(long.MinValue)), Is.EqualTo(192));
        Assert.That(DateTimeComponents.DayOfWeek(new EastDateTime(-1)), Is.EqualTo(3));
        Assert.That(DateTimeComponents.DurationMilliseconds(new EastDateTime(1), new EastDateTime(3)), Is.EqualTo(-2));
    }

    [TestCase("2025-01-19T14:05:09.007", "YYYY|YY|M|MM|MMM|MMMM|D|DD|dd|ddd|dddd|H|HH|h|hh|m|mm|s|ss|SSS|A|a", "2025|25|1|01|Jan|January|19|19|Su|Sun|Sunday|14|14|2|02|5|05|9|09|007|PM|pm")]
    [TestCase("2024-12-01T00:30:00.000", "h:mm a / YYYY", "12:30 am / 2024")]
    [TestCase("0099-07-04T12:00:00.050", "YYYY YY h A", "99 99 12 PM")]
    public void Tokens_are_printed(string instant, string format, string expected)
    {
        var value = (EastDateTime)EastText.Parse(EastType.DateTime, instant).Value;
        Assert.That(DateTimeFormats.Print(Site, value, Tokens(format)), Is.EqualTo(expected));
    }

    [Test]
    public void What_the_calendar_does_not_reach_is_not_printed() =>
        Sites.Fails(DateTimeMessages.OutOfRange, () => DateTimeFormats.Print(Site, new EastDateTime(DateTimeComponents.Largest + 1), Tokens("YYYY")));

    [TestCase("2025-01-15", "YYYY-MM-DD", "2025-01-15T00:00:00.000")]
    [TestCase("2025-1-5", "YYYY-M-D", "2025-01-05T00:00:00.000")]
    [TestCase("25-11-25", "YY-M-D", "2025-11-25T00:00:00.000")]
    [TestCase("jANUARY 15, 2025", "MMMM D, YYYY", "2025-01-15T00:00:00.000")]
    [TestCase("wed 15 Jan 2025 12:07:09.250 AM", "ddd D MMM YYYY hh:mm:ss.SSS a", "2025-01-15T00:07:09.250")]
    [TestCase("We 2025-01-15 12 pm", "dd YYYY-MM-DD h A", "2025-01-15T12:00:00.000")]
    [TestCase("14:30", "HH:mm", "1970-01-01T14:30:00.000")]
    [TestCase("15 03 PM", "HH hh A", "1970-01-01T15:00:00.000")]
    [TestCase("2025", "YYYY", "2025-01-01T00:00:00.000")]
    [TestCase("2024-02-29", "YYYY-MM-DD", "2024-02-29T00:00:00.000")]
    [TestCase("2025 2025", "YYYY YYYY", "2025-01-01T00:00:00.000")]
    [TestCase("", "", "1970-01-01T00:00:00.000")]
    [TestCase("Thursday", "dddd", "1970-01-01T00:00:00.000")]
    public void Formats_are_read(string text, string format, string expected) =>
        Assert.That(DateTimeFormats.Parse(Site, text, Tokens(format)).ToString(), Is.EqualTo(expected));

    [TestCase("25-01-15", "YYYY-MM-DD", 0, "Expected 4-digit year")]
    [TestCase("x", "YY", 0, "Expected 2-digit year")]
    [TestCase("1", "MM", 0, "Expected 2-digit month (01-12)")]
    [TestCase("x", "M", 0, "Expected 1 or 2-digit month")]
    [TestCase("Janu", "MMMM", 0, "Expected full month name (e.g., \"January\")")]
    [TestCase("Ja", "MMM", 0, "Expected short month name (e.g., \"Jan\")")]
    [TestCase("1x", "DD", 0, "Expected 2-digit day (01-31)")]
    [TestCase("", "D", 0, "Expected 1 or 2-digit day")]
    [TestCase("Mon", "dddd", 0, "Expected full weekday name (e.g., \"Monday\")")]
    [TestCase("Mo", "ddd", 0, "Expected short weekday name (e.g., \"Mon\")")]
    [TestCase("M", "dd", 0, "Expected minimal weekday name (e.g., \"Mo\")")]
    [TestCase("1", "HH", 0, "Expected 2-digit hour (00-23)")]
    [TestCase("1", "hh", 0, "Expected 2-digit hour (01-12)")]
    [TestCase("x", "H", 0, "Expected 1 or 2-digit hour")]
    [TestCase("x", "h", 0, "Expected 1 or 2-digit hour")]
    [TestCase("1", "mm", 0, "Expected 2-digit minute (00-59)")]
    [TestCase("x", "m", 0, "Expected 1 or 2-digit minute")]
    [TestCase("1", "ss", 0, "Expected 2-digit second (00-59)")]
    [TestCase("x", "s", 0, "Expected 1 or 2-digit second")]
    [TestCase("12", "SSS", 0, "Expected 3-digit millisecond (000-999)")]
    [TestCase("12 x", "h A", 3, "Expected \"AM\" or \"PM\"")]
    [TestCase("12 x", "h a", 3, "Expected \"am\" or \"pm\"")]
    [TestCase("2025/01", "YYYY-MM", 4, "Expected literal \"-\", got \"/\"")]
    [TestCase("2025", "YYYY--", 4, "Expected literal \"--\", got \"\"")]
    [TestCase("2025-13", "YYYY-MM", 5, "Month out of range (got 13, expected 01-12)")]
    [TestCase("2025-0", "YYYY-M", 5, "Month out of range (got 0, expected 1-12)")]
    [TestCase("32", "DD", 0, "Day out of range (got 32, expected 01-31)")]
    [TestCase("0", "D", 0, "Day out of range (got 0, expected 1-31)")]
    [TestCase("24", "HH", 0, "Hour out of range (got 24, expected 00-23)")]
    [TestCase("24", "H", 0, "Hour out of range (got 24, expected 0-23)")]
    [TestCase("13 PM", "hh A", 0, "Hour out of range (got 13, expected 01-12)")]
    [TestCase("0 PM", "h A", 0, "Hour out of range (got 0, expected 1-12)")]
    [TestCase("60", "mm", 0, "Minute out of range (got 60, expected 00-59)")]
    [TestCase("60", "m", 0, "Minute out of range (got 60, expected 0-59)")]
    [TestCase("60", "ss", 0, "Second out of range (got 60, expected 00-59)")]
    [TestCase("60", "s", 0, "Second out of range (got 60, expected 0-59)")]
    [TestCase("2025 2024", "YYYY YYYY", 5, "Year specified multiple times with different values: 2025 and 2024")]
    [TestCase("01 March", "MM MMMM", 8, "Month specified multiple times with different values: 1 and 3")]
    [TestCase("01 2", "DD D", 3, "Day specified multiple times with different values: 1 and 2")]
    [TestCase("01 2", "HH H", 3, "Hour (24-hour) specified multiple times with different values: 1 and 2")]
    [TestCase("01 2", "hh h", 3, "Hour (12-hour) specified multiple times with different values: 1 and 2")]
    [TestCase("01 2", "mm m", 3, "Minute specified multiple times with different values: 1 and 2")]
    [TestCase("01 2", "ss s", 3, "Second specified multiple times with different values: 1 and 2")]
    [TestCase("001 002", "SSS SSS", 4, "Millisecond specified multiple times with different values: 1 and 2")]
    [TestCase("Mon Tue", "ddd ddd", 4, "Weekday specified multiple times with different values")]
    [TestCase("2025xyz", "YYYY", 4, "Unexpected trailing characters: \"xyz\"")]
    [TestCase("12", "hh", 0, "12-hour format specified without AM/PM indicator")]
    [TestCase("14 03 PM", "HH hh A", 0, "Hour mismatch: 24-hour format specifies 14, but 12-hour format with PM implies 15")]
    [TestCase("14 03 am", "HH hh A", 0, "Hour mismatch: 24-hour format specifies 14, but 12-hour format with AM implies 3")]
    [TestCase("01-15", "MM-DD", 0, "Invalid format: cannot have month without year")]
    [TestCase("2025 15", "YYYY DD", 0, "Invalid format: cannot have day without year and month")]
    [TestCase("2025 15", "YYYY HH", 0, "Invalid format: cannot have hour without year, month, and day (or use time-only format)")]
    [TestCase("30", "mm", 0, "Invalid format: cannot have minute without hour")]
    [TestCase("10 30", "HH ss", 0, "Invalid format: cannot have second without minute")]
    [TestCase("10:30 001", "HH:mm SSS", 0, "Invalid format: cannot have millisecond without second")]
    [TestCase("2025-02-30", "YYYY-MM-DD", 0, "Invalid date: 2025-02-30")]
    [TestCase("0099-01-01", "YYYY-MM-DD", 0, "Invalid date: 99-01-01")]
    [TestCase("Monday 2025-01-15", "dddd YYYY-MM-DD", 0, "Weekday mismatch: parsed \"Monday\" but date is actually \"Wednesday\"")]
    public void What_a_format_does_not_fit_is_said_with_the_place(string text, string format, int position, string message) =>
        Sites.Fails(
            string.Create(CultureInfo.InvariantCulture, $"Failed to parse datetime at position {position}: {message}"),
            () => DateTimeFormats.Parse(Site, text, Tokens(format)));

    private static EastArray<EastVariant> Tokens(string format)
    {
        var type = (VariantType)((ArrayType)Site.Definition.Signature([]).Inputs[1]).Element;
        var tokens = new EastArray<EastVariant>();
        while (format.Length > 0)
        {
            var (spelling, token) = Spellings.FirstOrDefault(s => format.StartsWith(s.Spelling, StringComparison.Ordinal), (null!, null!));
            if (token is not null)
            {
                tokens.Add(new EastVariant(type, token));
                format = format[spelling.Length..];
                continue;
            }
            var literal = string.Concat(format.TakeWhile(c => !char.IsAsciiLetter(c)));
            tokens.Add(new EastVariant(type, "literal", literal));
            format = format[literal.Length..];
        }
        return tokens;
    }
}
