using Polyglot.Store;

namespace Polyglot.Pictures.Graphs;

/// <summary>Finds the dataflows that tasks returned, of at most so many tasks. Writes nothing. Not thread-safe.</summary>
/// <param name="repository">Where they ran.</param>
public sealed class InnerDataflows(Repository repository)
{
    /// <summary>How deep they are looked for: a returned dataflow may return dataflows.</summary>
    public const int MostDeep = 4;

    // Each is a look at what is on record of a task, and most tasks return none.
    private const int MostLooks = 2_000;

    private int _looks;

    /// <summary>What was run for a task, and its shape; null for a task that returned nothing, and where that is not known any more.</summary>
    /// <param name="record">What was decided of the task.</param>
    internal (IReadOnlyList<TaskRecord> Tasks, DataflowShape Shape)? Of(TaskRecord record) =>
        record.Execution is not null && _looks++ < MostLooks
        && repository.Executions.AttemptOf(record) is { Attempt.Inner: { } id }
        && InnerRun.TryRead(repository.Objects, id) is { Shape: { } shape } inner
        && RunShapes.Read(repository.Objects, shape) is { } read ? (inner.Tasks, read) : null;

    /// <summary>As above, of an execution whose result is there.</summary>
    internal (IReadOnlyList<TaskRecord> Tasks, DataflowShape Shape)? Of(string task, ExecutionId execution) =>
        Of(new TaskRecord { Name = task, Execution = execution, Decision = Decision.Cached, StartedAt = DateTimeOffset.MaxValue, EndedAt = DateTimeOffset.MaxValue });
}
