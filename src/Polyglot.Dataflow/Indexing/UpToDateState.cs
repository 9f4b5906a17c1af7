using Polyglot.Dataflow.Planning;
using Polyglot.Store;

namespace Polyglot.Dataflow.Indexing;

/// <summary>A runner that tasks have, and a digest of how it was resolved: its program, its environment, its fingerprint.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ProjectDirectory">For which project.</param>
/// <param name="Requires">With which libraries.</param>
/// <param name="State">The digest.</param>
internal sealed record RunnerWitness(string Id, string ProjectDirectory, IReadOnlyList<string> Requires, ObjectId State);

/// <summary>A pattern of <c>depends</c>, and a digest of the names of the files that it stood for.</summary>
/// <param name="ProjectDirectory">Where it was looked for.</param>
/// <param name="Pattern">As written.</param>
/// <param name="Files">The digest.</param>
internal sealed record PatternWitness(string ProjectDirectory, string Pattern, ObjectId Files);

/// <summary>A task whose result is known.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Runner">The place of its runner among the witnesses.</param>
/// <param name="Id">Its identity.</param>
/// <param name="Execution">With its inputs.</param>
/// <param name="Output">The result.</param>
/// <param name="Commit">The stamp of the file that says so.</param>
internal readonly record struct KnownTask(string Name, int Runner, TaskId Id, ExecutionId Execution, ObjectId Output, FileStamp Commit);

/// <summary>
/// What a run found, with all that it had looked at: as long as all of that is as it was, the next run would find the same, and everything up to date. Derived data. Immutable.
/// </summary>
internal sealed record UpToDateState
{
    /// <summary>A digest of the program and of what was asked for.</summary>
    public required ObjectId Key { get; init; }

    /// <summary>A digest of all manifests of runners.</summary>
    public required ObjectId Manifests { get; init; }

    /// <summary>The dataflow's name.</summary>
    public required string Dataflow { get; init; }

    /// <summary>The object that describes the dataflow.</summary>
    public required ObjectId Shape { get; init; }

    /// <summary>The runners.</summary>
    public required IReadOnlyList<RunnerWitness> Runners { get; init; }

    /// <summary>The patterns of files that programs depend on.</summary>
    public required IReadOnlyList<PatternWitness> Patterns { get; init; }

    /// <summary>The tasks, each after those it needs.</summary>
    public required IReadOnlyList<KnownTask> Tasks { get; init; }

    /// <summary>What is published.</summary>
    public required IReadOnlyList<PublishedOutput> Outputs { get; init; }

    /// <summary>Project files, inputs and the files of programs; also such as were looked for and not there.</summary>
    public required FileWitnesses Sources { get; init; }

    /// <summary>Published files and refs.</summary>
    public required FileWitnesses Made { get; init; }

    /// <summary>The record of a run that finds all this up to date.</summary>
    public required RunTemplate Template { get; init; }

    /// <summary>The plan.</summary>
    public DataflowPlan ToPlan()
    {
        var tasks = new PlannedTask[Tasks.Count];
        for (var i = 0; i < tasks.Length; i++)
        {
            var task = Tasks[i];
            tasks[i] = new(task.Name, Runners[task.Runner].Id, task.Id, new TaskState.UpToDate(task.Execution, task.Output));
        }
        return new(Dataflow, tasks);
    }

    /// <summary>The rows of a run.</summary>
    public TaskRow[] ToRows()
    {
        var rows = new TaskRow[Tasks.Count];
        for (var i = 0; i < rows.Length; i++) rows[i] = new(Tasks[i].Name, Decision.Cached, null, TimeSpan.Zero, Tasks[i].Output, Tasks[i].Execution, null, null);
        return rows;
    }

    /// <summary>What a run publishes: nothing is written.</summary>
    public PublishedFile[] ToPublished() => [.. Outputs.Select(output => new PublishedFile(output.Path, output.Task, output.Id, Written: false))];
}
