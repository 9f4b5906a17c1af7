namespace Polyglot.East;

/// <summary>Builtins that take DateTimes apart and put them together (spec 5).</summary>
internal static class DateTimeComponents
{
    /// <summary>The furthest from 1970 that a date can be, in milliseconds.</summary>
    public const long Largest = 8_640_000_000_000_000;

    // Beyond these the reference's host gives up before looking at the other components.
    private const long MaxYear = 1_000_000;

    [Builtin("DateTimeGetYear", "(DateTime) -> Integer")]
    public static long Year(EastDateTime instant) => CalendarFields.Of(instant).Year;

    [Builtin("DateTimeGetMonth", "(DateTime) -> Integer")]
    public static long Month(EastDateTime instant) => CalendarFields.Of(instant).Month;

    [Builtin("DateTimeGetDayOfMonth", "(DateTime) -> Integer")]
    public static long DayOfMonth(EastDateTime instant) => CalendarFields.Of(instant).Day;

    [Builtin("DateTimeGetHour", "(DateTime) -> Integer")]
    public static long Hour(EastDateTime instant) => CalendarFields.Split(instant).Time / 3_600_000;

    [Builtin("DateTimeGetMinute", "(DateTime) -> Integer")]
    public static long Minute(EastDateTime instant) => CalendarFields.Split(instant).Time / 60_000 % 60;

    [Builtin("DateTimeGetSecond", "(DateTime) -> Integer")]
    public static long Second(EastDateTime instant) => CalendarFields.Split(instant).Time / 1000 % 60;

    [Builtin("DateTimeGetMillisecond", "(DateTime) -> Integer")]
    public static long Millisecond(EastDateTime instant) => CalendarFields.Split(instant).Time % 1000;

    [Builtin("DateTimeGetDayOfWeek", "(DateTime) -> Integer")]
    public static long DayOfWeek(EastDateTime instant) => CalendarFields.WeekdayOf(CalendarFields.Split(instant).Days);

    [Builtin("DateTimeToEpochMilliseconds", "(DateTime) -> Integer")]
    public static long ToEpochMilliseconds(EastDateTime instant) => instant.Milliseconds;

    [Builtin("DateTimeFromEpochMilliseconds", "(Integer) -> DateTime")]
    public static EastDateTime FromEpochMilliseconds(long milliseconds) => new(milliseconds);

    [Builtin("DateTimeAddMilliseconds", "(DateTime, Integer) -> DateTime")]
    public static EastDateTime AddMilliseconds(EastDateTime instant, long milliseconds) => new(unchecked(instant.Milliseconds + milliseconds));

    [Builtin("DateTimeDurationMilliseconds", "(DateTime, DateTime) -> Integer")]
    public static long DurationMilliseconds(EastDateTime first, EastDateTime second) => unchecked(first.Milliseconds - second.Milliseconds);

    /// <summary>
    /// Components out of range carry over. Quirk 22 of the specification: years 0 to 99 mean 1900 to 1999, as in the reference. What is
    /// no date there is an East error here.
    /// </summary>
    [Builtin("DateTimeFromComponents", "(Integer, Integer, Integer, Integer, Integer, Integer, Integer) -> DateTime")]
    public static EastDateTime FromComponents(
        BuiltinSite site, long year, long month, long day, long hour, long minute, long second, long millisecond)
    {
        if (year is >= 0 and <= 99) year += 1900;
        var months = (Int128)year * 12 + month - 1;
        var monthOfYear = (int)((months % 12 + 12) % 12);
        var wholeYear = (months - monthOfYear) / 12;
        if (Int128.Abs(wholeYear) > MaxYear) throw site.Fail(DateTimeMessages.OutOfRange);
        var days = CalendarText.DaysFromCivil((long)wholeYear, monthOfYear + 1, 1) + (Int128)day - 1;
        var milliseconds = days * CalendarFields.DayMilliseconds + (Int128)hour * 3_600_000 + (Int128)minute * 60_000 + (Int128)second * 1000 + millisecond;
        return Int128.Abs(milliseconds) <= Largest ? new EastDateTime((long)milliseconds) : throw site.Fail(DateTimeMessages.OutOfRange);
    }
}
