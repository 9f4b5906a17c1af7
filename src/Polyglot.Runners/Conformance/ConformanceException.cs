namespace Polyglot.Runners.Conformance;

/// <summary>A runtime did not do what a case expects; never leaves the kit.</summary>
internal sealed class ConformanceException(string message) : Exception(message);
