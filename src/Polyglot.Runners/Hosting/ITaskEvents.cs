namespace Polyglot.Runners;

/// <summary>
/// What happens while a task runs. Called on any thread, one call at a time per task, never after the task's result is there.
/// Implementations return quickly and do not throw: a worker's frames wait meanwhile. Every member does nothing by default.
/// </summary>
public interface ITaskEvents
{
    /// <summary>Hears nothing.</summary>
    static ITaskEvents None { get; } = new Silent();

    /// <summary>The task was given to a process. Called again when the host tries it once more in another one.</summary>
    void Started(WorkerInfo worker)
    {
    }

    /// <summary>Output as written; <paramref name="bytes"/> may end inside a UTF-8 sequence and is valid only during the call.</summary>
    void Output(StreamKind stream, ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>A line from the user's code by way of the runtime's log function.</summary>
    void Log(TaskLogLevel level, string message)
    {
    }

    /// <summary>How far it is.</summary>
    /// <param name="fraction">0 to 1; null when unknown.</param>
    /// <param name="message">May be empty.</param>
    void Progress(double? fraction, string message)
    {
    }

    /// <summary>The task's program has ended, so that another one can use the processor; its result is still to be read, checked and hashed. Only programs of their own say so.</summary>
    void Finishing()
    {
    }

    private sealed class Silent : ITaskEvents;
}

/// <summary>A process that runs tasks.</summary>
/// <param name="Runner">The runner's id.</param>
/// <param name="ProcessId">Its process id.</param>
/// <param name="IsWarm">True when it was running before this task.</param>
public sealed record WorkerInfo(string Runner, int ProcessId, bool IsWarm);
