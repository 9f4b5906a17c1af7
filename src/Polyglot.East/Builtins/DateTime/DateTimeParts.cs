namespace Polyglot.East;

/// <summary>What the tokens of a format have found, and what that makes together (spec 5.2).</summary>
internal sealed class DateTimeParts
{
    public int? Year;
    public int? Month;
    public int? Day;
    public int? Weekday;
    public int? Hour24;
    public int? Hour12;
    public int? Minute;
    public int? Second;
    public int? Millisecond;
    public bool? IsPm;

    /// <summary>The instant, with what is missing at the end filled in; or why the parts make none.</summary>
    public string? Complete(out EastDateTime instant)
    {
        instant = default;
        if (Hour(out var hour) is { } hourProblem) return hourProblem;
        if (Gap(hour) is { } gap) return gap;
        var (year, month, day) = (Year ?? 1970, Month ?? 1, Day ?? 1);
        // Quirk 23 of the specification: the reference takes years 0 to 99 for others and then does not find them again.
        if (year <= 99 || day > DateTime.DaysInMonth(year, month)) return DateTimeMessages.InvalidDate(year, month, day);
        var days = CalendarText.DaysFromCivil(year, month, day);
        var actual = CalendarFields.WeekdayOf(days);
        if (Weekday is { } weekday && weekday != actual)
            return DateTimeMessages.WeekdayMismatch(CalendarNames.Weekdays[weekday - 1], CalendarNames.Weekdays[actual - 1]);
        instant = new EastDateTime(
            days * CalendarFields.DayMilliseconds + (hour ?? 0) * 3_600_000L + (Minute ?? 0) * 60_000L + (Second ?? 0) * 1000L + (Millisecond ?? 0));
        return null;
    }

    private string? Hour(out int? hour)
    {
        hour = Hour24;
        if (Hour12 is not { } hour12) return null;
        if (IsPm is not { } isPm) return DateTimeMessages.NoAmPm;
        var implied = hour12 % 12 + (isPm ? 12 : 0);
        if (Hour24 is { } hour24 && hour24 != implied) return DateTimeMessages.HourMismatch(hour24, isPm, implied);
        hour = implied;
        return null;
    }

    /// <summary>A part is there although one before it is not. Without any part of a date, the date is 1970-01-01.</summary>
    private string? Gap(int? hour)
    {
        if (Month is not null && Year is null) return DateTimeMessages.MonthAlone;
        if (Day is not null && (Year is null || Month is null)) return DateTimeMessages.DayAlone;
        if (hour is not null && Year is not null && Day is null) return DateTimeMessages.HourAlone;
        if (Minute is not null && hour is null) return DateTimeMessages.MinuteAlone;
        if (Second is not null && Minute is null) return DateTimeMessages.SecondAlone;
        return Millisecond is not null && Second is null ? DateTimeMessages.MillisecondAlone : null;
    }
}
