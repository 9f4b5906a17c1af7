namespace Polyglot.Store;

/// <summary>Which attempt a run's record of a task is about.</summary>
public static class RecordedAttempts
{
    /// <summary>The run's own attempt, or, where its result was found or another process made it, the last one before that gave one; null where none is on record.</summary>
    public static NumberedAttempt? AttemptOf(this IExecutionStore executions, TaskRecord record)
    {
        ArgumentNullException.ThrowIfNull(executions);
        ArgumentNullException.ThrowIfNull(record);
        if (record.Execution is not { } execution || record.Decision is Decision.Blocked) return null;
        var attempts = executions.Attempts(execution);
        return record.Attempt is { } number
            ? attempts.FirstOrDefault(attempt => attempt.Number == number)
            : attempts.LastOrDefault(attempt => attempt.Attempt.Status == AttemptStatus.Ok && attempt.Attempt.StartedAt <= record.EndedAt);
    }
}
