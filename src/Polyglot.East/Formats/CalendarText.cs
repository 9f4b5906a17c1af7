using System.Globalization;

namespace Polyglot.East;

/// <summary>
/// Milliseconds since 1970 as calendar text. The arithmetic is by hand because East's years go from -271821 to 275760, beyond what
/// <see cref="System.DateTime"/> holds.
/// </summary>
internal static class CalendarText
{
    private const long DayMilliseconds = 86_400_000;

    /// <summary>
    /// East text: the first 23 characters of the ISO form, so years outside 0 to 9999 come out cut (spec 3.4; 9, quirk 9: matched).
    /// </summary>
    public static string East(long milliseconds) => Iso(milliseconds)[..23];

    /// <summary>ISO 8601 without a zone: four digits of a year from 0 to 9999, a sign and six digits of any other.</summary>
    public static string Iso(long milliseconds)
    {
        var (year, rest) = Parts(milliseconds);
        return year is >= 0 and <= 9999 ? Pad(year, 4) + rest : (year < 0 ? "-" : "+") + Pad(Math.Abs(year), 6) + rest;
    }

    /// <summary>The JSON form: always UTC, the year padded to four digits (spec 9, quirk 11: fixed).</summary>
    public static string Json(long milliseconds)
    {
        var (year, rest) = Parts(milliseconds);
        return (year < 0 ? "-" : "") + Pad(Math.Abs(year), 4) + rest + "+00:00";
    }

    /// <summary>
    /// The milliseconds of a date and time as ECMAScript takes them: days past the end of a month roll over, 24 only as 24:00:00.000.
    /// Null when a field is out of range.
    /// </summary>
    public static long? From(int year, int month, int day, int hour, int minute, int second, int millisecond)
    {
        if (month is < 1 or > 12 || day is < 1 or > 31 || hour > 24 || minute > 59 || second > 59) return null;
        if (hour == 24 && (minute > 0 || second > 0 || millisecond > 0)) return null;
        return DaysFromCivil(year, month, day) * DayMilliseconds + hour * 3_600_000L + minute * 60_000L + second * 1000L + millisecond;
    }

    private static (long Year, string FromMonth) Parts(long milliseconds)
    {
        var days = Math.DivRem(milliseconds, DayMilliseconds, out var time);
        if (time < 0)
        {
            days--;
            time += DayMilliseconds;
        }
        var (year, month, day) = CivilFromDays(days);
        return (year, string.Create(CultureInfo.InvariantCulture,
            $"-{month:00}-{day:00}T{time / 3_600_000:00}:{time / 60_000 % 60:00}:{time / 1000 % 60:00}.{time % 1000:000}"));
    }

    private static string Pad(long number, int digits) => number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');

    /// <summary>Days since 1970-01-01 in the proleptic Gregorian calendar; years are counted from March, eras have 400 of them.</summary>
    public static long DaysFromCivil(long year, int month, int day)
    {
        if (month <= 2) year--;
        var era = FloorDivide(year, 400);
        var yearOfEra = year - era * 400;
        var dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }

    /// <summary>The date of a number of days since 1970-01-01.</summary>
    public static (long Year, int Month, int Day) CivilFromDays(long days)
    {
        days += 719_468;
        var era = FloorDivide(days, 146_097);
        var dayOfEra = days - era * 146_097;
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var shifted = (int)((5 * dayOfYear + 2) / 153);
        var month = shifted < 10 ? shifted + 3 : shifted - 9;
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, (int)(dayOfYear - (153 * shifted + 2) / 5 + 1));
    }

    private static long FloorDivide(long a, long b) => a / b - (a % b < 0 ? 1 : 0);
}
