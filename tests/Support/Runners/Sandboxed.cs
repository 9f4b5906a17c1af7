using NUnit.Framework;
using Polyglot.Runners;

namespace Polyglot.Testing;

/// <summary>What tests of real sandboxes need of the machine.</summary>
internal static class Sandboxed
{
    private static readonly Lazy<Task<SandboxStatus>> Status = new(() => Sandboxes.TryAsync());

    /// <summary>
    /// The running test needs a sandbox: it is skipped with the reason where there is none. In CI it fails where set-up could have installed one; what a kernel or a container
    /// forbids, no set-up can change.
    /// </summary>
    public static async Task RequireAsync()
    {
        if ((await Status.Value).Problem is not { } problem) return;
        var message = $"{problem.Reason}. {problem.Next}";
        var isInstallable = problem.Reason.Contains("not on this machine", StringComparison.Ordinal) && File.Exists("/usr/bin/apt-get");
        if (isInstallable && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))) Assert.Fail(message);
        Assert.Ignore(message);
    }
}
