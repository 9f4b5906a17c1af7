using Polyglot.Dataflow.Projects;
using Polyglot.Store;

namespace Polyglot.Dataflow.History;

/// <summary>What a name stood for in a run.</summary>
public enum NamedKind
{
    /// <summary>A file that was published.</summary>
    Output,

    /// <summary>A task's result.</summary>
    Task,

    /// <summary>An input.</summary>
    Input,
}

/// <summary>A value that a name had in one or more runs in a row. Immutable.</summary>
/// <param name="Id">The object.</param>
/// <param name="Kind">What the name stood for.</param>
/// <param name="Runs">The runs, newest first; at least one.</param>
/// <param name="FirstAt">When the first of them began.</param>
/// <param name="Reason">Why the task ran in the first of them; null where it did not, and for inputs.</param>
public sealed record HistoricValue(ObjectId Id, NamedKind Kind, IReadOnlyList<RunId> Runs, DateTimeOffset FirstAt, Reason? Reason)
{
    /// <summary>The run that had it first.</summary>
    public RunId First => Runs[^1];

    /// <summary>The run that had it last.</summary>
    public RunId Last => Runs[0];
}

/// <summary>Every value a name ever had, from the records of runs. Pure.</summary>
public static class ValueHistory
{
    /// <summary>The values of an output path, a task or an input, newest first; equal values of neighbouring runs are one. Runs without a value of that name are passed over.</summary>
    /// <param name="newestFirst">The runs.</param>
    /// <param name="name">The name.</param>
    public static IReadOnlyList<HistoricValue> Of(IEnumerable<RunRecord> newestFirst, string name)
    {
        ArgumentNullException.ThrowIfNull(newestFirst);
        var values = new List<HistoricValue>();
        foreach (var run in newestFirst)
        {
            if (Find(run, name) is not var (id, kind, reason)) continue;
            if (values.Count > 0 && values[^1].Id == id && values[^1].Kind == kind)
                values[^1] = values[^1] with { Runs = [.. values[^1].Runs, run.Id], FirstAt = run.StartedAt, Reason = reason };
            else values.Add(new(id, kind, [run.Id], run.StartedAt, reason));
        }
        return values;
    }

    /// <summary>The name among those of the runs that was probably meant; null when none is near.</summary>
    public static string? Suggest(IEnumerable<RunRecord> newestFirst, string name) =>
        newestFirst.FirstOrDefault() is { } run
            ? DidYouMean.Among(name, run.Outputs.Select(o => o.Path).Concat(run.Tasks.Select(t => t.Name)).Concat(run.Inputs.Select(i => i.Name)))
            : null;

    private static (ObjectId Id, NamedKind Kind, Reason? Reason)? Find(RunRecord run, string name)
    {
        if (run.Outputs.FirstOrDefault(o => o.Path == name) is { } output) return (output.Id, NamedKind.Output, ReasonOf(run, output.Task));
        if (run.Tasks.FirstOrDefault(t => t.Name == name) is { } task) return task.Output is { } result ? (result, NamedKind.Task, task.Reason) : null;
        return run.Inputs.FirstOrDefault(i => i.Name == name) is { } input ? (input.Id, NamedKind.Input, null) : null;
    }

    private static Reason? ReasonOf(RunRecord run, string task) => run.Tasks.FirstOrDefault(t => t.Name == task)?.Reason;
}
