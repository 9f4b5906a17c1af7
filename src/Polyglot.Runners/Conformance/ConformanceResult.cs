namespace Polyglot.Runners.Conformance;

/// <summary>How a case went.</summary>
public enum ConformanceStatus
{
    /// <summary>As expected.</summary>
    Passed,

    /// <summary>Not as expected.</summary>
    Failed,

    /// <summary>It asks for a feature that the runtime does not announce.</summary>
    Skipped,
}

/// <summary>How one case went.</summary>
/// <param name="Group">The group, such as <c>errors</c> or <c>values</c>.</param>
/// <param name="Name">The case.</param>
/// <param name="Status">How it went.</param>
/// <param name="Message">Why it failed or was skipped; empty when it passed.</param>
public sealed record ConformanceResult(string Group, string Name, ConformanceStatus Status, string Message);
