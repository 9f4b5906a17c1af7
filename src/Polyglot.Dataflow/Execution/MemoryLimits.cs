using Polyglot.Dataflow.Projects;
using Polyglot.Runners;

namespace Polyglot.Dataflow.Execution;

/// <summary>How much memory tasks may take: what they say that they take, and alone all that the run has. Thread-safe.</summary>
/// <param name="Tasks">Tasks as written, by their index.</param>
/// <param name="Whole">Bytes that the run has; null where memory is not counted.</param>
internal sealed record MemoryLimits(Func<int, ProjectTask> Tasks, long? Whole)
{
    /// <summary>What a try of a task may take.</summary>
    public TaskLimits Of(ExecutionRequest request)
    {
        var declared = Tasks(request.Task.Index).Resources.Memory;
        var most = declared == 0 ? null : request.IsAlone ? Whole : declared;
        return most is null ? TaskLimits.None : new(WatchedMemoryBytes: most);
    }

    /// <summary>Whether a task that took too much may have another try by itself.</summary>
    public bool MayBeAlone(ExecutionRequest request) => Tasks(request.Task.Index).Retry.Alone;
}
