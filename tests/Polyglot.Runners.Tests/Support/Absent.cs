namespace Polyglot.Runners.Tests;

/// <summary>What to do without a tool that not every machine has: skip the test and say so; in CI, where all are there, fail.</summary>
internal static class Absent
{
    public static void Tool(string name)
    {
        var message = $"{name} is not on this machine";
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(message);
        Assert.Ignore(message);
    }
}
