using Polyglot.Cli.Tests.Support;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Verbs;

public sealed class ConformanceTests
{
    [Test]
    public void A_group_of_cases_runs_against_a_runtime()
    {
        using var folder = new TempDirectory();
        var runners = PolyglotProcess.Run(folder.Path, "runners", "--output", "json").Json.GetProperty("runners").EnumerateArray();
        if (!runners.Single(r => r.GetProperty("id").GetString() == "node").GetProperty("available").GetBoolean()) Assert.Ignore("node is not here");
        var result = PolyglotProcess.Run(folder.Path, "conformance", "--runner", "node", "--filter", "handshake");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Out.TrimEnd().Split('\n')[^1], Does.Match(@"^[1-9]\d* passed, 0 failed, \d+ skipped$"));
        var json = PolyglotProcess.Run(folder.Path, "conformance", "--runner", "node", "--filter", "handshake", "--output", "json").Json;
        Assert.That(json.GetProperty("failed").GetInt32(), Is.Zero);
    }

    [Test]
    public void A_program_that_is_no_runtime_fails_and_is_told_why()
    {
        using var folder = new TempDirectory();
        var kit = folder.Write("kit.sh", "");
        var result = PolyglotProcess.Run(folder.Path, "conformance", "--kit", kit, "--filter", "handshake", "--", "/bin/sh", "-c", "exit 0");
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Out, Does.Match(@"\d+ passed, [1-9]\d* failed, \d+ skipped\n$"));
    }

    [Test]
    public void An_unknown_runner_is_named_with_the_nearest() =>
        Assert.That(PolyglotProcess.Run("/", "conformance", "--runner", "pyhton").Error, Does.Contain("python"));
}
