namespace Polyglot.Dataflow.Execution;

/// <summary>Where a task is in a run. Each edge is allowed for one reason; <see cref="TaskPhases.May"/> is the table.</summary>
public enum TaskPhase : byte
{
    /// <summary>An input is not known yet.</summary>
    Waiting,

    /// <summary>Its inputs are known and it waits for a free slot.</summary>
    Ready,

    /// <summary>It runs, or is about to.</summary>
    Running,

    /// <summary>Somebody else runs the same execution: another process, or another task of this run.</summary>
    Joining,

    /// <summary>It has its output.</summary>
    Done,

    /// <summary>It failed, or its runtime did.</summary>
    Failed,

    /// <summary>Something it needs has no output.</summary>
    Blocked,

    /// <summary>The run was stopped before it had an output.</summary>
    Cancelled,
}

/// <summary>The allowed edges between phases.</summary>
internal static class TaskPhases
{
    /// <summary>Whether a task may go from one phase to the other.</summary>
    public static bool May(TaskPhase from, TaskPhase to) => (from, to) switch
    {
        (TaskPhase.Waiting, TaskPhase.Ready) => true, // the last input became known, and there is no output on record
        (TaskPhase.Waiting, TaskPhase.Done) => true, // the last input became known, and the output is on record
        (TaskPhase.Waiting, TaskPhase.Blocked) => true, // an input will never be known
        (TaskPhase.Waiting, TaskPhase.Cancelled) => true, // the run was stopped
        (TaskPhase.Ready, TaskPhase.Running) => true, // a slot is free
        (TaskPhase.Ready, TaskPhase.Joining) => true, // another task of this run has the same execution
        (TaskPhase.Ready, TaskPhase.Cancelled) => true, // the run was stopped
        (TaskPhase.Running, TaskPhase.Joining) => true, // another process has the claim
        (TaskPhase.Running, TaskPhase.Done) => true, // it succeeded
        (TaskPhase.Running, TaskPhase.Failed) => true, // it failed
        (TaskPhase.Running, TaskPhase.Cancelled) => true, // it was stopped
        (TaskPhase.Running, TaskPhase.Waiting) => true, // an input's object was found lost and is computed again
        (TaskPhase.Running, TaskPhase.Blocked) => true, // an input's object was found lost and could not be computed again
        (TaskPhase.Joining, TaskPhase.Done) => true, // the other one succeeded
        (TaskPhase.Joining, TaskPhase.Ready) => true, // the other one ended without an output: run it here
        (TaskPhase.Joining, TaskPhase.Failed) => true, // the other task of this run failed, and so would this one
        (TaskPhase.Joining, TaskPhase.Blocked) => true, // the other task of this run was blocked
        (TaskPhase.Joining, TaskPhase.Cancelled) => true, // the run was stopped
        (TaskPhase.Done, TaskPhase.Ready) => true, // its output was found lost before a dependant could use it
        _ => false,
    };

    /// <summary>Whether nothing more happens to the task, unless its output is lost.</summary>
    public static bool IsFinal(TaskPhase phase) => phase is TaskPhase.Done or TaskPhase.Failed or TaskPhase.Blocked or TaskPhase.Cancelled;
}
