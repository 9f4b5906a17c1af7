using Polyglot.Store;

namespace Polyglot.Testing.Store;

/// <summary>An execution store without a disk; claims count between all who use this instance. Thread-safe.</summary>
public sealed class InMemoryExecutionStore : IExecutionStore
{
    private static readonly Claimant Self = new(Environment.ProcessId, Environment.MachineName);

    private readonly Lock _gate = new();
    private readonly Dictionary<ExecutionId, State> _states = [];

    /// <inheritdoc/>
    public ObjectId? Output(ExecutionId execution)
    {
        lock (_gate) return _states.GetValueOrDefault(execution)?.Output;
    }

    /// <inheritdoc/>
    public ClaimResult TryClaim(ExecutionId execution)
    {
        lock (_gate)
        {
            var state = Get_NeedsLock(execution);
            if (state.Claim is not null) return new ClaimResult.Busy(Self);
            state.Claim = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ClaimResult.Claimed(null, new Claim(this, state, state.Claim));
        }
    }

    /// <inheritdoc/>
    public async Task<ObjectId?> WaitAsync(ExecutionId execution, CancellationToken cancellationToken)
    {
        Task ended;
        lock (_gate)
        {
            var state = Get_NeedsLock(execution);
            if (state.Output is { } output) return output;
            if (state.Claim is null) return null;
            ended = Task.WhenAny(state.Claim.Task, state.Committed.Task);
        }
        await ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Output(execution);
    }

    /// <inheritdoc/>
    public int Record(ExecutionId execution, Attempt attempt)
    {
        lock (_gate)
        {
            var attempts = Get_NeedsLock(execution).Attempts;
            attempts.Add(new NumberedAttempt(attempts.Count + 1, attempt));
            return attempts.Count;
        }
    }

    /// <inheritdoc/>
    public int Complete(ExecutionId execution, ObjectId output, Attempt attempt)
    {
        lock (_gate)
        {
            var number = Record(execution, attempt);
            var state = Get_NeedsLock(execution);
            state.Output = output;
            state.Committed.TrySetResult();
            return number;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<NumberedAttempt> Attempts(ExecutionId execution)
    {
        lock (_gate) return _states.TryGetValue(execution, out var state) ? [.. state.Attempts] : [];
    }

    /// <inheritdoc/>
    public void Forget(ExecutionId execution)
    {
        lock (_gate)
        {
            if (!_states.TryGetValue(execution, out var state)) return;
            state.Output = null;
            state.Attempts.Clear();
            state.Committed = NewSource();
            if (state.Claim is null) _states.Remove(execution);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ExecutionId> List()
    {
        lock (_gate) return [.. _states.Keys];
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private State Get_NeedsLock(ExecutionId execution)
    {
        if (!_states.TryGetValue(execution, out var state)) _states[execution] = state = new State();
        return state;
    }

    private sealed class State
    {
        public ObjectId? Output { get; set; }

        public List<NumberedAttempt> Attempts { get; } = [];

        public TaskCompletionSource? Claim { get; set; }

        public TaskCompletionSource Committed { get; set; } = NewSource();
    }

    private sealed class Claim(InMemoryExecutionStore store, State state, TaskCompletionSource mine) : IDisposable
    {
        public void Dispose()
        {
            lock (store._gate)
                if (state.Claim == mine) state.Claim = null;
            mine.TrySetResult();
        }
    }
}
