namespace Polyglot.East;

/// <summary>A DateTime taken apart, in UTC and the proleptic Gregorian calendar; for any number of milliseconds.</summary>
/// <param name="Year">May be negative.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31.</param>
/// <param name="Weekday">1 is Monday, 7 is Sunday.</param>
/// <param name="Hour">0 to 23.</param>
/// <param name="Minute">0 to 59.</param>
/// <param name="Second">0 to 59.</param>
/// <param name="Millisecond">0 to 999, also before 1970.</param>
internal readonly record struct CalendarFields(long Year, int Month, int Day, int Weekday, int Hour, int Minute, int Second, int Millisecond)
{
    public const long DayMilliseconds = 86_400_000;

    public static CalendarFields Of(EastDateTime instant)
    {
        var (days, time) = Split(instant);
        var (year, month, day) = CalendarText.CivilFromDays(days);
        return new CalendarFields(year, month, day, WeekdayOf(days), time / 3_600_000, time / 60_000 % 60, time / 1000 % 60, time % 1000);
    }

    /// <summary>Days since 1970-01-01, which was a Thursday, and the milliseconds of the day.</summary>
    public static (long Days, int Time) Split(EastDateTime instant)
    {
        var days = Math.DivRem(instant.Milliseconds, DayMilliseconds, out var time);
        return time < 0 ? (days - 1, (int)(time + DayMilliseconds)) : (days, (int)time);
    }

    public static int WeekdayOf(long days) => (int)(((days + 3) % 7 + 7) % 7) + 1;
}
