namespace Polyglot.Dataflow.Execution;

/// <summary>How a plan is driven.</summary>
/// <param name="Parallelism">How many tasks may run at once; at least 1.</param>
/// <param name="FailFast">After the first failure nothing new is started.</param>
internal sealed record DriverOptions(int Parallelism, bool FailFast);
