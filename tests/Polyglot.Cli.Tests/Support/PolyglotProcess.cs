using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Support;

/// <summary>How the program ended and what it printed.</summary>
internal sealed record Finished(int ExitCode, string Out, string Error)
{
    /// <summary>Standard output as the one JSON document that it must be, valid against its schema.</summary>
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Out);
            OutputSchema.Check(Out);
            return document.RootElement.Clone();
        }
    }

    public override string ToString() => $"exit {ExitCode}\n{Out}\n--- standard error\n{Error}";
}

/// <summary>The real program, built, in a process of its own, in an environment built from nothing.</summary>
internal sealed class PolyglotProcess : IDisposable
{
    // Generous: only a defect takes so long.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _error;

    private PolyglotProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The built program.</summary>
    public static string Executable { get; } = Path.Combine(TestContext.CurrentContext.TestDirectory, OperatingSystem.IsWindows() ? "polyglot.exe" : "polyglot");

    public int Id => _process.Id;

    /// <summary>Runs a command line to its end.</summary>
    public static Finished Run(string folder, params string[] arguments) => Run(folder, [], arguments);

    /// <summary>As above, with more variables.</summary>
    public static Finished Run(string folder, (string Name, string Value)[] environment, params string[] arguments)
    {
        using var process = Start(folder, environment, arguments);
        return process.Finish();
    }

    /// <summary>Starts a command line.</summary>
    public static PolyglotProcess Start(string folder, (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in Environment(environment)) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new PolyglotProcess(process);
    }

    /// <summary>The variables that the program gets.</summary>
    public static IEnumerable<(string Name, string Value)> Environment(params (string Name, string Value)[] more)
    {
        yield return ("PATH", System.Environment.GetEnvironmentVariable("PATH") ?? "");
        yield return ("HOME", System.Environment.GetEnvironmentVariable("HOME") ?? "/");
        yield return ("LANG", "C.UTF-8");
        yield return ("DOTNET_ROOT", Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")));
        yield return ("POLYGLOT_HOME", Repository.Root);
        // This build is not compiled ahead of time: to compile everything with all optimisations at each start takes twice as long.
        yield return ("DOTNET_TieredCompilation", "1");
        foreach (var variable in more) yield return variable;
    }

    /// <summary>The next line of standard output; null at its end.</summary>
    public string? ReadLine() => _process.StandardOutput.ReadLineAsync().WaitAsync(Patience).GetAwaiter().GetResult();

    /// <summary>Sends a signal.</summary>
    public void Signal(int number)
    {
        if (Kill(_process.Id, number) != 0) throw new InvalidOperationException($"kill({_process.Id}, {number}) failed");
    }

    /// <summary>Waits for the end.</summary>
    public Finished Finish()
    {
        var output = _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience).GetAwaiter().GetResult();
        if (!_process.WaitForExit(Patience)) throw new TimeoutException($"polyglot did not end; it printed {output}");
        return new Finished(_process.ExitCode, output, _error.WaitAsync(Patience).GetAwaiter().GetResult());
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);
}
