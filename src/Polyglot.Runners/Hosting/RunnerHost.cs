namespace Polyglot.Runners;

/// <summary>
/// Runs tasks: in warm workers, in copies of them, or in programs of their own. Thread-safe. It starts as many processes as tasks are in flight at once: how many
/// that may be is the caller's to say.
/// </summary>
public sealed class RunnerHost : IAsyncDisposable
{
    /// <summary>Makes a host; nothing is started yet.</summary>
    public RunnerHost(RunnerHostOptions options) => Options = options;

    /// <summary>As given.</summary>
    public RunnerHostOptions Options { get; }

    /// <summary>Runs a task. Whatever goes wrong is a value; throws only for a request that breaks its own contract (<see cref="ArgumentException"/>).</summary>
    /// <param name="request">What to run.</param>
    /// <param name="events">Hears what happens meanwhile; null for nobody.</param>
    /// <param name="cancel">Asks the task to stop: politely first, by force when that does not help. The result says which it took.</param>
    /// <param name="kill">Stops the task by force at once.</param>
    public Task<TaskResult> ExecuteAsync(TaskRequest request, ITaskEvents? events = null, CancellationToken cancel = default, CancellationToken kill = default) =>
        throw new NotSupportedException();

    /// <summary>Asks a runtime which functions a script offers. Whatever goes wrong is a value.</summary>
    /// <param name="runner">Of kind worker or east.</param>
    /// <param name="script">Absolute path.</param>
    /// <param name="codeId">As in <see cref="FunctionProgram"/>.</param>
    /// <param name="functions">Only these; empty for all.</param>
    /// <param name="cancel">Gives up: the result is then <see cref="DescribeResult.Refused"/> with the code <c>cancelled</c>.</param>
    public Task<DescribeResult> DescribeAsync(
        ResolvedRunner runner, string script, string codeId, IReadOnlyList<string> functions, CancellationToken cancel = default) => throw new NotSupportedException();

    /// <summary>Kills every process of this host and what they started. Running tasks end as cancelled; the host can still be used.</summary>
    public void KillAll() => throw new NotSupportedException();

    /// <summary>Cancels what still runs, ends every worker politely and then by force, and removes the scratch files. No process is left.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
