using Polyglot.Store;

namespace Polyglot.Dataflow.Planning;

/// <summary>
/// What a plan asks of the repository. Asked in batches, so that an implementation can answer them side by side; a test can see
/// what was not asked. Thread-safe.
/// </summary>
public interface IPlanLookups
{
    /// <summary>The recorded output of each execution, or null.</summary>
    /// <param name="asked">Which.</param>
    /// <param name="outputs">As many, filled in the same order.</param>
    void FindOutputs(ReadOnlySpan<ExecutionId> asked, Span<ObjectId?> outputs);

    /// <summary>Whether each object is there and has not been found damaged.</summary>
    /// <param name="asked">Which.</param>
    /// <param name="present">As many, filled in the same order.</param>
    void FindObjects(ReadOnlySpan<ObjectId> asked, Span<bool> present);

    /// <summary>Whether each object was removed on purpose, to be computed again only when its bytes are needed. Asked only for those that are not there.</summary>
    /// <param name="asked">Which.</param>
    /// <param name="dropped">As many, filled in the same order.</param>
    void FindDropped(ReadOnlySpan<ObjectId> asked, Span<bool> dropped) => dropped.Clear();

    /// <summary>
    /// The task of that name in the nearest earlier run in which it was decided with all its inputs known; null when there is none.
    /// Asked only for tasks that run.
    /// </summary>
    TaskRecord? FindPrevious(string task);

    /// <summary>A task's definition by its id; null when it is not known any more. Asked only where two task ids differ.</summary>
    TaskObject? FindDefinition(TaskId task);

    /// <summary>Whether the execution was tried and never succeeded. Asked only for tasks that run and have no earlier record.</summary>
    bool HasFailed(ExecutionId execution);
}
