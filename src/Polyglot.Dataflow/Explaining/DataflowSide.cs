using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Resolving;
using Polyglot.Store;

namespace Polyglot.Dataflow.Explaining;

/// <summary>A dataflow in one state: as a past run had it, or as it is now. Not thread-safe.</summary>
internal interface IDataflowSide
{
    /// <summary>The task of that name; null where this state has none.</summary>
    SideTask? Find(string task);
}

/// <summary>An input of a task in one state.</summary>
/// <param name="Name">As the project file has it.</param>
/// <param name="Source">The whole name of the task or input that it comes from.</param>
/// <param name="IsTask">Whether that is a task.</param>
/// <param name="Id">The object; null while it is not known.</param>
internal readonly record struct SideInput(string Name, string Source, bool IsTask, ObjectId? Id);

/// <summary>A task in one state.</summary>
internal sealed record SideTask
{
    public required string Name { get; init; }

    /// <summary>Its identity; null where it was never known.</summary>
    public TaskId? Id { get; init; }

    /// <summary>What makes it the task it is; null where that is to be asked for by the id.</summary>
    public TaskObject? Definition { get; init; }

    public IReadOnlyList<SideInput> Inputs { get; init; } = [];

    public IReadOnlyList<NamedObject> Files { get; init; } = [];

    public ObjectId? Output { get; init; }

    /// <summary>Why it ran or must run; null where it did not.</summary>
    public Reason? Reason { get; init; }

    /// <summary>Whether the project file declares the output's type; null where that is not known.</summary>
    public bool? DeclaresOutput { get; init; }
}

/// <summary>A dataflow as a run had it. What was blocked or cancelled was not decided, and is not there.</summary>
internal sealed class RunSide : IDataflowSide
{
    private readonly Dictionary<string, TaskRecord> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ObjectId> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<ObjectId, (string Name, bool IsTask)> _makers = [];

    public RunSide(RunRecord run)
    {
        Run = run;
        foreach (var input in run.Inputs)
        {
            _inputs.TryAdd(input.Name, input.Id);
            _makers.TryAdd(input.Id, (input.Name, false));
        }
        foreach (var task in run.Tasks)
        {
            if (!IsDecided(task)) continue;
            _tasks.TryAdd(task.Name, task);
            if (task.Output is { } output) _makers[output] = (task.Name, true);
        }
    }

    public RunRecord Run { get; }

    /// <summary>Whether a run had found out what the task is and what it is given.</summary>
    public static bool IsDecided(TaskRecord task) => task.Execution is not null && task.Decision is not (Decision.Blocked or Decision.Cancelled);

    public SideTask? Find(string task)
    {
        if (!_tasks.TryGetValue(task, out var record)) return null;
        return new()
        {
            Name = task,
            Id = record.Task,
            Inputs = record.Inputs.Select(input => Resolve(task, input)).ToArray(),
            Files = record.Files,
            Output = record.Output,
            Reason = record.Reason,
        };
    }

    // Records keep the names that the task's own file uses: the task or input is the one of the nearest file around it that had this object, or
    // else anything that had it (an input may be another file's output under another name).
    private SideInput Resolve(string task, NamedObject input)
    {
        for (var scope = task.LastIndexOf('.'); ; scope = scope < 1 ? -1 : task.LastIndexOf('.', scope - 1))
        {
            var name = task[..(scope + 1)] + input.Name;
            if (_tasks.TryGetValue(name, out var known) && known.Output == input.Id) return new(input.Name, name, true, input.Id);
            if (_inputs.TryGetValue(name, out var id) && id == input.Id) return new(input.Name, name, false, input.Id);
            if (scope < 0) break;
        }
        return _makers.TryGetValue(input.Id, out var maker) ? new(input.Name, maker.Name, maker.IsTask, input.Id) : new(input.Name, input.Name, false, input.Id);
    }
}

/// <summary>A dataflow as it is now: outputs of tasks that must run are not known.</summary>
internal sealed class PlanSide : IDataflowSide
{
    private readonly Snapshot _snapshot;
    private readonly IReadOnlyList<TaskLaunch> _launches;
    private readonly DataflowPlan _plan;
    private readonly Dictionary<string, int> _tasks;

    public PlanSide(ResolvedSnapshot resolved, DataflowPlan plan)
    {
        (_snapshot, _launches, _plan) = (resolved.Snapshot, resolved.Launches, plan);
        _tasks = new(_snapshot.Tasks.Count, StringComparer.Ordinal);
        foreach (var task in _snapshot.Tasks) _tasks[task.Name] = task.Index;
    }

    /// <summary>What the plan says of a task; null where it has none of that name.</summary>
    public PlannedTask? Planned(string task) => _tasks.TryGetValue(task, out var index) ? _plan.Tasks[index] : null;

    public SideTask? Find(string task)
    {
        if (!_tasks.TryGetValue(task, out var index)) return null;
        var known = _snapshot.Tasks[index];
        return new()
        {
            Name = task,
            Id = known.Id,
            Definition = known.Definition,
            Inputs = known.Sources.Select((source, i) => source.IsTask
                ? new SideInput(known.InputNames[i], _snapshot.Tasks[source.Index].Name, true, Output(source.Index))
                : new SideInput(known.InputNames[i], _snapshot.Inputs[source.Index].Name, false, _snapshot.Inputs[source.Index].Id)).ToArray(),
            Files = known.Files,
            Output = Output(index),
            Reason = (_plan.Tasks[index].State as TaskState.MustRun)?.Reason,
            DeclaresOutput = _launches[index].DeclaresOutput,
        };
    }

    private ObjectId? Output(int task) => (_plan.Tasks[task].State as TaskState.UpToDate)?.Output;
}
