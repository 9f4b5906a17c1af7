using Polyglot.Dataflow.Execution;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Scattering;

/// <summary>
/// Runs tasks that are run for every element of inputs, and hands all others on. To the driver such a task is one task: claimed, recorded and looked up as a
/// whole; what it does is run elements, each an execution of its own. Thread-safe.
/// </summary>
internal sealed class ScatterExecutor(IExecutor inner, CollectionReader collections, ScatterServices services) : IExecutor
{
    /// <inheritdoc/>
    public Task<ExecutionOutcome> ExecuteAsync(ExecutionRequest request, ITaskEvents events, CancellationToken stop, CancellationToken kill) =>
        request.Task.Scatter is null ? inner.ExecuteAsync(request, events, stop, kill) : ScatterAsync(request, events, stop, kill);

    private async Task<ExecutionOutcome> ScatterAsync(ExecutionRequest request, ITaskEvents events, CancellationToken stop, CancellationToken kill)
    {
        // Taking a collection apart takes a while, and the loop that starts tasks has others to start.
        await Task.Yield();
        var startedAt = services.Time.GetUtcNow();
        var (expansion, input, problem) = collections.Expand(request.Task, request.Inputs);
        if (expansion is not null) return await new ScatterRun(services, request, events, stop, kill).RunAsync(expansion).ConfigureAwait(false);
        if (input >= 0) return new ExecutionOutcome.InputLost(input, problem!);
        return new ExecutionOutcome.Ended(new()
        {
            Status = AttemptStatus.Failed,
            StartedAt = startedAt,
            EndedAt = services.Time.GetUtcNow(),
            Runner = request.Task.Definition.Runner,
            Error = new() { Side = ErrorSide.Task, Code = ScatterMessages.TooManyCode, Summary = problem! },
        });
    }
}
