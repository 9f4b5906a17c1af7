namespace Polyglot.Store;

/// <summary>
/// What is known of executions: their output once they succeeded, every attempt, and who is working on them now.
/// The output is the commit point: a process may be killed at any instant, and an execution reads as done only if it is.
/// Thread-safe, and safe between processes.
/// </summary>
public interface IExecutionStore
{
    /// <summary>The output of an execution that succeeded once, else null. What cannot be read as an id is no output.</summary>
    ObjectId? Output(ExecutionId execution);

    /// <summary>
    /// Asks to be the one that runs an execution. A claimant that died is taken over by exactly one of those who ask. Read
    /// <see cref="Output"/> again once claimed: somebody may have finished in between.
    /// </summary>
    ClaimResult TryClaim(ExecutionId execution);

    /// <summary>
    /// Waits until the execution has an output (returned) or nobody live has a claim on it (null: claim it and run it). An output
    /// that is there already is returned at once.
    /// </summary>
    Task<ObjectId?> WaitAsync(ExecutionId execution, CancellationToken cancellationToken);

    /// <summary>Keeps an attempt under the next free number, from 1, which is returned.</summary>
    int Record(ExecutionId execution, Attempt attempt);

    /// <summary>Keeps the attempt (its number is returned), then commits the output: from now on the execution is a cache hit.</summary>
    int Complete(ExecutionId execution, ObjectId output, Attempt attempt);

    /// <summary>Every readable attempt by number. Attempts that cannot be read (a torn write) are left out; fsck names them.</summary>
    IReadOnlyList<NumberedAttempt> Attempts(ExecutionId execution);

    /// <summary>Removes the output and all attempts, so that the execution is computed again. A claim stays.</summary>
    void Forget(ExecutionId execution);

    /// <summary>Every execution that is known, in no particular order, read lazily.</summary>
    IEnumerable<ExecutionId> List();
}

/// <summary>An attempt and its number.</summary>
public sealed record NumberedAttempt(int Number, Attempt Attempt);
