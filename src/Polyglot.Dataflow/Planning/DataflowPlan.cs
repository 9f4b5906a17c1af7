using Polyglot.Store;

namespace Polyglot.Dataflow.Planning;

/// <summary>What a run would do, decided from one snapshot of the inputs. Immutable.</summary>
/// <param name="Dataflow">The dataflow's name.</param>
/// <param name="Tasks">Every selected task, each after those it needs.</param>
public sealed record DataflowPlan(string Dataflow, IReadOnlyList<PlannedTask> Tasks)
{
    /// <summary>What feeds what; the tasks are in the order of <see cref="Tasks"/>. Null for a plan that was not made from a project here.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>How many tasks are in which state.</summary>
    public PlanCounts Counts { get; } = PlanCounts.Of(Tasks);
}

/// <summary>How many tasks of a plan are in which state.</summary>
public readonly record struct PlanCounts(int UpToDate, int MustRun, int Waiting)
{
    /// <summary>All of them.</summary>
    public int Total => UpToDate + MustRun + Waiting;

    internal static PlanCounts Of(IReadOnlyList<PlannedTask> tasks)
    {
        var (upToDate, mustRun, waiting) = (0, 0, 0);
        foreach (var task in tasks)
        {
            switch (task.State)
            {
                case TaskState.UpToDate: upToDate++; break;
                case TaskState.MustRun: mustRun++; break;
                default: waiting++; break;
            }
        }
        return new(upToDate, mustRun, waiting);
    }
}

/// <summary>One task of a plan.</summary>
/// <param name="Name">Its name; tasks of a used dataflow are <c>alias.name</c>.</param>
/// <param name="Runner">The id of its runner.</param>
/// <param name="Task">Its identity without inputs.</param>
/// <param name="State">What would be done.</param>
public sealed record PlannedTask(string Name, string Runner, TaskId Task, TaskState State)
{
    /// <summary>
    /// For a task that must run and does so for every element of its inputs: how many there are and how many of them must run. Null for other tasks,
    /// and where it was not asked for.
    /// </summary>
    public PlannedElements? Elements { get; init; }

    /// <summary>It returns a dataflow: what else runs is known when its program has.</summary>
    public bool ReturnsDataflow { get; init; }
}

/// <summary>The elements of a task that must run.</summary>
/// <param name="ToRun">How many have no result yet.</param>
/// <param name="Total">How many there are.</param>
public sealed record PlannedElements(int ToRun, int Total);

/// <summary>What a plan says of a task: <see cref="UpToDate"/>, <see cref="MustRun"/> or <see cref="Waiting"/>.</summary>
public abstract record TaskState
{
    private TaskState()
    {
    }

    /// <summary>Its output is in the store.</summary>
    public sealed record UpToDate(ExecutionId Execution, ObjectId Output) : TaskState;

    /// <summary>Its inputs are known and its output is not.</summary>
    public sealed record MustRun(ExecutionId Execution, Reason Reason) : TaskState;

    /// <summary>
    /// It depends on tasks that must run: whether it must run too is known when they have. If they give the bytes that they gave
    /// before, it is found up to date.
    /// </summary>
    /// <param name="On">The tasks among its inputs that have no output yet.</param>
    public sealed record Waiting(IReadOnlyList<string> On) : TaskState;
}
