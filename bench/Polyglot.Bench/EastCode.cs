using System.Globalization;
using System.Text.Json;
using Polyglot.East;

namespace Polyglot.Bench;

/// <summary>
/// Programs in East, compiled, beside the same code by hand in C#: processor time, which other processes do not disturb. Then the time from
/// the bytes of a small function to its result. Where a folder of programs with the times of another implementation is there (`index.json`, by default
/// in <c>../shared/bench/east</c>, else where POLYGLOT_BENCH_EAST says), those are run too.
/// </summary>
internal static class EastCode
{
    private static readonly (string Name, long Count, Func<long, object> ByHand)[] Programs =
    [
        ("integers", 300_000, ByHand.Integers),
        ("mandelbrot", 400, ByHand.Mandelbrot),
        ("text", 1_000_000, ByHand.Building),
        ("arrays", 5_000_000, ByHand.Arrays),
        ("dicts", 1_000_000, ByHand.Dicts),
        ("structs", 20_000, ByHand.Structs),
        ("fibonacci", 32, ByHand.Fibonacci),
    ];

    public static void Run()
    {
        Console.WriteLine("programs in East beside C#: milliseconds of processor time, best of 5");
        var folder = Path.Combine(AppContext.BaseDirectory, "east");
        foreach (var (name, count, byHand) in Programs)
        {
            var program = EastProgram.Compile(IrReader.FromBeast2(File.ReadAllBytes(Path.Combine(folder, $"{name}.beast2"))).Value, []);
            var (east, result) = Best(() => program.Run([count], EastLimits.None, CancellationToken.None)!);
            var (hand, expected) = Best(() => byHand(count));
            var verdict = Equals(result, expected) ? "" : $"  WRONG: {result}, not {expected}";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-12} {east,9:0.0} ms, by hand {hand,9:0.0} ms: {east / hand,5:0.00} times{verdict}"));
        }
        var small = File.ReadAllBytes(Path.Combine(folder, "integers.beast2"));
        var (first, _) = Best(() => EastProgram.Compile(IrReader.FromBeast2(small).Value.Root, []).Run([1L], EastLimits.None, CancellationToken.None)!, 50);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  a small function, from bytes to first result: {first:0.00} ms"));
        var others = Environment.GetEnvironmentVariable("POLYGLOT_BENCH_EAST") ?? Path.Combine("..", "shared", "bench", "east");
        if (File.Exists(Path.Combine(others, "index.json"))) RunOthers(others);
        else Console.WriteLine($"  no programs in {others}");
    }

    private static void RunOthers(string folder)
    {
        using var index = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "index.json")));
        foreach (var entry in index.RootElement.EnumerateObject())
        {
            var program = EastProgram.Compile(IrReader.FromBeast2(File.ReadAllBytes(Path.Combine(folder, $"{entry.Name}.beast2"))).Value, []);
            var argument = long.Parse(entry.Value.GetProperty("argument").GetString()!, CultureInfo.InvariantCulture);
            var reference = entry.Value.GetProperty("reference_ms_best_of_3").GetDouble();
            var (east, result) = Best(() => program.Run([argument], EastLimits.None, CancellationToken.None)!, 3);
            var expected = entry.Value.GetProperty("result").GetString();
            var text = Convert.ToString(result, CultureInfo.InvariantCulture);
            var verdict = text == expected ? "" : $"  WRONG: {text}, not {expected}";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {entry.Name,-16} {east,9:0.0} ms, reference {reference,6:0} ms: {reference / east,5:0} times as fast{verdict}"));
        }
    }

    private static (double Milliseconds, object Result) Best(Func<object> run, int times = 5)
    {
        var (best, result) = (double.MaxValue, (object)"");
        for (var i = 0; i < times; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            result = run();
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }
        return (best, result);
    }
}
