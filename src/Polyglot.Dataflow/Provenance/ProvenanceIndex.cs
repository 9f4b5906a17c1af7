using Polyglot.Dataflow.Planning;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Provenance;

/// <summary>Who made what from what, out of the records of runs. Immutable once built; every run is read for it.</summary>
public sealed class ProvenanceIndex
{
    private const int MostNames = 8;

    private readonly Dictionary<ExecutionId, Making> _makings = [];
    private readonly Dictionary<ObjectId, List<ExecutionId>> _makers = [];
    private readonly Dictionary<ObjectId, List<ExecutionId>> _users = [];
    private readonly Dictionary<ObjectId, List<string>> _names = [];
    private readonly Dictionary<ObjectId, RunId> _lastRuns = [];
    private readonly Dictionary<TaskId, TaskKind> _kinds = [];
    private readonly Repository _repository;

    private enum TaskKind
    {
        Plain,
        Scattered,
        Returning,
    }

    private ProvenanceIndex(Repository repository) => _repository = repository;

    /// <summary>The paths that runs published, with what they held there.</summary>
    internal List<(string Path, ObjectId Id)> Published { get; } = [];

    /// <summary>Builds the index of a repository.</summary>
    /// <param name="repository">Where.</param>
    /// <param name="newestFirst">The runs to read.</param>
    /// <param name="cancellationToken">Asked between runs.</param>
    public static ProvenanceIndex Build(Repository repository, IEnumerable<RunRecord> newestFirst, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(newestFirst);
        var index = new ProvenanceIndex(repository);
        foreach (var run in newestFirst)
        {
            cancellationToken.ThrowIfCancellationRequested();
            index.Add(run);
        }
        return index;
    }

    /// <summary>Whether any run names the object.</summary>
    public bool Knows(ObjectId id) => _names.ContainsKey(id);

    /// <summary>Follows an object to its sources, or to all that was made from it.</summary>
    public ProvenanceGraph Trace(ObjectId root, ProvenanceDirection direction)
    {
        var (objects, makings) = (new List<KnownObject>(), new List<Making>());
        var (seen, seenMakings) = (new HashSet<ObjectId>(), new HashSet<ExecutionId>());
        var parts = new Dictionary<ExecutionId, List<NamedObject>>();
        var next = new Queue<ObjectId>([root]);
        while (next.TryDequeue(out var id))
        {
            if (!seen.Add(id)) continue;
            objects.Add(Describe(id));
            var found = direction == ProvenanceDirection.Backward ? _makers.GetValueOrDefault(id)?.Take(1) : _users.GetValueOrDefault(id);
            foreach (var execution in found ?? [])
            {
                if (direction == ProvenanceDirection.Forward && !Uses(_makings[execution], id)) Part(parts, execution, id);
                if (!seenMakings.Add(execution)) continue;
                var making = Complete(_makings[execution]);
                makings.Add(making);
                if (direction == ProvenanceDirection.Forward) next.Enqueue(making.Output);
                foreach (var given in making.Inputs.Concat(making.Files))
                    if (direction == ProvenanceDirection.Backward) next.Enqueue(given.Id);
            }
        }
        for (var i = 0; i < makings.Count; i++)
            if (parts.TryGetValue(makings[i].Execution, out var used)) makings[i] = makings[i] with { Inputs = [.. makings[i].Inputs, .. used] };
        if (direction == ProvenanceDirection.Forward)
            foreach (var given in makings.SelectMany(making => making.Inputs.Concat(making.Files)))
                if (seen.Add(given.Id)) objects.Add(Describe(given.Id));
        return new(root, direction, objects, makings);
    }

    // What was gathered took the results of all elements; only those that somebody asks about are shown.
    private static void Part(Dictionary<ExecutionId, List<NamedObject>> parts, ExecutionId whole, ObjectId part)
    {
        if (!parts.TryGetValue(whole, out var list)) parts[whole] = list = [];
        list.Add(new("element", part));
    }

    private static bool Uses(Making making, ObjectId id) => making.Inputs.Concat(making.Files).Any(given => given.Id == id);

    private void Add(RunRecord run)
    {
        foreach (var output in run.Outputs)
        {
            Name(run, output.Id, output.Path);
            Published.Add((output.Path, output.Id));
        }
        foreach (var input in run.Inputs) Name(run, input.Id, $"input {input.Name}");
        foreach (var task in run.Tasks)
        {
            foreach (var file in task.Files) Name(run, file.Id, file.Name);
            if (task is not { Execution: { } execution, Output: { } output } || task.Decision is Decision.Failed) continue;
            Name(run, output, $"task {task.Name}");
            Add(run, task, execution, output);
        }
    }

    private void Add(RunRecord run, TaskRecord task, ExecutionId execution, ObjectId output)
    {
        var executed = task.Decision == Decision.Ran;
        if (_makings.TryGetValue(execution, out var known))
        {
            // Runs come newest first: the oldest that executed it made it, else the oldest that has it.
            if (executed || !known.WasExecuted)
                _makings[execution] = known with { Run = run.Id, WasExecuted = executed, StartedAt = task.StartedAt, EndedAt = task.EndedAt };
            return;
        }
        _makings[execution] = new(execution, task.Task, task.Name, run.Dataflow, run.Id, executed, task.StartedAt, task.EndedAt, task.Inputs, task.Files, output);
        Link(_makers, output, execution);
        foreach (var used in task.Inputs.Concat(task.Files).Select(given => given.Id).Distinct()) Link(_users, used, execution);
        if (task.Task is not { } id) return;
        var kind = KindOf(id);
        if (kind == TaskKind.Scattered) AddElements(run, task, execution);
        if (kind == TaskKind.Returning) AddInner(run, task, execution, output);
    }

    private TaskKind KindOf(TaskId task)
    {
        if (_kinds.TryGetValue(task, out var known)) return known;
        if (_repository.Objects.Locate(task.AsObject) is not ObjectLocation.Found found) return _kinds[task] = TaskKind.Plain;
        using var file = File.OpenHandle(found.Path);
        return _kinds[task] = Begins(file, TaskObjectCodec.ScatteredType) ? TaskKind.Scattered : Begins(file, TaskObjectCodec.ReturningType) ? TaskKind.Returning : TaskKind.Plain;
    }

    private static bool Begins(Microsoft.Win32.SafeHandles.SafeFileHandle file, EastType type)
    {
        var header = Beast2.Header(type);
        var beginning = new byte[header.Length];
        return RandomAccess.Read(file, beginning, 0) == header.Length && header.SequenceEqual(beginning);
    }

    // The result of a returned dataflow was made of the dataflow, which is a result itself, and of what went into the last of its tasks.
    private void AddInner(RunRecord run, TaskRecord task, ExecutionId whole, ObjectId output)
    {
        foreach (var id in _repository.Executions.Attempts(whole).Reverse().Select(a => a.Attempt.Inner).OfType<ObjectId>().Distinct())
        {
            if (InnerRun.TryRead(_repository.Objects, id) is not { Program: { Execution: { } maker, Output: { } dataflow } program } inner) continue;
            Name(run, dataflow, $"dataflow that {task.Name} returned");
            Add(run, program with { Name = $"{task.Name} (its program)" }, maker, dataflow);
            foreach (var part in inner.Tasks)
            {
                if (part is not { Execution: { } execution, Output: { } made } || part.Decision is Decision.Failed) continue;
                var name = InnerRun.NameOf(task.Name, part.Name);
                Name(run, made, $"task {name}");
                Add(run, part with { Name = name }, execution, made);
            }
            var given = new List<NamedObject> { new("dataflow", dataflow) };
            if (inner.Tasks.LastOrDefault(part => part.Output == output) is { } last) given.AddRange(last.Inputs.Select(input => new NamedObject(InnerRun.NameOf(task.Name, input.Name), input.Id)));
            var making = _makings[whole];
            var added = given.Where(used => making.Inputs.All(known => known.Id != used.Id)).ToList();
            _makings[whole] = making with { Inputs = [.. making.Inputs, .. added] };
            foreach (var used in added.Select(used => used.Id).Distinct()) Link(_users, used, whole);
        }
    }

    // An element was made of what the task was given and of the part of it that is its own; the whole was made of all elements.
    private void AddElements(RunRecord run, TaskRecord task, ExecutionId whole)
    {
        var lists = _repository.Executions.Attempts(whole).Select(a => a.Attempt.Elements).OfType<ObjectId>().Distinct();
        foreach (var element in lists.Select(id => ElementList.TryRead(_repository.Objects, id)).OfType<ElementList>().SelectMany(list => list.Elements))
        {
            if (element.Output is not { } output) continue;
            var name = SnapshotTask.NameOf(task.Name, element.Key);
            Name(run, output, $"task {name}");
            foreach (var part in element.Inputs) Name(run, part, $"element {element.Key} of what {task.Name} was given");
            Link(_users, output, whole);
            if (_makings.ContainsKey(element.Execution)) continue;
            var inputs = task.Inputs.Concat(element.Inputs.Select(part => new NamedObject($"element {element.Key}", part))).ToList();
            _makings[element.Execution] = new(element.Execution, task.Task, name, run.Dataflow, run.Id, element.Decision == Decision.Ran, task.StartedAt, task.EndedAt, inputs, task.Files, output);
            Link(_makers, output, element.Execution);
            foreach (var used in inputs.Concat(task.Files).Select(given => given.Id).Distinct()) Link(_users, used, element.Execution);
        }
    }

    private void Name(RunRecord run, ObjectId id, string name)
    {
        if (!_names.TryGetValue(id, out var names)) _names[id] = names = [];
        if (names.Count < MostNames && !names.Contains(name)) names.Add(name);
        _lastRuns.TryAdd(id, run.Id);
    }

    private KnownObject Describe(ObjectId id) => new(
        id, _names.GetValueOrDefault(id) ?? [], _lastRuns.TryGetValue(id, out var run) ? run : null, Math.Max(0, (_makers.GetValueOrDefault(id)?.Count ?? 0) - 1));

    private Making Complete(Making making)
    {
        var attempt = _repository.Executions.Attempts(making.Execution).LastOrDefault(a => a.Attempt.Output == making.Output)?.Attempt;
        return attempt is null ? making : making with { Runner = attempt.Runner, RunnerVersion = attempt.RunnerVersion };
    }

    private static void Link(Dictionary<ObjectId, List<ExecutionId>> links, ObjectId id, ExecutionId execution)
    {
        if (!links.TryGetValue(id, out var list)) links[id] = list = [];
        list.Add(execution);
    }
}
