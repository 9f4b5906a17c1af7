using System.Globalization;

namespace Polyglot.Bench;

/// <summary>Figures as the benchmarks print them.</summary>
internal static class Figures
{
    public static double Quantile(IEnumerable<double> samples, double q)
    {
        var sorted = samples.Order().ToArray();
        return sorted[(int)Math.Min(sorted.Length - 1, Math.Floor(q * sorted.Length))];
    }

    public static string Milliseconds(double ms) => ms.ToString("0.000", CultureInfo.InvariantCulture).PadLeft(9) + " ms";

    public static void Row(string label, IReadOnlyCollection<double> ms) =>
        Console.WriteLine($"  {label,-44} median {Milliseconds(Quantile(ms, 0.5))}  p99 {Milliseconds(Quantile(ms, 0.99))}  min {Milliseconds(ms.Min())}");

    public static void Rate(string label, double bytes, double seconds) =>
        Console.WriteLine($"  {label,-44} {(bytes / seconds / 1e9).ToString("0.00", CultureInfo.InvariantCulture),6} GB/s");
}
