using Polyglot.Store;

namespace Polyglot.Dataflow.Planning;

/// <summary>
/// Everything that differs between a task as it was decided earlier and as it is now, leaf by leaf. Pure. The first change is the
/// reason that is recorded; all of them are what <c>explain</c> shows. In order: inputs, program, types, runner, environment.
/// </summary>
public static class TaskChanges
{
    /// <summary>The changes; empty when nothing of the task's identity or inputs differs.</summary>
    /// <param name="earlier">The record of the earlier run.</param>
    /// <param name="earlierDefinition">The earlier task's definition; null when it is not known any more, or is the same.</param>
    /// <param name="now">The task.</param>
    /// <param name="inputs">The objects of its inputs now, in the order of <see cref="SnapshotTask.InputNames"/>.</param>
    public static IReadOnlyList<Reason> Between(TaskRecord earlier, TaskObject? earlierDefinition, SnapshotTask now, IReadOnlyList<ObjectId> inputs)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(now);
        var changes = new List<Reason>();
        AddInputs(changes, earlier, now, inputs);
        if (earlier.Task == now.Id) return changes;
        if (earlierDefinition is null)
        {
            AddFiles(changes, earlier.Files, now.Files);
            if (changes.Count == 0) changes.Add(new Reason.ProgramChanged(now.Name, earlier.Task?.Abbreviated(), now.Id.Abbreviated()));
            return changes;
        }
        var definition = now.Definition;
        AddProgram(changes, earlierDefinition, definition);
        Add(changes, "elements", Text(earlierDefinition.Scatter, now), Text(definition.Scatter, now), ProgramChange);
        AddTypes(changes, earlierDefinition, definition, now);
        Add(changes, "runner", earlierDefinition.Runner, definition.Runner, static (w, o, n) => new Reason.RunnerChanged(w, o, n));
        AddPairs(changes, earlierDefinition.Fingerprint, definition.Fingerprint, static (w, o, n) => new Reason.RunnerChanged(w, o, n));
        AddPairs(changes, earlierDefinition.Environment, definition.Environment, static (w, o, n) => new Reason.EnvironmentChanged(w, o, n));
        return changes;
    }

    private static void AddInputs(List<Reason> changes, TaskRecord earlier, SnapshotTask now, IReadOnlyList<ObjectId> inputs)
    {
        for (var i = 0; i < Math.Max(inputs.Count, earlier.Inputs.Count); i++)
        {
            var before = i < earlier.Inputs.Count ? earlier.Inputs[i] : null;
            if (i >= inputs.Count) changes.Add(new Reason.InputChanged(before!.Name, before.Id.Abbreviated(), null));
            else if (before?.Id != inputs[i]) changes.Add(new Reason.InputChanged(now.InputNames[i], before?.Id.Abbreviated(), inputs[i].Abbreviated()));
        }
    }

    private static void AddProgram(List<Reason> changes, TaskObject earlier, TaskObject now)
    {
        Add(changes, "version", earlier.Version, now.Version, ProgramChange);
        switch (earlier.Program, now.Program)
        {
            case (TaskProgram.Function a, TaskProgram.Function b):
                Add(changes, "function", a.Name, b.Name, ProgramChange);
                AddFiles(changes, a.Files, b.Files);
                break;
            case (TaskProgram.Command a, TaskProgram.Command b):
                Add(changes, "command", string.Join(' ', a.Arguments), string.Join(' ', b.Arguments), ProgramChange);
                AddFiles(changes, a.Files, b.Files);
                break;
            case (TaskProgram.Ir a, TaskProgram.Ir b):
                Add(changes, "ir", a.Id.Abbreviated(), b.Id.Abbreviated(), ProgramChange);
                Add(changes, "platforms", Sorted(a.Platforms), Sorted(b.Platforms), ProgramChange);
                break;
            default:
                changes.Add(new Reason.ProgramChanged("kind", Kind(earlier.Program), Kind(now.Program)));
                break;
        }
        Add(changes, "format", earlier.Format, now.Format, ProgramChange);
    }

    private static void AddFiles(List<Reason> changes, IReadOnlyCollection<NamedObject> earlier, IReadOnlyCollection<NamedObject> now)
    {
        var before = ByName(earlier);
        foreach (var file in now)
        {
            var known = before.Remove(file.Name, out var id);
            if (!known || id != file.Id) changes.Add(new Reason.ProgramChanged(file.Name, known ? id.Abbreviated() : null, file.Id.Abbreviated()));
        }
        foreach (var (name, id) in before.OrderBy(f => f.Key, StringComparer.Ordinal))
            changes.Add(new Reason.ProgramChanged(name, id.Abbreviated(), null));
    }

    private static void AddTypes(List<Reason> changes, TaskObject earlier, TaskObject now, SnapshotTask task)
    {
        for (var i = 0; i < Math.Max(earlier.InputTypes.Count, now.InputTypes.Count); i++)
        {
            var before = i < earlier.InputTypes.Count ? earlier.InputTypes[i] : null;
            var after = i < now.InputTypes.Count ? now.InputTypes[i] : null;
            var name = i < task.InputNames.Count ? task.InputNames[i] : $"input {i + 1}";
            Add(changes, name, before?.ToString(), after?.ToString(), TypeChange);
        }
        Add(changes, "output", earlier.OutputType.ToString(), now.OutputType.ToString(), TypeChange);
    }

    private static void AddPairs(
        List<Reason> changes, IReadOnlyDictionary<string, string> earlier, IReadOnlyDictionary<string, string> now, Func<string, string?, string?, Reason> make)
    {
        foreach (var name in earlier.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
            Add(changes, name, earlier.GetValueOrDefault(name), now.GetValueOrDefault(name), make);
    }

    private static void Add(List<Reason> changes, string what, string? before, string? after, Func<string, string?, string?, Reason> make)
    {
        if (before != after) changes.Add(make(what, before, after));
    }

    private static Dictionary<string, ObjectId> ByName(IReadOnlyCollection<NamedObject> files)
    {
        var result = new Dictionary<string, ObjectId>(files.Count, StringComparer.Ordinal);
        foreach (var file in files) result[file.Name] = file.Id;
        return result;
    }

    // Which inputs are taken apart, as far as they have names now.
    private static string? Text(TaskScatter? scatter, SnapshotTask now) => scatter is null
        ? null
        : string.Join(", ", scatter.Over.Select(place => place < now.InputNames.Count ? now.InputNames[place] : $"input {place + 1}"));

    private static string Sorted(IReadOnlyCollection<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));

    private static string Kind(TaskProgram program) => program switch
    {
        TaskProgram.Ir => "East program",
        TaskProgram.Function => "function",
        _ => "command",
    };

    private static Reason ProgramChange(string what, string? before, string? after) => new Reason.ProgramChanged(what, before, after);

    private static Reason TypeChange(string what, string? before, string? after) => new Reason.TypeChanged(what, before, after);
}
