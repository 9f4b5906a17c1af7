using System.Collections.Concurrent;
using Polyglot.Dataflow.Execution;
using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Resolving;
using Polyglot.Store;

namespace Polyglot.Dataflow.Recording;

/// <summary>Writes what a run leaves behind: programs, the run's record, refs, and the outputs in the working copy.</summary>
internal sealed class Recorder(Repository repository, DataflowGraph graph, ResolvedSnapshot resolved)
{
    private readonly ConcurrentDictionary<ObjectId, bool> _kept = new();
    private Publisher? _publisher;

    /// <summary>
    /// Stores a task's definition and the files of its program, so that later runs can say what changed and people can see what
    /// made a result. Cheap where they are stored already. Thread-safe.
    /// </summary>
    public void KeepProgram(SnapshotTask task)
    {
        var definition = ObjectId.Parse(task.Id.ToString());
        if (_kept.TryAdd(definition, true) && !repository.Objects.Contains(definition)) repository.Objects.Put(TaskObjectCodec.Encode(task.Definition));
        foreach (var file in resolved.Launches[task.Index].Files)
            if (_kept.TryAdd(file.Id, true) && !repository.Objects.Contains(file.Id))
                new FileImporter(repository.StatCache, repository.Objects).Read(file.Path, East.EastType.Blob, FileFormat.Raw);
    }

    /// <summary>Points refs to outputs and writes them to the working copy; tasks without output are left as they are.</summary>
    /// <param name="table">The outputs.</param>
    /// <param name="publish">Whether the working copy is written.</param>
    /// <param name="problems">Gets what could not be written.</param>
    public List<PublishedFile> Publish(PlanTable table, bool publish, List<ProjectProblem> problems)
    {
        var publisher = _publisher = new(repository.Objects, repository.StatCache, graph.Project);
        var outcomes = new (PublishedFile? File, ProjectProblem? Problem, ProjectProblem? NoRef)[resolved.Snapshot.Outputs.Count];
        Parallel.For(0, outcomes.Length, i =>
        {
            var output = resolved.Snapshot.Outputs[i];
            var id = output.Source.IsTask ? table.Output(output.Source.Index) : resolved.Snapshot.Inputs[output.Source.Index].Id;
            if (id is not { } known) return;
            outcomes[i].NoRef = SetRef(graph.Outputs[i].Declared, known);
            if (publish) (outcomes[i].File, outcomes[i].Problem) = publisher.Publish(output, graph.Outputs[i], known);
        });
        publisher.Remember();
        foreach (var (_, problem, noRef) in outcomes)
        {
            if (noRef is not null) problems.Add(noRef);
            if (problem is not null) problems.Add(problem);
        }
        return [.. outcomes.Where(o => o.File is not null).Select(o => o.File!)];
    }

    /// <summary>Lets the stat cache know of published files that were too young for it before.</summary>
    public void RememberPublished() => _publisher?.Remember();

    /// <summary>The record of a run that has ended.</summary>
    public static RunRecord ToRecord(
        RunId id, DateTimeOffset startedAt, DateTimeOffset endedAt, string projectDirectory, PlanTable table, RunLedger ledger, RunVerdict verdict,
        IReadOnlyList<PublishedFile> published)
    {
        var snapshot = table.Snapshot;
        return new()
        {
            Id = id,
            Dataflow = snapshot.Dataflow,
            ProjectDirectory = projectDirectory,
            StartedAt = startedAt,
            EndedAt = endedAt,
            Status = verdict switch
            {
                RunVerdict.Succeeded => RunStatus.Succeeded,
                RunVerdict.Cancelled => RunStatus.Cancelled,
                _ => RunStatus.Failed,
            },
            Inputs = snapshot.Inputs.Select(input => new NamedObject(input.Name, input.Id)).ToArray(),
            Tasks = ledger.InOrderOfEnd().Select(index => ToRecord(table, ledger, index)).ToArray(),
            Outputs = published.Select(file => new PublishedOutput(file.Path, file.Task, file.Id)).ToArray(),
        };
    }

    /// <summary>The record of a task that has ended.</summary>
    internal static TaskRecord ToRecord(PlanTable table, RunLedger ledger, int index)
    {
        var task = table.Snapshot.Tasks[index];
        var row = ledger.Row(index)!;
        var inputs = table.Inputs(task);
        return new()
        {
            Name = task.Name,
            Task = task.Id,
            Execution = row.Execution,
            Inputs = inputs is null ? [] : task.InputNames.Zip(inputs, (name, id) => new NamedObject(name, id)).ToArray(),
            Files = task.Files,
            Decision = row.Decision,
            Reason = row.Reason,
            Output = row.Output,
            StartedAt = ledger.StartedAt(index),
            EndedAt = ledger.EndedAt(index),
            Attempt = row.Attempt,
        };
    }

    private ProjectProblem? SetRef(ProjectOutput output, ObjectId id)
    {
        var name = RefNames.Of(graph.Name, output.Source);
        try
        {
            if (repository.Refs.Get(name).Id != id) repository.Refs.Set(name, id);
            return null;
        }
        catch (StoreException e)
        {
            return new(graph.Project.File, output.Position.Line, output.Position.Column, RecordingMessages.NoRef(name.ToString(), e.Message));
        }
    }
}
