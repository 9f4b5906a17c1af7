using System.Diagnostics;
using System.Globalization;

namespace Polyglot.Bench;

/// <summary>What the machine itself takes, in the same run: interpreters without Polyglot, files without a store.</summary>
internal static class Baselines
{
    // Prints the milliseconds of each of 200 forks that do nothing, with the wait for their end.
    private const string Forks =
        "import os, time\nfor i in range(200):\n    t = time.perf_counter()\n    p = os.fork()\n    if p == 0:\n        os._exit(0)\n    os.waitpid(p, 0)\n    print((time.perf_counter() - t) * 1000)\n";

    /// <summary>A fresh interpreter of each language that does nothing.</summary>
    public static void FreshInterpreters()
    {
        Fresh("plain python3 -c pass", 20, Python(), "-c", "pass");
        Fresh("plain node -e 0", 20, "node", "-e", "0");
        Fresh("plain julia -e 0", 8, "julia", "--startup-file=no", "-e", "0");
    }

    /// <summary>A fork of a bare Python, and its end: of the interpreter that the python runner takes first.</summary>
    public static void Fork() =>
        Figures.Row("plain os.fork and its end", [.. Output(File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : Python(), "-c", Forks).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(20).Select(line => double.Parse(line, CultureInfo.InvariantCulture))]);

    /// <summary>Reading small files one after the other.</summary>
    public static void SmallFiles(int count)
    {
        var folder = Directory.CreateTempSubdirectory("polyglot-bench-").FullName;
        for (var i = 0; i < count; i++) File.WriteAllBytes(Path.Combine(folder, $"{i}"), new byte[65]);
        Figures.Row("plain read of a small file", [.. Enumerable.Range(0, count).Select(i => Milliseconds(() => File.ReadAllBytes(Path.Combine(folder, $"{i}"))))]);
    }

    // The interpreter itself, where the name is that of a script which looks for it.
    private static string Python() => Output("python3", "-c", "import sys; print(sys.executable)").Trim();

    private static void Fresh(string label, int times, params string[] argv) =>
        Figures.Row(label, [.. Enumerable.Range(0, times).Select(_ => Milliseconds(() => Output(argv)))]);

    private static double Milliseconds(Action work)
    {
        var began = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static string Output(params string[] argv)
    {
        using var process = Process.Start(new ProcessStartInfo(argv[0], argv[1..]) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{argv[0]} ended with {process.ExitCode}");
    }
}
