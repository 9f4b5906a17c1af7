using System.Diagnostics;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Bench;

/// <summary>Decoding and encoding 10 million floats (80 MB) in every language, as each measures it itself.</summary>
internal static class Codecs
{
    private const int Count = 10_000_000;
    private const double Bytes = 8.0 * Count;

    public static async Task RunAsync()
    {
        Console.WriteLine($"{Count:N0} floats: decoding and encoding, and copying the same bytes in memory as the baseline");
        var source = new byte[(int)Bytes];
        var target = new byte[(int)Bytes];
        Figures.Rate("copy in memory", Bytes, Best(() => Buffer.BlockCopy(source, 0, target, 0, source.Length)));

        var type = EastType.Array(EastType.Float);
        var file = Beast2.Encode(type, new EastArray<double>([.. Enumerable.Range(0, Count).Select(i => (double)i)]));
        Figures.Rate("dotnet decode", Bytes, Best(() => Beast2.Decode(file, type)));
        var value = Beast2.Decode(file, type).Value;
        Figures.Rate("dotnet encode", Bytes, Best(() => Beast2.Encode(type, value)));
        Figures.Rate("dotnet verify", Bytes, Best(() => Beast2.Verify(file, type)));

        foreach (var (runner, script) in new[] { ("python", "work.py"), ("node", "work.mjs"), ("julia", "work.jl") })
        {
            await using var project = new Project();
            project.AddScript(script);
            // Different counts are different tasks: the first one warms the worker up.
            for (var i = 0; i < 4; i++)
            {
                project.AddInput($"count{i}", Count + i);
                project.AddTask($"ramp{i}", runner, $"{script}#ramp", $"count{i}");
                project.AddTask($"total{i}", runner, $"{script}#total", $"ramp{i}");
            }
            var ended = (await project.RunAsync().ConfigureAwait(false)).Ended;
            var attempts = ended.Select(e => (e.Row.Name, Attempt: project.Repository.Executions.Attempts(e.Row.Execution!.Value)[0].Attempt)).ToList();
            Figures.Rate($"{runner} decode", Bytes, attempts.Where(a => a.Name.StartsWith("total", StringComparison.Ordinal)).Min(a => Seconds(a.Attempt, t => t.Decode)));
            Figures.Rate($"{runner} encode, with writing the file", Bytes, attempts.Where(a => a.Name.StartsWith("ramp", StringComparison.Ordinal)).Min(a => Seconds(a.Attempt, t => t.Encode)));
        }
    }

    private static double Seconds(Attempt attempt, Func<AttemptTimings, TimeSpan> phase) =>
        attempt.Timings is { } timings ? phase(timings).TotalSeconds : double.NaN;

    private static double Best(Action action)
    {
        var best = double.MaxValue;
        for (var i = 0; i < 4; i++)
        {
            var began = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
        return best;
    }
}
