using Polyglot.Dataflow.Projects;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Execution;

/// <summary>What happens before the next try.</summary>
/// <param name="Wait">How long to wait.</param>
/// <param name="Alone">Nothing else of the run goes on meanwhile, and the task may take all the memory of the run.</param>
internal readonly record struct NextTry(TimeSpan Wait, bool Alone);

/// <summary>
/// Decides whether one execution is tried again, and when: after waits that double from one to the next, each a random part of that (full jitter), so that what failed
/// together does not come back together. One use; not thread-safe.
/// </summary>
/// <param name="asked">What the task says.</param>
/// <param name="jitter">Gives numbers from 0 up to 1.</param>
internal sealed class RetryPolicy(TaskRetry asked, Func<double> jitter)
{
    /// <summary>How often a task that says nothing is tried again after a fault of its runner that may pass.</summary>
    public const int TimesAfterFaults = 2;

    /// <summary>The longest wait before the first of these tries.</summary>
    public static readonly TimeSpan DelayAfterFault = TimeSpan.FromMilliseconds(200);

    private int _retries;
    private bool _wasAlone;

    /// <summary>Null when that was the last try.</summary>
    /// <param name="attempt">How the last one ended; neither well nor cancelled.</param>
    public NextTry? After(Attempt attempt)
    {
        var code = attempt.Error!.Code;
        if (code is ErrorCodes.MemoryLimit or ErrorCodes.OutOfMemory && asked.Alone && !_wasAlone)
        {
            _wasAlone = true;
            return new(TimeSpan.Zero, Alone: true);
        }
        // The same limit would end it again, and the file's content of this run is gone.
        if (code is ErrorCodes.MemoryLimit or ExecutionMessages.ChangedCode) return null;
        var isPassing = attempt.Status == AttemptStatus.Faulted && attempt.Error.Retryable;
        var most = asked.Times ?? (isPassing ? TimesAfterFaults : 0);
        if (_retries >= most) return null;
        var first = ReferenceEquals(asked, TaskRetry.Unsaid) ? DelayAfterFault : asked.Delay;
        var ceiling = Math.Min(first.TotalSeconds * Math.Pow(2, Math.Min(_retries, 60)), asked.Longest.TotalSeconds);
        _retries++;
        return new(TimeSpan.FromSeconds(ceiling * jitter()), Alone: false);
    }
}

/// <summary>Randomness for waits. Thread-safe.</summary>
internal sealed class Jitter(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    /// <summary>A number from 0 up to 1.</summary>
    public double Next()
    {
        lock (_gate) return _random.NextDouble();
    }
}

/// <summary>How a run's tasks are tried again. Thread-safe.</summary>
/// <param name="Of">What a task says, by its index.</param>
/// <param name="Jitter">Gives numbers from 0 up to 1.</param>
/// <param name="Time">The clock that waits go by.</param>
internal sealed record Retries(Func<int, TaskRetry> Of, Func<double> Jitter, TimeProvider Time)
{
    /// <summary>The policy of one execution of a task.</summary>
    public RetryPolicy PolicyOf(int task) => new(Of(task), Jitter);
}
