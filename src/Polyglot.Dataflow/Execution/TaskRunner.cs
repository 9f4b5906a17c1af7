using Polyglot.Dataflow.Planning;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Execution;

/// <summary>What came of trying to run one task.</summary>
internal abstract record TaskTry
{
    private TaskTry()
    {
    }

    /// <summary>What was done with each element of its inputs; null for a task that is run once.</summary>
    public ElementCounts? Elements { get; init; }

    /// <summary>What was done with each task of the dataflow that it returned; null for a task that returns none.</summary>
    public ElementCounts? Inner { get; init; }

    /// <summary>How often it was tried here; 0 where somebody else did it.</summary>
    public int Tries { get; init; }

    /// <summary>The most memory that any of these tries took; null where nobody knows.</summary>
    public long? PeakMemory { get; init; }

    /// <summary>It has an output, which is committed.</summary>
    public sealed record Succeeded(ObjectId Output, int Attempt, bool Joined) : TaskTry;

    /// <summary>It has none; the attempt is recorded where there was one.</summary>
    public sealed record Failed(AttemptError Error, int? Attempt) : TaskTry;

    /// <summary>It was stopped; the attempt is recorded where there was one.</summary>
    public sealed record Cancelled(int? Attempt) : TaskTry;

    /// <summary>Somebody else has the claim.</summary>
    public sealed record Busy(Claimant Owner) : TaskTry;

    /// <summary>Who had the claim may be gone, and there is no output that can be used: ask again.</summary>
    public sealed record Abandoned : TaskTry;

    /// <summary>The object of an input is lost; nothing was recorded.</summary>
    public sealed record InputLost(int Input, string Problem) : TaskTry;
}

/// <summary>Runs one task. Thread-safe.</summary>
internal interface ITaskRunner
{
    /// <summary>Everything goes on the caller's thread up to the first wait, so that the caller decides where tasks run.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="reason">Why.</param>
    /// <param name="permit">Its leave to run; the caller ends it.</param>
    /// <param name="stop">Asks the task to stop.</param>
    /// <param name="kill">Stops it by force.</param>
    /// <param name="part">Who hears of it instead of the run's observer, where it is a part of a task.</param>
    Task<TaskTry> RunAsync(ExecutionRequest request, Reason reason, Permit permit, CancellationToken stop, CancellationToken kill, ITaskEvents? part = null);
}

/// <summary>
/// Runs one task: claim, execute, try again where its policy says so, record, commit. While it waits for another try it holds its claim and nothing of the budget. Thread-safe.
/// </summary>
internal sealed class TaskRunner(
    IExecutor executor, IExecutionStore executions, IObjectStore objects, ObserverGate observer, Action<SnapshotTask> keepProgram, Retries retries) : ITaskRunner
{
    /// <inheritdoc/>
    public async Task<TaskTry> RunAsync(ExecutionRequest request, Reason reason, Permit permit, CancellationToken stop, CancellationToken kill, ITaskEvents? part = null)
    {
        switch (executions.TryClaim(request.Execution))
        {
            case ClaimResult.Busy busy:
                return new TaskTry.Busy(busy.Owner);
            case ClaimResult.Claimed claim:
                using (claim) return await RunUnclaimedAsync(request, reason, permit, stop, kill, part).ConfigureAwait(false);
            default:
                throw new InvalidOperationException("unknown claim result");
        }
    }

    /// <summary>As <see cref="RunAsync"/>, without asking whether somebody else is at it: for what has a claim, or may be done twice.</summary>
    public async Task<TaskTry> RunUnclaimedAsync(
        ExecutionRequest request, Reason reason, Permit permit, CancellationToken stop, CancellationToken kill, ITaskEvents? part = null)
    {
        if (FinishedMeanwhile(request.Execution, reason) is { } output) return new TaskTry.Succeeded(output, 0, Joined: true);
        keepProgram(request.Task);
        if (part is null) observer.Started(new(request.Task.Name, request.Task.Definition.Runner, reason, Joined: false));
        return await RunAndRecordAsync(request, part ?? observer.For(request.Task.Name, permit.Finishing), permit, stop, kill).ConfigureAwait(false);
    }

    // Between the plan and the claim another process may have finished the execution.
    private ObjectId? FinishedMeanwhile(ExecutionId execution, Reason reason)
    {
        if (reason is Reason.Forced || executions.Output(execution) is not { } output) return null;
        // What was lost may be damaged and not gone, so it is looked at and not only asked for.
        var usable = reason is Reason.OutputMissing ? objects.Locate(output) is ObjectLocation.Found : objects.Contains(output);
        return usable ? output : null;
    }

    private async Task<TaskTry> RunAndRecordAsync(ExecutionRequest request, ITaskEvents events, Permit permit, CancellationToken stop, CancellationToken kill)
    {
        var policy = retries.PolicyOf(request.Task.Index);
        long? peak = null;
        for (var tries = 1; ; tries++)
        {
            switch (await executor.ExecuteAsync(request, events, stop, kill).ConfigureAwait(false))
            {
                case ExecutionOutcome.InputLost lost:
                    return new TaskTry.InputLost(lost.Input, lost.Problem);
                case ExecutionOutcome.Ended { Attempt: { Status: AttemptStatus.Ok, Output: { } output } attempt, Elements: var elements, Inner: var inner }:
                    return new TaskTry.Succeeded(output, executions.Complete(request.Execution, output, attempt), Joined: false) { Elements = elements, Inner = inner, Tries = tries, PeakMemory = Larger(peak, attempt.PeakMemory) };
                case ExecutionOutcome.Ended { Attempt: var attempt, Elements: var elements, Inner: var inner }:
                    var number = executions.Record(request.Execution, attempt);
                    peak = Larger(peak, attempt.PeakMemory);
                    if (attempt.Status == AttemptStatus.Cancelled) return new TaskTry.Cancelled(number) { Elements = elements, Inner = inner, Tries = tries };
                    var failed = new TaskTry.Failed(attempt.Error!, number) { Elements = elements, Inner = inner, Tries = tries, PeakMemory = peak };
                    // What a task is made of has had its tries.
                    if (request.Task is not { Scatter: null, Returns: null } || stop.IsCancellationRequested || policy.After(attempt) is not { } next) return failed;
                    events.Log(TaskLogLevel.Warning, ExecutionMessages.TriesAgain(tries, attempt.Error!.Summary, next));
                    events.Progress(null, ExecutionMessages.Waits(tries, next));
                    permit.GiveUp();
                    var isStopped = !await WaitAsync(next.Wait, stop, kill).ConfigureAwait(false);
                    if (isStopped || !await permit.TakeAgainAsync(next.Alone).ConfigureAwait(false))
                        return isStopped || stop.IsCancellationRequested || kill.IsCancellationRequested ? new TaskTry.Cancelled(number) { Tries = tries } : failed;
                    request = request with { IsAlone = next.Alone };
                    break;
            }
        }
    }

    // False when the run is stopped meanwhile.
    private async Task<bool> WaitAsync(TimeSpan wait, CancellationToken stop, CancellationToken kill)
    {
        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, kill);
            await Task.Delay(wait, retries.Time, both.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static long? Larger(long? one, long? other) => one is null || other > one ? other : one;
}
