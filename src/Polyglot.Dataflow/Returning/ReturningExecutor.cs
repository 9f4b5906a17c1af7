using Polyglot.Dataflow.Execution;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Returning;

/// <summary>
/// Runs tasks whose programs return a dataflow, and hands all others on. To the driver such a task is one task: claimed, recorded and looked up as a whole; what
/// it does is run its program and then the tasks of what that returned, each an execution of its own. Thread-safe.
/// </summary>
internal sealed class ReturningExecutor(IExecutor inner, DataflowLevel level) : IExecutor
{
    /// <inheritdoc/>
    public async Task<ExecutionOutcome> ExecuteAsync(ExecutionRequest request, ITaskEvents events, CancellationToken stop, CancellationToken kill)
    {
        if (request.Task.Returns is null) return await inner.ExecuteAsync(request, events, stop, kill).ConfigureAwait(false);
        // Making a dataflow takes a while, and the loop that starts tasks has others to start.
        await Task.Yield();
        return await new ReturnedRun(level, request, events, stop, kill).RunAsync().ConfigureAwait(false);
    }
}
