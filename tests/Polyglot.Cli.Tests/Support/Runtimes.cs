namespace Polyglot.Cli.Tests.Support;

/// <summary>Which runtimes this machine has.</summary>
internal static class Runtimes
{
    private static readonly Lazy<HashSet<string>> Present = new(Find);

    /// <summary>The running test needs these; where one is missing it is skipped with the reason, and fails in CI.</summary>
    public static void Require(params string[] runners)
    {
        var missing = runners.Where(r => !Present.Value.Contains(r)).ToList();
        if (missing.Count == 0) return;
        var message = $"missing: {string.Join(", ", missing)} (eng/setup.sh {string.Join(" ", missing)})";
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))) Assert.Fail(message);
        Assert.Ignore(message);
    }

    private static HashSet<string> Find()
    {
        var finished = PolyglotProcess.Run(Path.GetTempPath(), "runners", "--output", "json");
        Assert.That(finished.ExitCode, Is.Zero, finished.ToString());
        return [.. finished.Json.GetProperty("runners").EnumerateArray().Where(r => r.GetProperty("available").GetBoolean()).Select(r => r.GetProperty("id").GetString()!)];
    }
}
