using System.Runtime.InteropServices;
using Polyglot.Dataflow.Execution;
using Polyglot.Dataflow.Planning;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Scattering;

/// <summary>What running elements needs. Thread-safe.</summary>
/// <param name="Runner">Runs an element.</param>
/// <param name="Claims">Waits for elements that somebody else runs.</param>
/// <param name="Admission">Where each element asks to be let in.</param>
/// <param name="DemandOf">What an element of a task takes, by the task's index.</param>
/// <param name="Lookups">What is known.</param>
/// <param name="Objects">Results.</param>
/// <param name="Hold">Keeps an object from being collected while the run goes on.</param>
/// <param name="NewPath">Gives paths for files that are being written.</param>
/// <param name="Time">The clock.</param>
internal sealed record ScatterServices(
    TaskRunner Runner, ClaimWaiter Claims, Admission Admission, Func<int, Demand> DemandOf, IPlanLookups Lookups, IObjectStore Objects, Action<ObjectId> Hold, Func<string> NewPath, TimeProvider Time);

/// <summary>
/// One task run for every element: what is on record is found, the rest goes through the run's admission one by one, and results are gathered in order.
/// An element that fails does not stop the others. One use.
/// </summary>
internal sealed class ScatterRun(ScatterServices services, ExecutionRequest request, ITaskEvents events, CancellationToken stop, CancellationToken kill)
{
    private readonly SnapshotTask _task = request.Task;
    private readonly SnapshotScatter _scatter = request.Task.Scatter!;
    private readonly DateTimeOffset _startedAt = services.Time.GetUtcNow();
    private Expansion _expansion = null!;
    private ElementBoard _board = null!;
    private ExecutionOutcome.InputLost? _lost;

    /// <summary>Runs it. The elements are recorded as they end, the whole is described.</summary>
    /// <param name="expansion">The elements.</param>
    public async Task<ExecutionOutcome> RunAsync(Expansion expansion)
    {
        _expansion = expansion;
        _board = new(expansion, expansion.Executions(_scatter.Element, request.Inputs));
        var missing = FindKnown();
        Tell();
        var running = new List<Task>();
        foreach (var (index, reason) in missing)
        {
            if (Volatile.Read(ref _lost) is not null || await EnterAsync().ConfigureAwait(false) is not { } slot) break;
            running.RemoveAll(task => task.IsCompletedSuccessfully);
            running.Add(RunElementAsync(index, reason, slot));
        }
        await Task.WhenAll(running).ConfigureAwait(false);
        return _lost ?? await FinishAsync().ConfigureAwait(false);
    }

    // What has a result that is there; for the others, why they run.
    private List<(int Index, Reason Reason)> FindKnown()
    {
        var outputs = new ObjectId?[_board.Count];
        if (!request.IsForced) services.Lookups.FindOutputs(Enumerable.Range(0, _board.Count).Select(_board.ExecutionOf).ToArray(), outputs);
        var recorded = Enumerable.Range(0, outputs.Length).Where(i => outputs[i] is not null).ToList();
        var objects = recorded.Select(i => outputs[i]!.Value).ToArray();
        var present = new bool[objects.Length];
        if (present.Length > 0) services.Lookups.FindObjects(objects, present);
        for (var i = 0; i < present.Length; i++)
            if (present[i] && _board.IsFirst(recorded[i])) _board.Succeed(recorded[i], objects[i], Decision.Cached);
        var missing = new List<(int, Reason)>();
        for (var i = 0; i < outputs.Length; i++)
        {
            if (!_board.IsFirst(i) || !_board.IsOpen(i)) continue;
            missing.Add((i, request.IsForced ? new Reason.Forced() : outputs[i] is { } gone ? new Reason.OutputMissing(gone) : new Reason.NeverRan()));
        }
        return missing;
    }

    // An element that may start. While somebody else is at it, it holds nothing.
    private async Task RunElementAsync(int index, Reason reason, Slot first)
    {
        await Task.Yield();
        for (var slot = first; slot is not null; slot = await EnterAsync().ConfigureAwait(false))
        {
            var permit = new Permit(services.Admission, _task.Index, services.DemandOf(_task.Index), slot);
            var result = await TryAsync(index, reason, permit).ConfigureAwait(false);
            // A failure is told before the slot is free, so that nothing starts after it where that is not wanted.
            if (result is not TaskTry.Busy) Take(index, result);
            permit.End();
            if (result is not TaskTry.Busy) return;
            switch (await WaitAsync(index, reason).ConfigureAwait(false))
            {
                case null:
                    return;
                case TaskTry.Succeeded done:
                    Take(index, done);
                    return;
            }
        }
    }

    private Task<Slot?> EnterAsync() => services.Admission.EnterAsync(_task.Index, services.DemandOf(_task.Index));

    private async Task<TaskTry> TryAsync(int index, Reason reason, Permit permit)
    {
        var key = _expansion.KeyOf(index);
        var part = new ElementEvents(events, key, permit.Finishing);
        try
        {
            var inputs = _expansion.InputsOf(index, request.Inputs);
            var element = new ExecutionRequest(_task.ElementTask(key), _board.ExecutionOf(index), inputs) { IsForced = request.IsForced };
            _expansion.Store(index, services.Objects, services.Hold);
            return await services.Runner.RunAsync(element, reason, permit, stop, kill, part).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a defect of the host or a full disk ends this element with its message, and the others go on
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new TaskTry.Failed(Errors.Host(ExecutionMessages.RunnerDefectCode, ExecutionMessages.HostDefect(e.Message), e.ToString()), null);
        }
        finally
        {
            part.End();
        }
    }

    // Null when the run is stopped.
    private async Task<TaskTry?> WaitAsync(int index, Reason reason)
    {
        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, kill);
            return await services.Claims.WaitAsync(_board.ExecutionOf(index), reason is Reason.Forced or Reason.OutputMissing, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private void Take(int index, TaskTry result)
    {
        _board.Took(result.PeakMemory);
        switch (result)
        {
            case TaskTry.Succeeded done:
                _board.Succeed(index, done.Output, done.Joined ? Decision.Joined : Decision.Ran);
                break;
            case TaskTry.Failed failed:
                _board.Fail(index, failed.Error);
                services.Admission.Failed();
                break;
            case TaskTry.InputLost lost:
                Volatile.Write(ref _lost, new(lost.Input, lost.Problem));
                break;
        }
        Tell();
    }

    private void Tell()
    {
        var (done, failed) = _board.Standing;
        events.Progress(_board.Count == 0 ? 1 : (double)done / _board.Count, ScatterMessages.Progress(done, _board.Count, failed));
    }

    private async Task<ExecutionOutcome> FinishAsync()
    {
        ObjectId? gathered = null;
        AttemptError? error = null;
        var isWhole = Enumerable.Range(0, _board.Count).All(i => _board.OutputOf(i) is not null);
        if (isWhole) (gathered, error) = await GatherAsync().ConfigureAwait(false);
        if (_lost is not null) return _lost;
        var list = _board.ToList(_scatter.Element);
        var counts = list.Counts;
        var attempt = new Attempt
        {
            Status = AttemptStatus.Ok,
            StartedAt = _startedAt,
            EndedAt = services.Time.GetUtcNow(),
            Runner = _task.Definition.Runner,
            Output = gathered,
            PeakMemory = _board.PeakMemory,
            Elements = services.Objects.Put(ElementListCodec.Encode(list)),
        };
        if (gathered is not null) return new ExecutionOutcome.Ended(attempt, counts);
        if (counts.Failed > 0) error = _board.Error(list);
        return error is null
            ? new ExecutionOutcome.Ended(attempt with { Status = AttemptStatus.Cancelled, Error = Errors.Cancelled(ScatterMessages.Stopped) }, counts)
            : new ExecutionOutcome.Ended(attempt with { Status = error.Side == ErrorSide.Task ? AttemptStatus.Failed : AttemptStatus.Faulted, Error = error }, counts);
    }

    // A result that was found by name and turns out to be damaged is computed again, once.
    private async Task<(ObjectId?, AttemptError?)> GatherAsync()
    {
        var path = services.NewPath();
        var isDone = false;
        try
        {
            using (var file = new GatheredFile(path, _task.Definition.OutputType, _scatter.Definition.OutputType, _board.Count))
            {
                for (var i = 0; i < _board.Count; i++)
                {
                    var location = services.Objects.Locate(_board.OutputOf(i)!.Value);
                    if (location is not ObjectLocation.Found)
                    {
                        if (!await RunAgainAsync(_board.FirstOf(i)).ConfigureAwait(false)) return (null, null);
                        location = services.Objects.Locate(_board.OutputOf(i)!.Value);
                    }
                    if (location is not ObjectLocation.Found found || !file.Add(_expansion, i, found.Path))
                        return (null, Errors.Host(ScatterMessages.NotGatheredCode, ScatterMessages.NotGathered(_expansion.KeyOf(i), location.Problem ?? "")));
                }
            }
            var id = services.Objects.Adopt(path);
            isDone = true;
            return (id, null);
        }
        finally
        {
            if (!isDone) File.Delete(path);
        }
    }

    private async Task<bool> RunAgainAsync(int index)
    {
        var gone = _board.OutputOf(index)!.Value;
        if (await EnterAsync().ConfigureAwait(false) is not { } slot) return false;
        await RunElementAsync(index, new Reason.OutputMissing(gone), slot).ConfigureAwait(false);
        return _board.OutputOf(index) is not null;
    }
}
