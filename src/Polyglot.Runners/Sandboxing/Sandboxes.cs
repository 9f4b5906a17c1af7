namespace Polyglot.Runners;

/// <summary>Whether tasks can run in a sandbox here.</summary>
/// <param name="Name">What makes them; empty where this system has none that is known.</param>
/// <param name="Problem">Why it cannot; null when it can.</param>
public sealed record SandboxStatus(string Name, SandboxProblem? Problem);

/// <summary>The sandboxes of this machine.</summary>
public static class Sandboxes
{
    /// <summary>Runs a program in one, to see whether that works.</summary>
    /// <param name="cancel">Kills it; then <see cref="OperationCanceledException"/> is thrown.</param>
    public static async Task<SandboxStatus> TryAsync(CancellationToken cancel = default)
    {
        var sandbox = Best();
        return new SandboxStatus(sandbox.Name, await sandbox.TryAsync(cancel).ConfigureAwait(false));
    }

    /// <summary>The best one of this system.</summary>
    internal static ISandbox Best() => OperatingSystem.IsLinux() ? new Bubblewrap(Environment.GetEnvironmentVariable("PATH") ?? "") : new NoSandbox();

    /// <summary>Stands for that of a system without one.</summary>
    private sealed class NoSandbox : ISandbox
    {
        public string Name => "";

        public Task<SandboxProblem?> TryAsync(CancellationToken cancel) => Task.FromResult<SandboxProblem?>(new(RunnersMessages.NoSandboxOnSystem, RunnersMessages.NoSandboxOnSystemNext));

        public ProcessStart Wrap(ProcessStart start, SandboxView view) => throw new LaunchException(RunnersMessages.NoSandboxOnSystem);
    }
}
