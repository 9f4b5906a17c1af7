using Polyglot.Dataflow.Execution;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Returning;

/// <summary>
/// Runs tasks of a returned dataflow within the budget of the whole run: each asks there to be let in, and holds nothing while it waits. Thread-safe.
/// </summary>
/// <param name="runner">Runs them.</param>
/// <param name="admission">The run's.</param>
/// <param name="demandOf">What each takes, by its index.</param>
/// <param name="chain">The tasks that returned the dataflow.</param>
internal sealed class InnerRunner(TaskRunner runner, Admission admission, Func<int, Demand> demandOf, ReturnedChain chain) : ITaskRunner
{
    /// <inheritdoc/>
    public async Task<TaskTry> RunAsync(ExecutionRequest request, Reason reason, Permit permit, CancellationToken stop, CancellationToken kill, ITaskEvents? part = null)
    {
        // What is made of parts asks for each of them.
        if (request.Task.Scatter is not null) return Tell(await runner.RunAsync(request, reason, permit, stop, kill, part).ConfigureAwait(false));
        if (request.Task.Returns is not null) return await RunReturningAsync(request, reason, permit, stop, kill).ConfigureAwait(false);
        var demand = demandOf(request.Task.Index);
        if (await admission.EnterAsync(chain.Root, demand).ConfigureAwait(false) is not { } slot) return new TaskTry.Cancelled(null);
        var own = new Permit(admission, chain.Root, demand, slot);
        try
        {
            return Tell(await runner.RunAsync(request, reason, own, stop, kill, part).ConfigureAwait(false));
        }
        finally
        {
            own.End();
        }
    }

    // Of two that return each other, neither could wait for the other: so nobody claims them, and all that they run is claimed by itself.
    private async Task<TaskTry> RunReturningAsync(ExecutionRequest request, Reason reason, Permit permit, CancellationToken stop, CancellationToken kill)
    {
        if (!chain.Executions.Contains(request.Execution)) return Tell(await runner.RunUnclaimedAsync(request, reason, permit, stop, kill).ConfigureAwait(false));
        var summary = ReturningMessages.Endless([.. chain.Names, request.Task.Name]);
        return Tell(new TaskTry.Failed(new() { Side = ErrorSide.Task, Code = ReturningMessages.EndlessCode, Summary = summary }, null));
    }

    // A failure is told before the slot is free, so that nothing starts after it where that is not wanted.
    private TaskTry Tell(TaskTry result)
    {
        if (result is TaskTry.Failed) admission.Failed();
        return result;
    }
}
