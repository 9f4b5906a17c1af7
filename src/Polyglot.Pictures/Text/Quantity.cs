using System.Globalization;

namespace Polyglot.Pictures.Text;

/// <summary>Times, sizes and counts as people read them. Always with a point, never with the machine's culture. Pure.</summary>
public static class Quantity
{
    /// <summary><c>0.31 s</c>, <c>12.4 s</c>, <c>3 min 05 s</c>, <c>2 h 05 min</c>.</summary>
    public static string Duration(TimeSpan time)
    {
        var seconds = Math.Max(0, time.TotalSeconds);
        if (seconds < 9.995) return Format($"{seconds:0.00} s");
        if (seconds < 99.95) return Format($"{seconds:0.0} s");
        var whole = (long)Math.Round(seconds);
        return whole < 3600 ? Format($"{whole / 60} min {whole % 60:00} s") : Format($"{whole / 3600} h {whole / 60 % 60:00} min");
    }

    /// <summary><c>812 B</c>, <c>1.4 kB</c>, <c>37 MB</c>: powers of 1000.</summary>
    public static string Size(long bytes)
    {
        if (bytes < 1000) return Format($"{bytes} B");
        string[] units = ["kB", "MB", "GB", "TB", "PB", "EB"];
        var (value, unit) = (bytes / 1000.0, 0);
        while (value >= 999.5 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }
        return value < 9.95 ? Format($"{value:0.0} {units[unit]}") : Format($"{value:0} {units[unit]}");
    }

    /// <summary><c>just now</c>, <c>5 min ago</c>, <c>3 h ago</c>, <c>2 days ago</c>, and from a month on the date.</summary>
    public static string Age(DateTimeOffset then, DateTimeOffset now)
    {
        var age = now - then;
        if (age < TimeSpan.FromMinutes(1)) return "just now";
        if (age < TimeSpan.FromHours(1)) return Format($"{(int)age.TotalMinutes} min ago");
        if (age < TimeSpan.FromDays(1)) return Format($"{(int)age.TotalHours} h ago");
        if (age < TimeSpan.FromDays(2)) return "1 day ago";
        return age < TimeSpan.FromDays(30) ? Format($"{(int)age.TotalDays} days ago") : then.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary><c>1 task</c>, <c>5 tasks</c>.</summary>
    public static string Count(long count, string one, string? many = null) => Format($"{count} {(count == 1 ? one : many ?? one + "s")}");

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
