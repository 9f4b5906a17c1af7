using Polyglot.Store;

namespace Polyglot.Dataflow.Planning;

/// <summary>What is known of a task while it is planned and driven.</summary>
internal enum PlanState : byte
{
    /// <summary>An input is not known yet.</summary>
    Waiting,

    /// <summary>Inputs are known, the output is not.</summary>
    MustRun,

    /// <summary>The output is known.</summary>
    UpToDate,
}

/// <summary>
/// A plan in arrays, one slot per task of the snapshot: 10,000 tasks are a few allocations. The planner fills it; the driver goes on
/// with the same slots as outputs become known. Not thread-safe.
/// </summary>
internal sealed class PlanTable
{
    private readonly ObjectId?[] _outputs;

    public PlanTable(Snapshot snapshot)
    {
        Snapshot = snapshot;
        var count = snapshot.Tasks.Count;
        States = new PlanState[count];
        Executions = new ExecutionId?[count];
        Reasons = new Reason?[count];
        Recorded = new ObjectId?[count];
        _outputs = new ObjectId?[count];
    }

    public Snapshot Snapshot { get; }

    public PlanState[] States { get; }

    /// <summary>Known once every input is.</summary>
    public ExecutionId?[] Executions { get; }

    /// <summary>Set for tasks that must run.</summary>
    public Reason?[] Reasons { get; }

    /// <summary>The output that the repository has on record, whether or not its object is still there.</summary>
    public ObjectId?[] Recorded { get; }

    /// <summary>The output that dependants use; null while it is not known.</summary>
    public ObjectId? Output(int task) => _outputs[task];

    public void SetOutput(int task, ObjectId output) => _outputs[task] = output;

    /// <summary>The task's inputs, or null while one of them is not known.</summary>
    public ObjectId[]? Inputs(SnapshotTask task)
    {
        var inputs = new ObjectId[task.Sources.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            var source = task.Sources[i];
            if (!source.IsTask) inputs[i] = Snapshot.Inputs[source.Index].Id;
            else if (_outputs[source.Index] is { } output) inputs[i] = output;
            else return null;
        }
        return inputs;
    }

    /// <summary>The plan as the outside sees it.</summary>
    /// <param name="count">Counts the elements of a task that must run for every element of its inputs, given its inputs and whether it is forced; null for nobody.</param>
    public DataflowPlan ToPlan(Func<SnapshotTask, IReadOnlyList<ObjectId>, bool, PlannedElements?>? count = null)
    {
        var tasks = new PlannedTask[States.Length];
        for (var i = 0; i < tasks.Length; i++)
        {
            var task = Snapshot.Tasks[i];
            tasks[i] = new(task.Name, task.Definition.Runner, task.Id, States[i] switch
            {
                PlanState.UpToDate => new TaskState.UpToDate(Executions[i]!.Value, _outputs[i]!.Value),
                PlanState.MustRun => new TaskState.MustRun(Executions[i]!.Value, Reasons[i]!),
                _ => new TaskState.Waiting(WaitingOn(task)),
            })
            {
                ReturnsDataflow = task.Returns is not null,
            };
            if (count is not null && task.Scatter is not null && States[i] == PlanState.MustRun) tasks[i] = tasks[i] with { Elements = count(task, Inputs(task)!, Reasons[i] is Reason.Forced) };
        }
        return new(Snapshot.Dataflow, tasks) { Snapshot = Snapshot };
    }

    private List<string> WaitingOn(SnapshotTask task)
    {
        var names = new List<string>();
        foreach (var source in task.Sources)
        {
            if (!source.IsTask || _outputs[source.Index] is not null) continue;
            var name = Snapshot.Tasks[source.Index].Name;
            if (!names.Contains(name)) names.Add(name);
        }
        return names;
    }
}
