using System.Globalization;

namespace Polyglot.Pictures.Reports.Previews;

/// <summary>Round numbers along an axis, and numbers as people read them. Pure.</summary>
internal static class Scale
{
    /// <summary>Round numbers within a range, at most about so many.</summary>
    public static IReadOnlyList<double> Ticks(double least, double greatest, int most)
    {
        if (!(greatest > least)) return [least];
        var raw = (greatest - least) / most;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * ((raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        var ticks = new List<double>();
        for (var tick = Math.Ceiling(least / step) * step; tick <= greatest + step * 1e-9 && ticks.Count <= most + 2; tick += step) ticks.Add(Math.Abs(tick) < step * 1e-9 ? 0 : tick);
        return ticks;
    }

    /// <summary>A number with at most six digits that tell something.</summary>
    public static string Text(double number)
    {
        if (double.IsNaN(number)) return "";
        var size = Math.Abs(number);
        if (size is not 0 and (>= 1e9 or < 1e-4)) return number.ToString("0.###e0", CultureInfo.InvariantCulture);
        return size >= 1e5 || number == Math.Floor(number)
            ? number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202f')
            : Math.Round(number, size >= 1000 ? 1 : size >= 10 ? 2 : 4).ToString("0.####", CultureInfo.InvariantCulture);
    }

    /// <summary>Beginnings of years, months, days or parts of days within a range of milliseconds since 1970, at most about so many, each with its text.</summary>
    public static IReadOnlyList<(double At, string Text)> TimeTicks(double from, double to, int most)
    {
        const double day = 86_400_000;
        const double first = -62_135_596_800_000;
        const double last = 253_402_300_799_999;
        if (from < first || to > last) return [.. Ticks(from, to, most).Select(tick => (tick, Text(tick)))];
        var (begin, end) = (DateTimeOffset.FromUnixTimeMilliseconds((long)from).UtcDateTime, DateTimeOffset.FromUnixTimeMilliseconds((long)to).UtcDateTime);
        var days = (to - from) / day;
        if (days >= 3 * 365) return [.. Round(begin.Year, end.Year, most).Select(year => Tick(new(year, 1, 1, 0, 0, 0, DateTimeKind.Utc), "yyyy"))];
        if (days >= 90) return [.. Round((begin.Year * 12) + begin.Month, (end.Year * 12) + end.Month, most).Select(month => Tick(new((month - 1) / 12, (month - 1) % 12 + 1, 1, 0, 0, 0, DateTimeKind.Utc), "yyyy-MM"))];
        if (days >= 3) return [.. Round((int)Math.Ceiling(from / day), (int)(to / day), most).Select(d => (d * day, DateTimeOffset.FromUnixTimeMilliseconds((long)(d * day)).ToString("MM-dd", CultureInfo.InvariantCulture)))];
        return [.. Ticks(from / 1000, to / 1000, most).Select(s => (s * 1000, DateTimeOffset.FromUnixTimeMilliseconds((long)(s * 1000)).ToString("HH:mm:ss", CultureInfo.InvariantCulture)))];

        (double, string) Tick(DateTime at, string format) => (new DateTimeOffset(at).ToUnixTimeMilliseconds(), at.ToString(format, CultureInfo.InvariantCulture));

        IEnumerable<int> Round(int least, int greatest, int count) => Ticks(least, greatest, count).Where(tick => tick == Math.Floor(tick)).Select(tick => (int)tick).Where(tick => tick > 0 || days < 90);
    }
}
