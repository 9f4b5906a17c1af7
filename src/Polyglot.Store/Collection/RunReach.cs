namespace Polyglot.Store;

/// <summary>What one run reaches, each object once in each list. Whether it is there is another question. Immutable.</summary>
/// <param name="Run">The run.</param>
/// <param name="Inputs">Its inputs, which nothing can compute again.</param>
/// <param name="Programs">Task objects, scripts, East programs, and what describes the dataflow.</param>
/// <param name="Results">Outputs of its tasks, of their elements and of what returned dataflows had, by which execution.</param>
/// <param name="Published">What it published.</param>
/// <param name="Ends">Results that no other task of it took.</param>
/// <param name="Logs">What its tasks printed, and what they list of their elements and of returned dataflows.</param>
/// <param name="Executions">Its executions, and those of elements and of returned dataflows.</param>
public sealed record RunReach(
    RunRecord Run,
    IReadOnlyCollection<ObjectId> Inputs,
    IReadOnlyCollection<ObjectId> Programs,
    IReadOnlyDictionary<ObjectId, ExecutionId> Results,
    IReadOnlyCollection<ObjectId> Published,
    IReadOnlyCollection<ObjectId> Ends,
    IReadOnlyCollection<ObjectId> Logs,
    IReadOnlyCollection<ExecutionId> Executions)
{
    /// <summary>All objects, each once.</summary>
    public IEnumerable<ObjectId> Objects => Inputs.Concat(Programs).Concat(Results.Keys).Concat(Published).Concat(Logs).Distinct();
}

/// <summary>Finds what runs reach. Task objects and attempts are read once for all runs. Not thread-safe.</summary>
public sealed class ReachFinder(Repository repository)
{
    private const int MostLists = 8;

    private readonly Dictionary<TaskId, IReadOnlyList<ObjectId>> _programs = [];
    private readonly Dictionary<ExecutionId, IReadOnlyList<ObjectId>> _logs = [];
    private readonly Dictionary<ExecutionId, IReadOnlyList<ObjectId>> _lists = [];
    private readonly Dictionary<ExecutionId, IReadOnlyList<ObjectId>> _inner = [];
    private readonly Queue<(ObjectId Id, ElementList? List)> _recent = [];

    /// <summary>What a run reaches.</summary>
    public RunReach Of(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var programs = new HashSet<ObjectId>();
        var results = new Dictionary<ObjectId, ExecutionId>();
        var logs = new HashSet<ObjectId>();
        var executions = new HashSet<ExecutionId>();
        var parts = new Dictionary<ObjectId, ExecutionId>();
        var givenToParts = new HashSet<ObjectId>();
        if (run.DataflowId is { } dataflow) programs.Add(dataflow);
        var inputs = run.Inputs.Select(input => input.Id).ToHashSet();
        foreach (var task in run.Tasks) Add(task, results);

        void Add(TaskRecord task, Dictionary<ObjectId, ExecutionId> outputs)
        {
            foreach (var file in task.Files) programs.Add(file.Id);
            if (task.Task is { } id) programs.UnionWith(ProgramsOf(id));
            if (task.Execution is not { } execution) return;
            if (task.Output is { } output) outputs.TryAdd(output, execution);
            if (!executions.Add(execution)) return;
            logs.UnionWith(LogsOf(execution));
            AddParts(execution);
        }

        void AddParts(ExecutionId whole)
        {
            foreach (var list in ElementsOf(whole))
            {
                programs.UnionWith(ProgramsOf(list.Task));
                foreach (var element in list.Elements)
                {
                    if (element.Output is { } part) parts.TryAdd(part, element.Execution);
                    if (executions.Add(element.Execution)) logs.UnionWith(LogsOf(element.Execution));
                }
            }
            foreach (var inner in InnerOf(whole))
            {
                if (inner.Shape is { } shape) programs.Add(shape);
                foreach (var task in inner.Tasks.Prepend(inner.Program))
                {
                    givenToParts.UnionWith(task.Inputs.Select(given => given.Id));
                    Add(task, parts);
                }
            }
        }

        // What a task was given is a result of another task, or else it came from outside.
        var ends = results.Keys.ToHashSet();
        foreach (var given in run.Tasks.SelectMany(task => task.Inputs))
            if (!results.ContainsKey(given.Id)) inputs.Add(given.Id);
            else ends.Remove(given.Id);
        // What came of elements was taken by what gathered it. What went into them can be made again of the whole, and is not kept.
        foreach (var (part, execution) in parts) results.TryAdd(part, execution);
        // A value that a returned dataflow holds belongs to that dataflow.
        programs.UnionWith(givenToParts.Where(given => !results.ContainsKey(given) && !inputs.Contains(given)));
        return new(run, inputs, programs, results, run.Outputs.Select(output => output.Id).ToHashSet(), ends, logs, executions);
    }

    /// <summary>The elements that the attempts at an execution ran; none for a task that is run once.</summary>
    internal IEnumerable<ElementList> ElementsOf(ExecutionId execution)
    {
        LogsOf(execution);
        foreach (var id in _lists.GetValueOrDefault(execution) ?? [])
            if (Read(id) is { } list) yield return list;
    }

    /// <summary>What came of the elements of an execution, and of the tasks of the dataflows that it returned.</summary>
    internal IEnumerable<ObjectId> PartsOf(ExecutionId execution)
    {
        var seen = new HashSet<ExecutionId> { execution };
        var open = new Queue<ExecutionId>(seen);
        while (open.TryDequeue(out var next))
        {
            foreach (var element in ElementsOf(next).SelectMany(list => list.Elements))
                if (element.Output is { } part) yield return part;
            foreach (var task in InnerOf(next).SelectMany(inner => inner.Tasks.Prepend(inner.Program)))
            {
                if (task.Output is { } output) yield return output;
                if (task.Execution is { } inside && seen.Add(inside)) open.Enqueue(inside);
            }
        }
    }

    /// <summary>What was run for the dataflows that the attempts at an execution returned; none for a task that gives its output itself.</summary>
    internal IEnumerable<InnerRun> InnerOf(ExecutionId execution)
    {
        LogsOf(execution);
        return (_inner.GetValueOrDefault(execution) ?? []).Select(id => InnerRun.TryRead(repository.Objects, id)).OfType<InnerRun>();
    }

    // Runs that follow one another often have the same lists; all lists of all runs would be too many to keep.
    private ElementList? Read(ObjectId id)
    {
        foreach (var (known, list) in _recent)
            if (known == id) return list;
        if (_recent.Count == MostLists) _recent.Dequeue();
        var read = ElementList.TryRead(repository.Objects, id);
        _recent.Enqueue((id, read));
        return read;
    }

    /// <summary>What the attempts at an execution printed, their lists of elements, and what they had of returned dataflows.</summary>
    internal IReadOnlyList<ObjectId> LogsOf(ExecutionId execution)
    {
        if (_logs.TryGetValue(execution, out var known)) return known;
        var found = new List<ObjectId>();
        var lists = new List<ObjectId>();
        var inner = new List<ObjectId>();
        foreach (var (_, attempt) in repository.Executions.Attempts(execution))
        {
            if (attempt.Stdout is { } stdout) found.Add(stdout);
            if (attempt.Stderr is { } stderr) found.Add(stderr);
            if (attempt.Elements is { } elements && !lists.Contains(elements)) lists.Add(elements);
            if (attempt.Inner is { } ran && !inner.Contains(ran)) inner.Add(ran);
        }
        if (lists.Count > 0) _lists[execution] = lists;
        if (inner.Count > 0) _inner[execution] = inner;
        found.AddRange(lists);
        found.AddRange(inner);
        return _logs[execution] = found;
    }

    /// <summary>A task object, and the program that it names.</summary>
    internal IReadOnlyList<ObjectId> ProgramsOf(TaskId task)
    {
        if (_programs.TryGetValue(task, out var known)) return known;
        var found = new List<ObjectId> { task.AsObject };
        if (repository.Objects.Read(task.AsObject) is ObjectRead.Found read)
        {
            switch (TaskObjectCodec.Decode(read.Bytes.Span, task.ToString()).Value?.Program)
            {
                case TaskProgram.Ir ir: found.Add(ir.Id); break;
                case TaskProgram.Function function: found.AddRange(function.Files.Select(file => file.Id)); break;
                case TaskProgram.Command command: found.AddRange(command.Files.Select(file => file.Id)); break;
            }
        }
        return _programs[task] = found;
    }
}
