namespace Polyglot.Runners;

/// <summary>How a call ended. Exactly one of the first two is not null.</summary>
/// <param name="Reply">What the runtime answered.</param>
/// <param name="End">How the worker ended instead.</param>
/// <param name="Stop">Whether and why it was being stopped.</param>
/// <param name="PeakMemory">The most memory that its processes were seen to take; null where nobody looked.</param>
internal readonly record struct CallOutcome(RunnerMessage? Reply, WorkerEnd? End, StopControl Stop, long? PeakMemory);

/// <summary>What may stop a task.</summary>
/// <param name="Deadline">How long it may take; null for ever.</param>
/// <param name="Cancel">The caller's polite wish.</param>
/// <param name="Kill">The caller's other wish.</param>
internal readonly record struct StopWishes(TimeSpan? Deadline, CancellationToken Cancel, CancellationToken Kill);

/// <summary>One request to one worker, with what it takes to stop it.</summary>
internal sealed class WorkerCall : IStoppable
{
    private readonly Worker _worker;
    private readonly PendingRequest _request;
    private StopControl? _stop;

    private WorkerCall(Worker worker, RunnerMessage message, TaskOutput output)
    {
        _worker = worker;
        _request = new PendingRequest(output.Raise, continuesOnReader: message is ExecuteMessage && worker.Capacity == 1);
    }

    /// <summary>Sends the request and waits for its end. Never throws for what the runtime does.</summary>
    public static async Task<CallOutcome> RunAsync(
        Worker worker, RunnerMessage message, TaskOutput output, StopWishes wishes, WorkerServices services, long? memory = null)
    {
        var call = new WorkerCall(worker, message, output);
        var manifest = worker.Runner.Manifest;
        worker.Attach(output);
        using var stop = new StopControl(call, LadderRungs.OfWorker(manifest.Interrupt), manifest.Timeouts, wishes, services.Time);
        call._stop = stop;
        using var watched = memory is { } limit ? services.Memory.Watch(worker.ProcessId, limit, onlyGrowth: true, stop.Stop, output) : null;
        worker.Session.Request(message, call._request);
        stop.Listen();
        var reply = await call._request.Reply.ConfigureAwait(false);
        stop.Ended();
        var end = reply.Message is null ? await worker.Gone.ConfigureAwait(false) : null;
        worker.Detach(output);
        return new CallOutcome(reply.Message, end, stop, watched?.Peak);
    }

    void IStoppable.Ask(string reason) => _worker.Session.Cancel(_request, reason);

    void IStoppable.Signal() => _worker.Interrupt();

    void IStoppable.Kill()
    {
        _stop!.WasStopped = _worker.IsStopped;
        _worker.Kill();
    }

    void IStoppable.GiveUp() => _worker.Session.Abort();
}
