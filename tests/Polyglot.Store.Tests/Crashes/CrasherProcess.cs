using System.Diagnostics;

namespace Polyglot.Store.Tests;

/// <summary>A crasher that runs, and what it has reported.</summary>
internal sealed class CrasherProcess : IDisposable
{
    private readonly Process _process;

    public CrasherProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Dll);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
    }

    // bin/Configuration/net10.0 of the tests, and the same of the crasher.
    private static string Dll { get; } = Path.Combine(
        Testing.Repository.Root, "tests", "Polyglot.Store.Crasher", Path.GetRelativePath(Path.Combine(Testing.Repository.Root, "tests", "Polyglot.Store.Tests"), AppContext.BaseDirectory), "Polyglot.Store.Crasher.dll");

    public int Id => _process.Id;

    /// <summary>The next line; null at the end.</summary>
    public string? ReadLine() => _process.StandardOutput.ReadLine();

    /// <summary>Kills it without warning, and gives every whole line that it had still reported.</summary>
    public List<string> Kill()
    {
        _process.Kill();
        var rest = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        return [.. rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>Waits for its own end: its exit code and what it said.</summary>
    public (int ExitCode, string Output) WaitForEnd()
    {
        var output = _process.StandardOutput.ReadToEnd() + _process.StandardError.ReadToEnd();
        _process.WaitForExit();
        return (_process.ExitCode, output);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
