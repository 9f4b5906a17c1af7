namespace Polyglot.Dataflow.Execution;

/// <summary>How a plan is driven.</summary>
/// <param name="FailFast">After the first failure nothing new is started.</param>
/// <param name="DemandOf">What a task takes, by its index; null where each takes one processor.</param>
internal sealed record DriverOptions(bool FailFast, Func<int, Demand>? DemandOf = null);
