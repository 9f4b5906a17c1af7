using Polyglot.Dataflow.Planning;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow;

/// <summary>
/// Is told what happens in a run, in order and never two calls at once. A slow observer slows the run down; it must not throw.
/// </summary>
public interface IRunObserver
{
    /// <summary>The plan is made; nothing has started.</summary>
    void PlanReady(DataflowPlan plan);

    /// <summary>A task was handed to its runner.</summary>
    void TaskStarted(TaskStart start);

    /// <summary>A task says how far it is.</summary>
    /// <param name="task">Its name.</param>
    /// <param name="fraction">0 to 1; null where it does not know.</param>
    /// <param name="message">Its words; may be empty.</param>
    void TaskProgress(string task, double? fraction, string message);

    /// <summary>A task printed. The bytes are valid during the call only, and may end inside a UTF-8 sequence.</summary>
    void TaskOutput(string task, StreamKind stream, ReadOnlySpan<byte> bytes);

    /// <summary>A task logged a message.</summary>
    void TaskLog(string task, TaskLogLevel level, string message);

    /// <summary>A task is decided: it ran, was found, failed, was blocked or cancelled.</summary>
    void TaskEnded(TaskRow row);

    /// <summary>Everything is recorded.</summary>
    void RunEnded(RunSummary summary);
}

/// <summary>A task that begins.</summary>
/// <param name="Task">Its name.</param>
/// <param name="Runner">The id of its runner.</param>
/// <param name="Reason">Why it runs.</param>
/// <param name="Joined">True when another process is at it, and its result is waited for.</param>
public sealed record TaskStart(string Task, string Runner, Reason Reason, bool Joined);
