using System.Diagnostics;
using Polyglot.East;

namespace Polyglot.Runners.Tests;

/// <summary>What the host itself costs, on this machine: <c>dotnet test -c Release --filter Measurements</c>.</summary>
[Explicit("prints numbers, asserts nothing")]
public sealed class Measurements
{
    [Test]
    public async Task A_warm_task()
    {
        await using var fake = new Fake();
        var runner = Fake.Runner("inline");
        var times = new List<double>();
        var inRuntime = new List<double>();
        for (var i = 0; i < 6000; i++)
        {
            var request = fake.Request("good", runner);
            var start = Stopwatch.GetTimestamp();
            var result = await fake.Host.ExecuteAsync(request);
            var elapsed = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            File.Delete(request.OutputPath);
            if (i < 2000) continue;
            times.Add(elapsed);
            inRuntime.Add(result.Cost!.Encode!.Value.TotalMicroseconds);
        }
        Report("warm task", times);
        Report("  of which in the runtime", inRuntime);
        Report("  overhead", times.Zip(inRuntime, (t, r) => t - r).ToList());
    }

    [TestCase(1)]
    [TestCase(2)]
    public async Task A_thousand_commands(int atOnce)
    {
        await using var fake = new Fake();
        var input = fake.Input("x", EastType.String, "hello");
        for (var i = 0; i < 100; i++) await fake.Host.ExecuteAsync(fake.Command("cat {inputs.x} > {output}") with { Inputs = [input] });
        var (start, cpu) = (Stopwatch.GetTimestamp(), Cpu());
        var children = 0.0;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            for (var i = 0; i < 1000 / atOnce; i++)
            {
                var result = await fake.Host.ExecuteAsync(fake.Command("echo x > {output}"));
                lock (fake) children += result.Cost!.CpuTime!.Value.TotalMilliseconds;
            }
        }));
        TestContext.Out.WriteLine(
            $"1000 commands, {atOnce} at once: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms; processor time of the host {Cpu() - cpu:0} ms, of the commands {children:0} ms");
    }

    [Test]
    public async Task Starting_and_ending_a_host()
    {
        var times = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await using (var fake = new Fake()) await fake.Host.ExecuteAsync(fake.Command("echo x > {output}"));
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        Report("host with one command", times);
    }

    private static double Cpu()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalMilliseconds;
    }

    private static void Report(string what, List<double> microseconds)
    {
        microseconds.Sort();
        TestContext.Out.WriteLine($"{what}: median {microseconds[microseconds.Count / 2]:0.0} us, p90 {microseconds[microseconds.Count * 9 / 10]:0.0}, p99 {microseconds[microseconds.Count * 99 / 100]:0.0}");
    }
}
