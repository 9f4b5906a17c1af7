namespace Polyglot.East;

/// <summary>What the builtins on DateTimes say (spec 5.2); programs match the texts about formats to the letter.</summary>
internal static class DateTimeMessages
{
    public const string Year4 = "Expected 4-digit year";
    public const string Year2 = "Expected 2-digit year";
    public const string Month2 = "Expected 2-digit month (01-12)";
    public const string Month1 = "Expected 1 or 2-digit month";
    public const string MonthNameFull = "Expected full month name (e.g., \"January\")";
    public const string MonthNameShort = "Expected short month name (e.g., \"Jan\")";
    public const string Day2 = "Expected 2-digit day (01-31)";
    public const string Day1 = "Expected 1 or 2-digit day";
    public const string WeekdayNameFull = "Expected full weekday name (e.g., \"Monday\")";
    public const string WeekdayNameShort = "Expected short weekday name (e.g., \"Mon\")";
    public const string WeekdayNameMin = "Expected minimal weekday name (e.g., \"Mo\")";
    public const string Hour24Of2 = "Expected 2-digit hour (00-23)";
    public const string Hour12Of2 = "Expected 2-digit hour (01-12)";
    public const string Hour1 = "Expected 1 or 2-digit hour";
    public const string Minute2 = "Expected 2-digit minute (00-59)";
    public const string Minute1 = "Expected 1 or 2-digit minute";
    public const string Second2 = "Expected 2-digit second (00-59)";
    public const string Second1 = "Expected 1 or 2-digit second";
    public const string Millisecond3 = "Expected 3-digit millisecond (000-999)";
    public const string AmPmUpper = "Expected \"AM\" or \"PM\"";
    public const string AmPmLower = "Expected \"am\" or \"pm\"";
    public const string WeekdayTwice = "Weekday specified multiple times with different values";
    public const string NoAmPm = "12-hour format specified without AM/PM indicator";
    public const string MonthAlone = "Invalid format: cannot have month without year";
    public const string DayAlone = "Invalid format: cannot have day without year and month";
    public const string HourAlone = "Invalid format: cannot have hour without year, month, and day (or use time-only format)";
    public const string MinuteAlone = "Invalid format: cannot have minute without hour";
    public const string SecondAlone = "Invalid format: cannot have second without minute";
    public const string MillisecondAlone = "Invalid format: cannot have millisecond without second";

    /// <summary>Beyond ±8.64e15 milliseconds the reference's host has no dates.</summary>
    public const string OutOfRange = "DateTime is out of range: years go from -271821 to 275760";

    public static string Failed(int position, string message) => $"Failed to parse datetime at position {position}: {message}";

    public static string Range(string what, int got, string expected) => $"{what} out of range (got {got}, expected {expected})";

    public static string Twice(string what, int first, int second) => $"{what} specified multiple times with different values: {first} and {second}";

    public static string Literal(string expected, string got) => $"Expected literal \"{expected}\", got \"{got}\"";

    public static string Trailing(string rest) => $"Unexpected trailing characters: \"{rest}\"";

    public static string HourMismatch(int hour24, bool isPm, int implied) =>
        $"Hour mismatch: 24-hour format specifies {hour24}, but 12-hour format with {(isPm ? "PM" : "AM")} implies {implied}";

    public static string InvalidDate(int year, int month, int day) => $"Invalid date: {year}-{month:00}-{day:00}";

    public static string WeekdayMismatch(string parsed, string actual) => $"Weekday mismatch: parsed \"{parsed}\" but date is actually \"{actual}\"";
}
