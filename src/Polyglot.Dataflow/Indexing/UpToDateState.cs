using Polyglot.Dataflow.Planning;
using Polyglot.Store;

namespace Polyglot.Dataflow.Indexing;

/// <summary>A runner that tasks have, and a digest of how it was resolved: its program, its environment, its fingerprint.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ProjectDirectory">For which project.</param>
/// <param name="Requires">With which libraries.</param>
/// <param name="State">The digest.</param>
/// <param name="IsWitnessed">All that it was chosen by is among the state's files, variables and links; else only resolving tells.</param>
internal sealed record RunnerWitness(string Id, string ProjectDirectory, string[] Requires, Checksum State, bool IsWitnessed);

/// <summary>A variable that runners were chosen by or are handed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; null where it was not set.</param>
internal sealed record VariableWitness(string Name, string? Value);

/// <summary>Where the path of a program led.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Target">The file itself.</param>
internal sealed record LinkWitness(string Path, string Target);

/// <summary>A pattern of <c>depends</c>, and a digest of the names of the files that it stood for.</summary>
/// <param name="ProjectDirectory">Where it was looked for.</param>
/// <param name="Pattern">As written.</param>
/// <param name="Files">The digest.</param>
internal sealed record PatternWitness(string ProjectDirectory, string Pattern, Checksum Files);

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
    public required Checksum Key { get; init; }

    /// <summary>A digest of all manifests of runners.</summary>
    public required Checksum Manifests { get; init; }

    /// <summary>The dataflow's name.</summary>
    public required string Dataflow { get; init; }

    /// <summary>The object that describes the dataflow.</summary>
    public required ObjectId Shape { get; init; }

    /// <summary>The runners.</summary>
    public required RunnerWitness[] Runners { get; init; }

    /// <summary>The variables.</summary>
    public required VariableWitness[] Variables { get; init; }

    /// <summary>The paths of programs that were asked for their versions.</summary>
    public required LinkWitness[] Links { get; init; }

    /// <summary>The patterns of files that programs depend on.</summary>
    public required PatternWitness[] Patterns { get; init; }

    /// <summary>The tasks, each after those it needs.</summary>
    public required KnownTask[] Tasks { get; init; }

    /// <summary>What is published.</summary>
    public required PublishedOutput[] Outputs { get; init; }

    /// <summary>Project files, inputs, the files of programs and those that runners were chosen by; also such as were looked for and not there.</summary>
    public required FileWitnesses Sources { get; init; }

    /// <summary>Published files and refs.</summary>
    public required FileWitnesses Made { get; init; }

    /// <summary>The record of a run that finds all this up to date.</summary>
    public required RunTemplate Template { get; init; }

    /// <summary>The plan.</summary>
    public DataflowPlan ToPlan()
    {
        var tasks = new PlannedTask[Tasks.Length];
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
        var rows = new TaskRow[Tasks.Length];
        for (var i = 0; i < rows.Length; i++) rows[i] = new(Tasks[i].Name, Decision.Cached, null, TimeSpan.Zero, Tasks[i].Output, Tasks[i].Execution, null, null);
        return rows;
    }

    /// <summary>What a run publishes: nothing is written.</summary>
    public PublishedFile[] ToPublished()
    {
        var files = new PublishedFile[Outputs.Length];
        for (var i = 0; i < files.Length; i++) files[i] = new(Outputs[i].Path, Outputs[i].Task, Outputs[i].Id, Written: false);
        return files;
    }
}
