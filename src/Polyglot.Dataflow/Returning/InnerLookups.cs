using Polyglot.Dataflow.Planning;
using Polyglot.Store;

namespace Polyglot.Dataflow.Returning;

/// <summary>Answers the questions of a plan of a returned dataflow: what its tasks were before is in what the task had before that returned it. Thread-safe.</summary>
/// <param name="outer">Answers for the dataflow of that task.</param>
/// <param name="task">The task's name there.</param>
/// <param name="executions">The executions.</param>
/// <param name="objects">The objects.</param>
internal sealed class InnerLookups(IPlanLookups outer, string task, IExecutionStore executions, IObjectStore objects) : IPlanLookups
{
    private readonly Lazy<InnerRun?> _previous = new(() => outer.FindPrevious(task)?.Execution is { } execution ? Last(executions, objects, execution) : null);

    /// <summary>The newest run of a dataflow that an execution returned; null where there is none.</summary>
    public static InnerRun? Last(IExecutionStore executions, IObjectStore objects, ExecutionId execution) => executions.Attempts(execution)
        .Reverse()
        .Select(numbered => numbered.Attempt.Inner is { } id ? InnerRun.TryRead(objects, id) : null)
        .FirstOrDefault(inner => inner is not null);

    public void FindOutputs(ReadOnlySpan<ExecutionId> asked, Span<ObjectId?> outputs) => outer.FindOutputs(asked, outputs);

    public void FindObjects(ReadOnlySpan<ObjectId> asked, Span<bool> present) => outer.FindObjects(asked, present);

    public void FindDropped(ReadOnlySpan<ObjectId> asked, Span<bool> dropped) => outer.FindDropped(asked, dropped);

    public TaskRecord? FindPrevious(string task) => _previous.Value?.Find(task) is { Execution: not null, Decision: not Decision.Blocked } found ? found : null;

    public TaskObject? FindDefinition(TaskId task) => outer.FindDefinition(task);

    public bool HasFailed(ExecutionId execution) => outer.HasFailed(execution);
}
