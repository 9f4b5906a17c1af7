using Polyglot.Store;

namespace Polyglot.Dataflow.Execution;

/// <summary>Waits for what somebody else is running. Thread-safe.</summary>
internal sealed class ClaimWaiter(IExecutionStore executions, TimeProvider time)
{
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(100);

    /// <summary>What the other one gave, or that it is time to ask for the claim again.</summary>
    /// <param name="execution">What is run.</param>
    /// <param name="hasOutput">
    /// An output is on record already, because the task is forced or its object is lost: then only the claim says when the other one has ended.
    /// </param>
    /// <param name="cancellationToken">Gives up, with an <see cref="OperationCanceledException"/>.</param>
    public async Task<TaskTry> WaitAsync(ExecutionId execution, bool hasOutput, CancellationToken cancellationToken)
    {
        if (!hasOutput)
        {
            var output = await executions.WaitAsync(execution, cancellationToken).ConfigureAwait(false);
            return output is { } id ? new TaskTry.Succeeded(id, 0, Joined: true) : new TaskTry.Abandoned();
        }
        await Task.Delay(_poll, time, cancellationToken).ConfigureAwait(false);
        return new TaskTry.Abandoned();
    }
}
