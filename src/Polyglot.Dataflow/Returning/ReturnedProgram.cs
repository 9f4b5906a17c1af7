using Polyglot.Dataflow.Execution;
using Polyglot.Dataflow.Planning;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Returning;

/// <summary>The program of a task that returns a dataflow: an execution by itself, which is found or run within the budget of the run. One use.</summary>
internal sealed class ReturnedProgram(DataflowLevel level, ExecutionRequest request, ITaskEvents events, CancellationToken stop, CancellationToken kill)
{
    private readonly SnapshotTask _task = request.Task.ProgramTask();
    private readonly ExecutionId _execution = Hashing.Execution(request.Task.Returns!.Program, request.Inputs.ToArray());
    private readonly DateTimeOffset _startedAt = level.Services.Time.GetUtcNow();
    private Decision _decision = Decision.Cancelled;
    private ObjectId? _output;
    private Reason? _reason;
    private DateTimeOffset _endedAt = level.Services.Time.GetUtcNow();

    /// <summary>The attempt that gave the dataflow, or failed to; null where there was none.</summary>
    public Attempt? Attempt { get; private set; }

    /// <summary>What was decided of it.</summary>
    public TaskRecord Record => new()
    {
        Name = _task.Name,
        Task = _task.Id,
        Execution = _execution,
        Inputs = _task.InputNames.Zip(request.Inputs, (name, id) => new NamedObject(name, id)).ToArray(),
        Files = _task.Files,
        Decision = _decision,
        Reason = _reason,
        Output = _output,
        StartedAt = _startedAt,
        EndedAt = _endedAt,
    };

    /// <summary>The dataflow's object, found or made; never <see cref="TaskTry.Busy"/> or <see cref="TaskTry.Abandoned"/>.</summary>
    public async Task<TaskTry> RunAsync()
    {
        var result = Find() ?? await RunOrWaitAsync().ConfigureAwait(false);
        _endedAt = level.Services.Time.GetUtcNow();
        var attempts = level.Services.Repository.Executions.Attempts(_execution);
        switch (result)
        {
            case TaskTry.Succeeded done:
                _output = done.Output;
                if (_decision != Decision.Cached) _decision = done.Joined ? Decision.Joined : Decision.Ran;
                Attempt = attempts.LastOrDefault(a => a.Attempt.Output == done.Output)?.Attempt;
                break;
            case TaskTry.Failed failed:
                _decision = Decision.Failed;
                Attempt = attempts.FirstOrDefault(a => a.Number == failed.Attempt)?.Attempt;
                break;
        }
        return result;
    }

    private TaskTry.Succeeded? Find()
    {
        _reason = new Reason.Forced();
        if (request.IsForced) return null;
        _reason = new Reason.NeverRan();
        var outputs = new ObjectId?[1];
        level.Lookups.FindOutputs([_execution], outputs);
        if (outputs[0] is not { } output) return null;
        _reason = new Reason.OutputMissing(output);
        var present = new bool[1];
        level.Lookups.FindObjects([output], present);
        if (!present[0] || level.Services.Repository.Objects.Locate(output) is not ObjectLocation.Found) return null;
        (_reason, _decision) = (null, Decision.Cached);
        return new(output, 0, Joined: false);
    }

    private async Task<TaskTry> RunOrWaitAsync()
    {
        var admission = level.Services.Admission;
        // Where dataflows return dataflows, the whole run's order is that of the task of the project file.
        var place = level.Chain.Names.Count == 0 ? _task.Index : level.Chain.Root;
        var demand = level.DemandOf(_task.Index);
        while (await admission.EnterAsync(place, demand).ConfigureAwait(false) is { } slot)
        {
            var permit = new Permit(admission, place, demand, slot);
            TaskTry result;
            try
            {
                var part = new ProgramEvents(events, permit.Finishing);
                result = await level.Parts.RunAsync(new(_task, _execution, request.Inputs) { IsForced = request.IsForced }, _reason!, permit, stop, kill, part).ConfigureAwait(false);
                if (result is TaskTry.Failed) admission.Failed();
            }
            finally
            {
                permit.End();
            }
            if (result is not TaskTry.Busy) return result;
            try
            {
                using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, kill);
                if (await level.Services.Claims.WaitAsync(_execution, _reason is not Reason.NeverRan, both.Token).ConfigureAwait(false) is TaskTry.Succeeded done) return done;
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        return new TaskTry.Cancelled(null);
    }

    /// <summary>The task's own events, but for when the program has ended: then the next one may start.</summary>
    private sealed class ProgramEvents(ITaskEvents task, Action finishing) : ITaskEvents
    {
        public void Finishing() => finishing();

        public void Output(StreamKind stream, ReadOnlySpan<byte> bytes) => task.Output(stream, bytes);

        public void Log(TaskLogLevel level, string message) => task.Log(level, message);

        public void Progress(double? fraction, string message) => task.Progress(fraction, message);
    }
}
