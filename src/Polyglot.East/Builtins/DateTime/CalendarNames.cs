using System.Text;

namespace Polyglot.East;

/// <summary>English names of months and weekdays.</summary>
internal static class CalendarNames
{
    public static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public static readonly string[] ShortMonths = [.. Months.Select(name => name[..3])];

    /// <summary>From Monday.</summary>
    public static readonly string[] Weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    public static readonly string[] ShortWeekdays = [.. Weekdays.Select(name => name[..3])];

    public static readonly string[] MinimalWeekdays = [.. Weekdays.Select(name => name[..2])];

    /// <summary>The position, from 1, of the name that a text starts with in whatever case; 0 when there is none.</summary>
    public static int Find(string[] names, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < names.Length; i++)
            if (text.Length >= names[i].Length && Ascii.EqualsIgnoreCase(text[..names[i].Length], names[i])) return i + 1;
        return 0;
    }
}
