using Polyglot.East;

namespace Polyglot.Runners;

/// <summary>Runs tasks in workers: finds one, asks it, checks what it says, and tries again where the worker and not the task was the reason.</summary>
internal sealed class WorkerRun(WorkerServices services, WorkerPool pool)
{
    private const int MaxAttempts = 3;
    private const string ForkFeature = "fork";

    public async Task<TaskResult> ExecuteAsync(TaskRequest request, ITaskEvents events, StopWishes wishes)
    {
        var isolation = request.Sandbox is null ? request.Isolation ?? request.Runner.Manifest.Isolation : IsolationMode.Process;
        TaskResult? result = null;
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            (result, var again) = await AttemptAsync(request, events, wishes, isolation, fresh: attempt > 1).ConfigureAwait(false);
            if (!again) break;
        }
        if (result is not TaskResult.Succeeded) TryDelete(request.OutputPath);
        return result!;
    }

    public async Task<DescribeResult> DescribeAsync(ResolvedRunner runner, DescribeMessage message, StopWishes wishes)
    {
        TaskError? error = null;
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var (lease, startError) = await AcquireAsync(runner, [], attempt > 1, room: null, alone: false, wishes).ConfigureAwait(false);
            if (lease is null) return new DescribeResult.Refused(startError!);
            using (lease)
            {
                var outcome = await WorkerCall.RunAsync(lease.Worker, message, new TaskOutput(ITaskEvents.None, 0), wishes, services).ConfigureAwait(false);
                if (outcome.Reply is CompletedMessage completed)
                    return completed.Description is { } description
                        ? new DescribeResult.Described(description)
                        : new DescribeResult.Refused(RunnersMessages.Error(FaultSide.Runner, ErrorCodes.NoDescription, RunnersMessages.NoDescription));
                (var result, var again) = Unsuccessful(runner, outcome, lease);
                error = result switch
                {
                    TaskResult.Failed failed => failed.Error,
                    TaskResult.Faulted faulted => faulted.Error,
                    _ => RunnersMessages.Error(FaultSide.Host, ErrorCodes.Cancelled, outcome.Stop.Story),
                };
                if (!again) break;
            }
        }
        return new DescribeResult.Refused(error!);
    }

    /// <summary>What a runtime said when it was ready. The worker stays warm.</summary>
    public async Task<AnnounceResult> AnnounceAsync(ResolvedRunner runner, StopWishes wishes)
    {
        var (lease, error) = await AcquireAsync(runner, [], fresh: false, room: null, alone: false, wishes).ConfigureAwait(false);
        if (lease is null) return new AnnounceResult.Refused(error!);
        using (lease)
        {
            var ready = lease.Worker.Ready!;
            var functions = new List<PlatformSignature>();
            foreach (var function in ready.PlatformFunctions)
            {
                var types = function.Inputs.Append(function.Output).Select(schema => TypeCodec.Decode(schema.Span)).ToList();
                if (types.FirstOrDefault(t => !t.IsSuccess) is { Error: { } bad })
                    return new AnnounceResult.Refused(RunnersMessages.Error(FaultSide.Runner, ErrorCodes.Of(DisconnectReason.Undecodable), RunnersMessages.BadAnnouncement(runner.Id, function.Name, bad.Message)));
                functions.Add(new PlatformSignature(function.Name, [.. types.SkipLast(1).Select(t => t.Value)], types[^1].Value, function.IsAsync));
            }
            return new AnnounceResult.Announced(ready.IrVersions, functions);
        }
    }

    private async Task<(TaskResult Result, bool Again)> AttemptAsync(TaskRequest request, ITaskEvents events, StopWishes wishes, IsolationMode isolation, bool fresh)
    {
        using var room = request.Sandbox is null ? null : new SandboxRoom(services, request);
        var (lease, startError) = await AcquireAsync(request.Runner, request.Environment, fresh, room, isolation == IsolationMode.Process, wishes).ConfigureAwait(false);
        if (lease is { IsWarm: true } && isolation == IsolationMode.Fork && !lease.Worker.Ready!.Features.Contains(ForkFeature))
        {
            lease.Dispose();
            (lease, startError) = await AcquireAsync(request.Runner, request.Environment, fresh: true, room, alone: false, wishes).ConfigureAwait(false);
        }
        if (lease is null)
            return (startError!.Code == ErrorCodes.Cancelled ? new TaskResult.Cancelled(startError.Summary) : new TaskResult.Faulted(startError.Side, startError), false);
        using (lease)
        {
            var worker = lease.Worker;
            var ready = worker.Ready!;
            var forks = isolation == IsolationMode.Fork && ready.Features.Contains(ForkFeature);
            if (isolation != IsolationMode.Shared && !forks) lease.Retire();
            if (request.Program is IrTaskProgram && !ready.IrVersions.Contains(IrTypes.Version))
                return (Fault(FaultSide.Runner, ErrorCodes.BadRequest, RunnersMessages.NoIrVersion(request.Runner.Id, IrTypes.Version, ready.IrVersions)), false);

            var output = new TaskOutput(events, services.MaxCapturedBytes);
            output.Started(new WorkerInfo(request.Runner.Id, worker.ProcessId, lease.IsWarm));
            var started = services.Time.GetTimestamp();
            var outcome = await WorkerCall.RunAsync(worker, Message(request, room?.OutputPath ?? request.OutputPath, worker, forks, wishes), output, wishes, services, request.Limits.WatchedMemoryBytes).ConfigureAwait(false);
            var elapsed = services.Time.GetElapsedTime(started);
            if (room is not null)
            {
                worker.Kill();
                await worker.Gone.ConfigureAwait(false);
                if (outcome.Reply is CompletedMessage) room.TakeOutput(request.OutputPath);
            }
            var captured = output.Close();
            var (result, again) = outcome.Reply is CompletedMessage ? (Completed(request), false) : Unsuccessful(request.Runner, outcome, lease);
            return (result with { Captured = captured, Cost = Cost(elapsed, outcome), RunnerVersion = ready.LanguageVersion.Length > 0 ? ready.LanguageVersion : ready.RunnerVersion }, again);
        }
    }

    /// <summary>As the pool does, with a wish to stop as a value.</summary>
    private async Task<(WorkerLease? Lease, TaskError? Error)> AcquireAsync(
        ResolvedRunner runner, IReadOnlyList<KeyValuePair<string, string>> environment, bool fresh, SandboxRoom? room, bool alone, StopWishes wishes)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(wishes.Cancel, wishes.Kill);
        try
        {
            return await pool.AcquireAsync(runner, environment, fresh, alone, room?.View, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return (null, RunnersMessages.Error(FaultSide.Host, ErrorCodes.Cancelled, RunnersMessages.CancelledByCaller));
        }
    }

    private static ExecuteMessage Message(TaskRequest request, string outputPath, Worker worker, bool fork, StopWishes wishes)
    {
        var inputs = new WireInput[request.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            var input = request.Inputs[i];
            inputs[i] = new WireInput(input.Name, input.Id, input.Path, OutputCheck.Schema(input.Type));
        }
        var program = request.Program switch
        {
            FunctionProgram f => new WireProgram(ProgramKind.Function, f.ScriptPath, f.Function, f.CodeId, "", "", []),
            IrTaskProgram e => new WireProgram(ProgramKind.East, "", "", "", e.Path, e.Id, e.Platforms),
            _ => throw new ArgumentException(request.Program.GetType().Name, nameof(request)),
        };
        var limits = new WireLimits(MaxOutputBytes: (ulong)(request.Limits.MaxOutputBytes ?? 0), MaxMemoryBytes: (ulong)(request.Limits.MaxMemoryBytes ?? 0));
        return new ExecuteMessage(
            program, inputs, new WireOutput(outputPath, OutputCheck.Schema(request.OutputType)), worker.WorkDirectory, request.Environment,
            wishes.Deadline is { } deadline ? (ulong)Math.Max(1, deadline.TotalMilliseconds) : 0,
            limits == new WireLimits() ? null : limits, fork ? WireIsolation.Fork : WireIsolation.Shared, request.Seed, request.Name);
    }

    private static TaskResult Completed(TaskRequest request)
    {
        var error = OutputCheck.Check(request.OutputPath, request.OutputType, request.Limits.MaxOutputBytes, FaultSide.Runner, out var size);
        return error is null ? new TaskResult.Succeeded(request.OutputPath, size) : OfError(error);
    }

    private static (TaskResult Result, bool Again) Unsuccessful(ResolvedRunner runner, CallOutcome outcome, WorkerLease lease)
    {
        var (reply, end, stop, _) = outcome;
        // What a signal interrupted may be half done.
        if (stop.Reached >= LadderState.Signalled) lease.Retire();
        switch (stop.Cause)
        {
            case StopCause.Cancelled or StopCause.Forced when stop.Reached != LadderState.Abandoned:
                return (new TaskResult.Cancelled(stop.Story), false);
            case StopCause.Deadline when stop.Reached != LadderState.Abandoned:
                var unfinished = reply is FailedMessage { Error: { } interrupted } ? interrupted : null;
                return (new TaskResult.Failed(RunnersMessages.Error(FaultSide.Task, ErrorCodes.Deadline, stop.Story, cause: unfinished)), false);
            case StopCause.Memory when stop.Reached != LadderState.Abandoned:
                return (new TaskResult.Failed(RunnersMessages.Error(FaultSide.Task, ErrorCodes.MemoryLimit, stop.Story)), false);
            case StopCause.Cancelled or StopCause.Forced or StopCause.Deadline or StopCause.Memory:
                return (Fault(FaultSide.Host, ErrorCodes.Unkillable, stop.Story), false);
        }
        switch (reply)
        {
            case FailedMessage failed:
                return (OfError(failed.Error ?? RunnersMessages.Error(FaultSide.Runner, ErrorCodes.NoError, RunnersMessages.NoError)), false);
            case RejectedMessage rejected:
                return Rejected(runner, rejected, lease);
            case CancelledMessage:
                lease.Retire();
                return (Fault(FaultSide.Runner, ErrorCodes.Of(DisconnectReason.UnexpectedMessage), RunnersMessages.UnaskedCancel), false);
        }
        if (end!.ByHost) return (Fault(FaultSide.Host, ErrorCodes.WorkerKilled, RunnersMessages.KilledForOther, retryable: true), true);
        // A request that nobody blames goes to the next worker at once; one that was open when a worker broke may be why, and the caller decides.
        return (Fault(FaultSide.Runner, end.Code, RunnersMessages.RunnerFault(runner.Id, end.Message, end.LastLines), end.LastLines, retryable: true), end.SparesOpenRequests);
    }

    private static (TaskResult Result, bool Again) Rejected(ResolvedRunner runner, RejectedMessage rejected, WorkerLease lease)
    {
        var summary = RunnersMessages.Rejected(runner.Id, rejected.Code, rejected.Reason);
        switch (rejected.Code)
        {
            case "stale_code" or "shutting_down":
                lease.Retire();
                return (Fault(FaultSide.Runner, rejected.Code, lease.IsWarm ? summary : RunnersMessages.StaleAgain, retryable: true), lease.IsWarm);
            case "bad_request":
                return (Fault(FaultSide.Host, rejected.Code, summary), false);
            default:
                return (Fault(FaultSide.Runner, rejected.Code.Length == 0 ? ErrorCodes.NoError : rejected.Code, summary, retryable: rejected.Code == "busy"), false);
        }
    }

    private static TaskResult OfError(TaskError error)
    {
        // A runtime that does not say who is at fault speaks of what it was asked to run.
        if (error.Side is FaultSide.Runner or FaultSide.Host) return new TaskResult.Faulted(error.Side, error);
        return new TaskResult.Failed(error.Side == FaultSide.Task ? error : error with { Side = FaultSide.Task });
    }

    private static TaskResult.Faulted Fault(FaultSide side, string code, string summary, string details = "", bool retryable = false) =>
        new(side, RunnersMessages.Error(side, code, summary, details, retryable));

    private static TaskCost Cost(TimeSpan elapsed, CallOutcome outcome)
    {
        var (timings, memory, cpu) = outcome.Reply switch
        {
            CompletedMessage m => (m.Timings, m.PeakMemoryBytes, m.CpuNs),
            FailedMessage m => (m.Timings, m.PeakMemoryBytes, m.CpuNs),
            _ => (null, 0UL, 0UL),
        };
        return new TaskCost(
            elapsed, Span(timings?.LoadNs), Span(timings?.DecodeNs), Span(timings?.CallNs), Span(timings?.EncodeNs),
            cpu == 0 ? null : Span(cpu), memory is 0 or > long.MaxValue ? outcome.PeakMemory : (long)memory);
    }

    /// <summary>Nanoseconds that a runtime claims; a nonsensical number counts as the longest time.</summary>
    private static TimeSpan? Span(ulong? nanoseconds) => nanoseconds is { } n ? TimeSpan.FromTicks((long)Math.Min(n / 100, long.MaxValue)) : null;

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is in the caller's temporary space, which is swept.
            _ = e;
        }
    }
}
