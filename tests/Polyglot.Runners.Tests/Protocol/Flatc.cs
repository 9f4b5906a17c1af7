using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Protocol;

/// <summary>The official FlatBuffers tool.</summary>
internal static class Flatc
{
    private static readonly string? Program = ExecutableSearch.Find("flatc", "/", Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>What it makes of a payload, as JSON; skips the test where it is absent, except in CI.</summary>
    public static async Task<string> DecodeAsync(byte[] payload)
    {
        if (Program is null) Absent.Tool("flatc");
        using var directory = new TempDirectory();
        var binary = Path.Combine(directory.Path, "frame.bin");
        await File.WriteAllBytesAsync(binary, payload);
        string[] argv = [Program!, "--json", "--strict-json", "-o", directory.Path, Path.Combine(Repository.Root, "ir", "runner.fbs"), "--", binary];
        await using var launcher = new PosixLauncher(directory.Path);
        using var output = launcher.CreateOutputFile(isPassing: true);
        var exit = await launcher.StartCommand(new ProcessStart(argv, [], directory.Path), output, output).Exited;
        Assert.That(exit.Code, Is.Zero);
        return await File.ReadAllTextAsync(Path.Combine(directory.Path, "frame.json"));
    }
}
