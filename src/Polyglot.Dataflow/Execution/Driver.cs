using Polyglot.Dataflow.Planning;
using Polyglot.Store;

namespace Polyglot.Dataflow.Execution;

/// <summary>
/// Feeds ready tasks to a <see cref="TaskRunner"/> within the budget until nothing more can be done (DESIGN 8). One loop owns all state
/// and hears of ends in turns, so nothing here is locked. Ready tasks start in the order of the snapshot.
/// </summary>
internal sealed class Driver
{
    private readonly PlanTable _table;
    private readonly Snapshot _snapshot;
    private readonly Planner _planner;
    private readonly ITaskRunner _runner;
    private readonly ClaimWaiter _claims;
    private readonly ObserverGate _observer;
    private readonly Admission _admission;
    private readonly Func<int, Demand> _demandOf;
    private readonly DriverOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stop;
    private readonly CancellationToken _kill;

    private readonly Dictionary<ExecutionId, int> _leaders = [];
    private readonly Dictionary<int, List<int>> _followers = [];
    private readonly Dependants _dependants;
    private readonly int[] _missing;
    private readonly HashSet<int> _recomputed = [];
    private int _running;
    private int _joining;
    private bool _failed;

    public Driver(
        PlanTable table, Planner planner, ITaskRunner runner, ClaimWaiter claims, ObserverGate observer, Admission admission, DriverOptions options,
        TimeProvider time, CancellationToken stop, CancellationToken kill)
    {
        _table = table;
        _snapshot = table.Snapshot;
        _planner = planner;
        _runner = runner;
        _claims = claims;
        _observer = observer;
        _admission = admission;
        _demandOf = options.DemandOf ?? (_ => Demand.One);
        _admission.OnPartFailed = () => _failed = true;
        _options = options;
        _time = time;
        _stop = stop;
        _kill = kill;
        _dependants = new(_snapshot);
        _missing = new int[_snapshot.Tasks.Count];
        Ledger = new(_snapshot.Tasks.Count);
    }

    /// <summary>What has become of every task.</summary>
    public RunLedger Ledger { get; }

    private bool IsStopping => _stop.IsCancellationRequested || _kill.IsCancellationRequested;

    private bool MayStart => !IsStopping && !(_options.FailFast && _failed);

    /// <summary>Drives the plan to its end. Never throws for what tasks do or for being stopped.</summary>
    public async Task RunAsync()
    {
        foreach (var task in _snapshot.Tasks) Admit(task);
        while (true)
        {
            StartReady();
            if (_running + _joining == 0) break;
            await _admission.Turns.TakeAsync().ConfigureAwait(false);
        }
        CancelRest();
        // So far this went on on the thread that heard of the last end, which may be one that reads from a worker.
        await Task.Yield();
    }

    private void Admit(SnapshotTask task)
    {
        switch (_table.States[task.Index])
        {
            case PlanState.UpToDate:
                End(task.Index, TaskPhase.Done, Row(task.Index, Decision.Cached));
                break;
            case PlanState.MustRun:
                MakeReady(task.Index);
                break;
        }
        if (_table.Output(task.Index) is not null) return;
        foreach (var dependant in _dependants.Of(task.Index)) _missing[dependant]++;
    }

    private void MakeReady(int index)
    {
        Ledger.Move(index, TaskPhase.Ready);
        _admission.Enqueue(index, DemandOf(index), slot => Start(index, slot));
    }

    // What is made of parts asks for each of them.
    private Demand DemandOf(int index) => _snapshot.Tasks[index] is { Scatter: null, Returns: null } ? _demandOf(index) : Demand.None;

    private void StartReady()
    {
        while (MayStart && _admission.StartNext())
        {
        }
        if (!MayStart) _admission.RefuseParts();
    }

    private void Start(int index, Slot slot)
    {
        var execution = _table.Executions[index];
        var leads = Ledger.Phase(index) == TaskPhase.Ready && (!_leaders.TryGetValue(execution!.Value, out var leader) || leader == index);
        if (!leads)
        {
            _admission.Free(slot);
            if (Ledger.Phase(index) == TaskPhase.Ready) Follow(index, _leaders[execution!.Value]);
            return;
        }
        _leaders[execution!.Value] = index;
        Ledger.Move(index, TaskPhase.Running);
        Ledger.Start(index, _time);
        _running++;
        _ = RunAsync(index, execution.Value, new(_admission, index, DemandOf(index), slot));
    }

    // Another task of this run has the same execution: it is computed once.
    private void Follow(int index, int leader)
    {
        Ledger.Move(index, TaskPhase.Joining);
        Ledger.Start(index, _time);
        if (TaskPhases.IsFinal(Ledger.Phase(leader)))
        {
            Settle(index, leader);
            return;
        }
        if (!_followers.TryGetValue(leader, out var list)) _followers[leader] = list = [];
        list.Add(index);
    }

    private async Task RunAsync(int index, ExecutionId execution, Permit permit)
    {
        // A task beside others begins on a thread of its own, so that this loop can start the next one; a single one, as in a chain, spares waking a thread.
        if (_running > 1 || !_admission.IsEmpty) await Task.Yield();
        TaskTry result;
        try
        {
            var task = _snapshot.Tasks[index];
            var request = new ExecutionRequest(task, execution, _table.Inputs(task)!) { IsForced = _table.Reasons[index] is Reason.Forced };
            result = await _runner.RunAsync(request, _table.Reasons[index]!, permit, _stop, _kill).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a defect of the host or a full disk ends this task with its message, and the run goes on to record the rest
        catch (Exception e)
#pragma warning restore CA1031
        {
            result = Defect(e);
        }
        permit.End(() => Take(index, result));
    }

    private async Task JoinAsync(int index, ExecutionId execution)
    {
        TaskTry result;
        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(_stop, _kill);
            var hasOutput = _table.Recorded[index] is not null || _table.Reasons[index] is Reason.OutputMissing;
            result = await _claims.WaitAsync(execution, hasOutput, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            result = new TaskTry.Cancelled(null);
        }
#pragma warning disable CA1031 // as above
        catch (Exception e)
#pragma warning restore CA1031
        {
            result = Defect(e);
        }
        _admission.Turns.Post(() => Take(index, result));
    }

    private static TaskTry.Failed Defect(Exception e) => new(Errors.Host(ExecutionMessages.RunnerDefectCode, ExecutionMessages.HostDefect(e.Message), e.ToString()), null);

    private void Take(int index, TaskTry result)
    {
        if (Ledger.Phase(index) == TaskPhase.Joining)
        {
            _joining--;
            TakeJoined(index, result);
            return;
        }
        _running--;
        switch (result)
        {
            case TaskTry.Succeeded done:
                Succeed(index, done);
                break;
            case TaskTry.Failed failed:
                Fail(index, failed);
                break;
            case TaskTry.Cancelled cancelled:
                EndWithFollowers(index, TaskPhase.Cancelled, Row(index, Decision.Cancelled) with { Attempt = cancelled.Attempt, Elements = cancelled.Elements, Inner = cancelled.Inner, Tries = cancelled.Tries });
                break;
            case TaskTry.Busy:
                Join(index);
                break;
            case TaskTry.InputLost lost:
                Recompute(index, lost);
                break;
        }
    }

    private void Join(int index)
    {
        var task = _snapshot.Tasks[index];
        Ledger.Move(index, TaskPhase.Joining);
        _joining++;
        _observer.Started(new(task.Name, task.Definition.Runner, _table.Reasons[index]!, Joined: true));
        _ = JoinAsync(index, _table.Executions[index]!.Value);
    }

    private void TakeJoined(int index, TaskTry result)
    {
        switch (result)
        {
            case TaskTry.Succeeded done:
                Succeed(index, done);
                break;
            case TaskTry.Failed failed:
                Fail(index, failed);
                break;
            case TaskTry.Abandoned when MayStart:
                MakeReady(index);
                break;
            default:
                EndWithFollowers(index, TaskPhase.Cancelled, Row(index, Decision.Cancelled));
                break;
        }
    }

    private void Succeed(int index, TaskTry.Succeeded done)
    {
        var recorded = _table.Recorded[index];
        _table.SetOutput(index, done.Output);
        _table.States[index] = PlanState.UpToDate;
        var row = Row(index, done.Joined ? Decision.Joined : Decision.Ran) with
        {
            Output = done.Output,
            Attempt = done.Joined ? null : done.Attempt,
            DiffersFrom = !done.Joined && recorded is { } before && before != done.Output ? before : null,
            Elements = done.Elements,
            Inner = done.Inner,
            Tries = done.Tries,
        };
        EndWithFollowers(index, TaskPhase.Done, row);
        ReleaseDependants(index);
    }

    private void Fail(int index, TaskTry.Failed failed)
    {
        _failed = true;
        var row = Row(index, Decision.Failed) with { Error = failed.Error, Attempt = failed.Attempt, Elements = failed.Elements, Inner = failed.Inner, Tries = failed.Tries };
        EndWithFollowers(index, TaskPhase.Failed, row);
        Block(index);
    }

    private void EndWithFollowers(int index, TaskPhase phase, TaskRow row)
    {
        End(index, phase, row);
        if (!_followers.Remove(index, out var followers)) return;
        foreach (var follower in followers) Settle(follower, index);
    }

    // A task with the same execution as one that has ended.
    private void Settle(int index, int leader)
    {
        var row = Ledger.Row(leader)!;
        switch (Ledger.Phase(leader))
        {
            case TaskPhase.Done:
                _table.SetOutput(index, row.Output!.Value);
                _table.States[index] = PlanState.UpToDate;
                End(index, TaskPhase.Done, Row(index, Decision.Cached) with { Reason = null, Output = row.Output, Elapsed = TimeSpan.Zero });
                ReleaseDependants(index);
                break;
            case TaskPhase.Failed:
                End(index, TaskPhase.Failed, Row(index, Decision.Failed) with { Error = row.Error, Attempt = row.Attempt });
                Block(index);
                break;
            case TaskPhase.Blocked:
                End(index, TaskPhase.Blocked, Row(index, Decision.Blocked));
                Block(index);
                break;
            default:
                End(index, TaskPhase.Cancelled, Row(index, Decision.Cancelled));
                break;
        }
    }

    private void ReleaseDependants(int index)
    {
        var released = new Queue<int>();
        released.Enqueue(index);
        while (released.TryDequeue(out var done))
        {
            foreach (var dependant in _dependants.Of(done))
            {
                if (Ledger.Phase(dependant) != TaskPhase.Waiting || --_missing[dependant] > 0) continue;
                _planner.Decide(_table, dependant);
                if (_table.States[dependant] == PlanState.UpToDate)
                {
                    End(dependant, TaskPhase.Done, Row(dependant, Decision.Cached));
                    released.Enqueue(dependant);
                }
                else
                {
                    MakeReady(dependant);
                }
            }
        }
    }

    private void Block(int index)
    {
        var blocked = new Queue<int>();
        blocked.Enqueue(index);
        while (blocked.TryDequeue(out var source))
        {
            foreach (var dependant in _dependants.Of(source))
            {
                if (Ledger.Phase(dependant) != TaskPhase.Waiting) continue;
                End(dependant, TaskPhase.Blocked, Row(dependant, Decision.Blocked));
                blocked.Enqueue(dependant);
            }
        }
    }

    // The object of an input is gone or damaged. A task's output is computed again, once; anything else is an error of this task.
    private void Recompute(int index, TaskTry.InputLost lost)
    {
        var source = _snapshot.Tasks[index].Sources[lost.Input];
        var phase = source.IsTask ? Ledger.Phase(source.Index) : TaskPhase.Done;
        if (phase is TaskPhase.Failed or TaskPhase.Blocked)
        {
            EndWithFollowers(index, TaskPhase.Blocked, Row(index, Decision.Blocked));
            Block(index);
        }
        else if (phase == TaskPhase.Done && (!source.IsTask || !_recomputed.Add(source.Index)))
        {
            var problem = ExecutionMessages.InputLost(_snapshot.Tasks[index].InputNames[lost.Input], lost.Problem);
            Fail(index, new(Errors.Host(ExecutionMessages.InputLostCode, problem), null));
        }
        else
        {
            WaitAgain(index);
            if (phase == TaskPhase.Done) RunAgain(source.Index);
        }
    }

    private void WaitAgain(int index)
    {
        _leaders.Remove(_table.Executions[index]!.Value);
        if (_followers.Remove(index, out var followers)) followers.ForEach(MakeReady);
        Ledger.Move(index, TaskPhase.Waiting);
        _table.States[index] = PlanState.Waiting;
        _missing[index] = 1;
    }

    private void RunAgain(int index)
    {
        _table.Reasons[index] = new Reason.OutputMissing(_table.Output(index)!.Value);
        _table.States[index] = PlanState.MustRun;
        _leaders.Remove(_table.Executions[index]!.Value);
        MakeReady(index);
    }

    private void CancelRest()
    {
        for (var i = 0; i < _snapshot.Tasks.Count; i++)
            if (!TaskPhases.IsFinal(Ledger.Phase(i))) End(i, TaskPhase.Cancelled, Row(i, Decision.Cancelled));
    }

    private void End(int index, TaskPhase phase, TaskRow row)
    {
        Ledger.End(index, phase, row, _time);
        _observer.Ended(row);
    }

    private TaskRow Row(int index, Decision decision) => new(
        _snapshot.Tasks[index].Name,
        decision,
        decision is Decision.Cached or Decision.Blocked or Decision.Cancelled ? null : _table.Reasons[index],
        Ledger.Elapsed(index, _time),
        _table.Output(index),
        _table.Executions[index],
        Attempt: null,
        Error: null);
}
