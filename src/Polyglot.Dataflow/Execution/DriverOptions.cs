namespace Polyglot.Dataflow.Execution;

/// <summary>How a plan is driven.</summary>
/// <param name="FailFast">After the first failure nothing new is started.</param>
internal sealed record DriverOptions(bool FailFast);
