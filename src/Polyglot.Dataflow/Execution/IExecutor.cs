using Polyglot.Dataflow.Planning;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Execution;

/// <summary>
/// Where a task runs: here, in local processes; later, elsewhere. It brings the inputs to the program and the output into the object
/// store, and describes the attempt; claims, records and decisions are the driver's. Thread-safe: as many calls at once as the
/// driver's budget allows.
/// </summary>
public interface IExecutor
{
    /// <summary>Runs a task once. Whatever happens to the task is a value; throws only for defects.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="events">Hears what happens meanwhile, on any thread, one call at a time, never after the outcome is there.</param>
    /// <param name="stop">Asks the task to stop.</param>
    /// <param name="kill">Stops it by force.</param>
    Task<ExecutionOutcome> ExecuteAsync(ExecutionRequest request, ITaskEvents events, CancellationToken stop, CancellationToken kill);
}

/// <summary>One task on concrete inputs.</summary>
/// <param name="Task">The task.</param>
/// <param name="Execution">The execution.</param>
/// <param name="Inputs">The objects of its inputs, in the order of its parameters.</param>
public sealed record ExecutionRequest(SnapshotTask Task, ExecutionId Execution, IReadOnlyList<ObjectId> Inputs)
{
    /// <summary>What is on record does not count, also not for elements of it.</summary>
    public bool IsForced { get; init; }

    /// <summary>Nothing else of the run goes on, so it may take all the memory of the run.</summary>
    public bool IsAlone { get; init; }
}

/// <summary>How an attempt ended.</summary>
public abstract record ExecutionOutcome
{
    private ExecutionOutcome()
    {
    }

    /// <summary>It ran to an end, good or bad; <see cref="Attempt.Status"/> says which, and for Ok the output is in the object store.</summary>
    /// <param name="Attempt">What is recorded.</param>
    /// <param name="Elements">What was done with each element of its inputs; null for a task that is run once.</param>
    public sealed record Ended(Attempt Attempt, ElementCounts? Elements = null) : ExecutionOutcome
    {
        /// <summary>What was done with each task of the dataflow that it returned; null for a task that returns none.</summary>
        public ElementCounts? Inner { get; init; }
    }

    /// <summary>It did not begin: the object of an input is gone or damaged.</summary>
    /// <param name="Input">Its index in <see cref="ExecutionRequest.Inputs"/>.</param>
    /// <param name="Problem">What is wrong, where, and what to do.</param>
    public sealed record InputLost(int Input, string Problem) : ExecutionOutcome;
}
