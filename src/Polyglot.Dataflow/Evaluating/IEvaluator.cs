using Polyglot.Dataflow.Explaining;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Resolving;
using Polyglot.Store;

namespace Polyglot.Dataflow;

/// <summary>
/// Plans and runs dataflows in one repository. One evaluator may be used again and again (watch mode): workers stay warm between
/// its runs. Runs of one evaluator come one after another; several processes may share the repository.
/// </summary>
public interface IEvaluator : IAsyncDisposable
{
    /// <summary>
    /// Says what a run would do now. Reads the project, hashes what changed, and asks a runtime for types only where they are not
    /// known yet; runs no task and writes nothing but derived data.
    /// </summary>
    Task<PlanResult> PlanAsync(EvaluationOptions options, CancellationToken cancellationToken);

    /// <summary>Brings the targets up to date and records the run.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="observer">Told of everything that happens; its methods are called one at a time.</param>
    /// <param name="stop">
    /// Graceful: nothing new starts, running tasks are asked to stop (the host's ladder), what finished is recorded, and the run ends
    /// as cancelled. Never throws for it.
    /// </param>
    /// <param name="kill">Running tasks are killed at once; what finished is recorded all the same.</param>
    Task<RunResult> RunAsync(EvaluationOptions options, IRunObserver observer, CancellationToken stop, CancellationToken kill);
}

/// <summary>What planning gave: <see cref="Refused"/> or <see cref="Planned"/>.</summary>
public abstract record PlanResult
{
    private PlanResult()
    {
    }

    /// <summary>The project has problems; nothing was planned.</summary>
    public sealed record Refused(IReadOnlyList<ProjectProblem> Problems) : PlanResult;

    /// <summary>The plan.</summary>
    public sealed record Planned(DataflowPlan Plan) : PlanResult
    {
        /// <summary>What the plan was made from; null where it was made in another process.</summary>
        internal ResolvedSnapshot? Resolved { get; init; }
    }
}

/// <summary>What a run gave: <see cref="Refused"/>, or <see cref="Completed"/> whatever its tasks did.</summary>
public abstract record RunResult
{
    private RunResult()
    {
    }

    /// <summary>The project has problems; nothing was run or recorded.</summary>
    public sealed record Refused(IReadOnlyList<ProjectProblem> Problems) : RunResult;

    /// <summary>The run took place and is recorded.</summary>
    public sealed record Completed(RunSummary Summary) : RunResult;
}

/// <summary>How a run ended, as an exit code tells it.</summary>
public enum RunVerdict
{
    /// <summary>Every selected task has its output.</summary>
    Succeeded,

    /// <summary>At least one task failed: a program or its data is at fault.</summary>
    TasksFailed,

    /// <summary>At least one runtime, or Polyglot itself, is at fault; other tasks may have failed too.</summary>
    Faulted,

    /// <summary>It was told to stop.</summary>
    Cancelled,
}

/// <summary>A run that ended. Immutable.</summary>
/// <param name="Id">Its record in the repository.</param>
/// <param name="Dataflow">The dataflow's name.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Elapsed">From the plan's begin to the last record.</param>
/// <param name="Counts">How many tasks had which decision.</param>
/// <param name="Rows">Every selected task, in the order in which they ended.</param>
/// <param name="Published">The outputs, with whether the working copy was changed.</param>
/// <param name="Problems">Outputs that could not be written to the working copy.</param>
public sealed record RunSummary(
    RunId Id,
    string Dataflow,
    RunVerdict Verdict,
    TimeSpan Elapsed,
    RunCounts Counts,
    IReadOnlyList<TaskRow> Rows,
    IReadOnlyList<PublishedFile> Published,
    IReadOnlyList<ProjectProblem> Problems)
{
    /// <summary>What had changed for tasks to run that ran before: each leaf once. Empty where nothing ran, or only what never ran before.</summary>
    public IReadOnlyList<ExplainedLeaf> Causes { get; init; } = [];

    /// <summary>The first task that failed or met a fault, in time; null when none did.</summary>
    public TaskRow? FirstError => Rows.FirstOrDefault(row => row.Error is not null);
}

/// <summary>How many tasks had which decision.</summary>
public readonly record struct RunCounts(int Ran, int Cached, int Joined, int Failed, int Blocked, int Cancelled)
{
    /// <summary>All of them.</summary>
    public int Total => Ran + Cached + Joined + Failed + Blocked + Cancelled;
}

/// <summary>One task of a run's summary. Immutable; holds no captured output.</summary>
/// <param name="Name">The task.</param>
/// <param name="Decision">What was done.</param>
/// <param name="Reason">Why it had to run; null where it did not.</param>
/// <param name="Elapsed">Its own time; zero where nothing ran.</param>
/// <param name="Output">Its output; null where there is none.</param>
/// <param name="Execution">Its execution; null where an input was never known.</param>
/// <param name="Attempt">The attempt's number; null where there was none.</param>
/// <param name="Error">Why it failed; null unless it did.</param>
/// <param name="DiffersFrom">
/// The output recorded before for the same execution when this attempt gave another one: the task is not pure. Null otherwise.
/// </param>
public sealed record TaskRow(
    string Name,
    Decision Decision,
    Reason? Reason,
    TimeSpan Elapsed,
    ObjectId? Output,
    ExecutionId? Execution,
    int? Attempt,
    AttemptError? Error,
    ObjectId? DiffersFrom = null)
{
    /// <summary>What was done with each element of its inputs; null for a task that is run once, and where nothing ran.</summary>
    public ElementCounts? Elements { get; init; }

    /// <summary>What was done with each task of the dataflow that it returned; null for a task that returns none, and where nothing ran.</summary>
    public ElementCounts? Inner { get; init; }

    /// <summary>How often it was tried in this run; 0 where nothing ran, and 1 for a task that is run once for every element: those are tried each by itself.</summary>
    public int Tries { get; init; }
}

/// <summary>An output of a run in the working copy.</summary>
/// <param name="Path">Relative to the project's folder.</param>
/// <param name="Task">The task or input it shows.</param>
/// <param name="Id">The object.</param>
/// <param name="Written">False when the file already had these bytes.</param>
public sealed record PublishedFile(string Path, string Task, ObjectId Id, bool Written);
