using Polyglot.Dataflow.Execution;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Recording;
using Polyglot.Dataflow.Resolving;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Returning;

/// <summary>
/// One task that returns a dataflow: its program is run or found, what it returned is read and checked, and that dataflow is planned and driven like any other,
/// within the budget of the run. A task of it that fails does not stop the others. One use.
/// </summary>
internal sealed class ReturnedRun
{
    private readonly RunServices _services;
    private readonly DataflowLevel _level;
    private readonly ExecutionRequest _request;
    private readonly ITaskEvents _events;
    private readonly CancellationToken _stop;
    private readonly CancellationToken _kill;
    private readonly SnapshotTask _task;
    private readonly TaskLaunch _launch;
    private readonly ReturnedChain _chain;
    private readonly ReturnedProgram _program;
    private readonly DateTimeOffset _startedAt;

    /// <param name="level">The dataflow that the task is in.</param>
    /// <param name="request">The task.</param>
    /// <param name="events">Hears what it does.</param>
    /// <param name="stop">Asks it to stop.</param>
    /// <param name="kill">Stops it by force.</param>
    public ReturnedRun(DataflowLevel level, ExecutionRequest request, ITaskEvents events, CancellationToken stop, CancellationToken kill)
    {
        (_services, _level, _request, _events, _stop, _kill, _task) = (level.Services, level, request, events, stop, kill, request.Task);
        _launch = level.Resolved.Launches[_task.Index];
        _chain = level.Chain.With(_task.Name, request.Execution, _task.Index, _launch.Returns!.Depth);
        _program = new(level, request, events, stop, kill);
        _startedAt = _services.Time.GetUtcNow();
    }

    private Repository Repository => _services.Repository;

    /// <summary>Runs it. Everything of it is recorded as it ends, the whole is described.</summary>
    public async Task<ExecutionOutcome> RunAsync()
    {
        if (_chain.Names.Count > _chain.Limit) return Refused(ReturningMessages.TooDeepCode, ReturningMessages.TooDeep(_chain.Names, _chain.Limit), "");
        // The program may be found, and the tasks of its dataflow take these too.
        for (var i = 0; i < _request.Inputs.Count; i++)
            if (_level.Local.Locate(_task.Sources[i], _request.Inputs[i]) is not ObjectLocation.Found and var lost) return new ExecutionOutcome.InputLost(i, lost.Problem!);
        switch (await _program.RunAsync().ConfigureAwait(false))
        {
            case TaskTry.Succeeded done:
                return await RunDataflowAsync(done.Output).ConfigureAwait(false);
            case TaskTry.Failed failed:
                return Ended(failed.Error.Side == ErrorSide.Task ? AttemptStatus.Failed : AttemptStatus.Faulted, failed.Error with { Retryable = false }, null, null, []);
            case TaskTry.InputLost lost:
                return new ExecutionOutcome.InputLost(lost.Input, lost.Problem);
            default:
                return Ended(AttemptStatus.Cancelled, Errors.Cancelled(ReturningMessages.Stopped), null, null, []);
        }
    }

    private async Task<ExecutionOutcome> RunDataflowAsync(ObjectId dataflow)
    {
        var (document, unread) = Read(dataflow);
        if (document is null) return Refused(ReturningMessages.RefusedCode, ReturningMessages.Refused(_task.Name, unread!, 0), "");
        var given = _launch.InputNames.Select((name, i) => new GivenInput(name, _launch.InputTypes[i], _request.Inputs[i])).ToList();
        InnerDataflow? inner;
        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(_stop, _kill);
            (inner, var problems) = await _services.Builder.BuildAsync(_task.Name, _launch, given, document, both.Token).ConfigureAwait(false);
            if (inner is null) return Refused(ReturningMessages.RefusedCode, ReturningMessages.Refused(_task.Name, problems[0], problems.Count - 1), string.Join('\n', problems));
        }
        catch (OperationCanceledException)
        {
            return Ended(AttemptStatus.Cancelled, Errors.Cancelled(ReturningMessages.Stopped), null, null, []);
        }
        return await DriveAsync(inner).ConfigureAwait(false);
    }

    private (ReturnedDocument? Document, string? Problem) Read(ObjectId dataflow)
    {
        var location = Repository.Objects.Locate(dataflow);
        return location is ObjectLocation.Found found ? ReturnedDocument.Read(found.Path, _task.Returns!.Definition.OutputType) : (null, location.Problem);
    }

    private async Task<ExecutionOutcome> DriveAsync(InnerDataflow inner)
    {
        var snapshot = inner.Resolved.Snapshot;
        var lookups = new InnerLookups(_level.Lookups, _task.Name, Repository.Executions, Repository.Objects);
        var gate = new ObserverGate(new InnerObserver(_events, snapshot.Tasks.Count));
        var level = new DataflowLevel(_services, inner.Graph, inner.Resolved, lookups, gate, _chain);
        var planner = new Planner(snapshot, _ => _request.IsForced, lookups);
        var encoded = DataflowShapeCodec.Encode(SnapshotShape.Of(snapshot));
        var shape = Hashing.Object(encoded);
        var table = level.Plan(planner, shape);
        if (!Repository.Objects.Contains(shape)) Repository.Objects.Put(encoded);
        // Tasks take nothing from the budget of this driver: each asks the run's.
        var runner = new InnerRunner(level.Runner, _services.Admission, level.DemandOf, _chain);
        var driver = new Driver(
            table, planner, runner, _services.Claims, gate, new(new(), new(Demand.One)), new(_services.Options.FailFast, _ => Demand.None), _services.Time, _stop, _kill);
        await driver.RunAsync().ConfigureAwait(false);

        var tasks = driver.Ledger.InOrderOfEnd().Select(index => Recorder.ToRecord(table, driver.Ledger, index)).ToList();
        var output = inner.Result.IsTask ? table.Output(inner.Result.Index) : snapshot.Inputs[inner.Result.Index].Id;
        if (output is not null) return Ended(AttemptStatus.Ok, null, output, shape, tasks);
        if (FirstErrors(driver.Ledger, snapshot.Tasks.Count) is { } error)
            return Ended(error.Side == ErrorSide.Task ? AttemptStatus.Failed : AttemptStatus.Faulted, error, null, shape, tasks);
        return Ended(AttemptStatus.Cancelled, Errors.Cancelled(ReturningMessages.Stopped), null, shape, tasks);
    }

    // Which tasks failed, the first of them with all that is known, and the next ones in a line each.
    private static AttemptError? FirstErrors(RunLedger ledger, int total)
    {
        const int Most = 4;
        var failed = ledger.InOrderOfEnd().Select(index => ledger.Row(index)!).Where(row => row.Error is not null).ToList();
        if (failed.Count == 0) return null;
        AttemptError? cause = null;
        foreach (var row in failed.Take(Most).Reverse())
        {
            var error = row.Error!;
            var headline = error.ErrorType.Length == 0 || error.Summary.StartsWith(error.ErrorType, StringComparison.Ordinal) ? error.Summary : $"{error.ErrorType}: {error.Summary}";
            cause = error with { Summary = ReturningMessages.OfTask(row.Name, headline), ErrorType = "", Cause = cause ?? error.Cause };
        }
        var side = failed.Select(row => row.Error!.Side).FirstOrDefault(side => side != ErrorSide.Task);
        return new() { Side = side, Code = ReturningMessages.FailedCode, Summary = ReturningMessages.Failed([.. failed.Select(row => row.Name)], total), Cause = cause };
    }

    private ExecutionOutcome.Ended Refused(string code, string summary, string details) =>
        Ended(AttemptStatus.Failed, new() { Side = ErrorSide.Task, Code = code, Summary = summary, Details = details }, null, null, []);

    // What the program printed and took is the task's.
    private ExecutionOutcome.Ended Ended(AttemptStatus status, AttemptError? error, ObjectId? output, ObjectId? shape, IReadOnlyList<TaskRecord> tasks)
    {
        var inner = new InnerRun(_program.Record, shape, tasks);
        var attempt = (_program.Attempt ?? new() { Status = status, StartedAt = _startedAt, EndedAt = _startedAt, Runner = _launch.Runner.Id, RunnerVersion = _launch.Runner.Version }) with
        {
            Status = status,
            StartedAt = _startedAt,
            EndedAt = _services.Time.GetUtcNow(),
            Error = error,
            Output = output,
            Inner = Repository.Objects.Put(InnerRunCodec.Encode(inner)),
        };
        return new(attempt) { Inner = shape is null ? null : inner.Counts };
    }
}
