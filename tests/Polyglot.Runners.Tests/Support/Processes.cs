namespace Polyglot.Runners.Tests;

/// <summary>What the system says of processes.</summary>
internal static class Processes
{
    /// <summary>It exists and is more than a record of how it ended.</summary>
    public static bool Alive(int pid) => ProcessTree.Read(pid) is { State: not 'Z' and not 'X' };
}
