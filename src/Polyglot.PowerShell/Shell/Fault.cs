using System.Management.Automation;

namespace Polyglot.PowerShell.Shell;

/// <summary>What is wrong, as PowerShell wants to know it. Immutable.</summary>
/// <param name="Id">Stable: scripts may compare it (<c>FullyQualifiedErrorId</c> begins with it).</param>
/// <param name="Category">Which kind.</param>
/// <param name="Message">What is wrong and where: one sentence.</param>
internal sealed record Fault(string Id, ErrorCategory Category, string Message)
{
    /// <summary>What it is about: a task, a file, a word; null for nothing.</summary>
    public object? Target { get; init; }

    /// <summary>What to do: one sentence; null where there is nothing to do.</summary>
    public string? Next { get; init; }

    /// <summary>What was thrown; null where it was no exception.</summary>
    public Exception? Cause { get; init; }
}

/// <summary>Ends a command with a fault. It never leaves the module.</summary>
internal sealed class FaultException(Fault fault) : Exception(fault.Message, fault.Cause)
{
    public Fault Fault { get; } = fault;
}
