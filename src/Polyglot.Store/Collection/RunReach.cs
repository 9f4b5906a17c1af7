namespace Polyglot.Store;

/// <summary>What one run reaches, each object once in each list. Whether it is there is another question. Immutable.</summary>
/// <param name="Run">The run.</param>
/// <param name="Inputs">Its inputs, which nothing can compute again.</param>
/// <param name="Programs">Task objects, scripts, East programs, and what describes the dataflow.</param>
/// <param name="Results">Outputs of its tasks, by which execution.</param>
/// <param name="Published">What it published.</param>
/// <param name="Ends">Results that no other task of it took.</param>
/// <param name="Logs">What its tasks printed.</param>
/// <param name="Executions">Its executions.</param>
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
    private readonly Dictionary<TaskId, IReadOnlyList<ObjectId>> _programs = [];
    private readonly Dictionary<ExecutionId, IReadOnlyList<ObjectId>> _logs = [];

    /// <summary>What a run reaches.</summary>
    public RunReach Of(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var programs = new HashSet<ObjectId>();
        var results = new Dictionary<ObjectId, ExecutionId>();
        var logs = new HashSet<ObjectId>();
        var executions = new HashSet<ExecutionId>();
        if (run.DataflowId is { } dataflow) programs.Add(dataflow);
        var inputs = run.Inputs.Select(input => input.Id).ToHashSet();
        foreach (var task in run.Tasks)
        {
            foreach (var file in task.Files) programs.Add(file.Id);
            if (task.Task is { } id) programs.UnionWith(ProgramsOf(id));
            if (task.Execution is not { } execution) continue;
            if (task.Output is { } output) results.TryAdd(output, execution);
            if (executions.Add(execution)) logs.UnionWith(LogsOf(execution));
        }
        // What a task was given is a result of another task, or else it came from outside.
        var ends = results.Keys.ToHashSet();
        foreach (var given in run.Tasks.SelectMany(task => task.Inputs))
            if (!results.ContainsKey(given.Id)) inputs.Add(given.Id);
            else ends.Remove(given.Id);
        return new(run, inputs, programs, results, run.Outputs.Select(output => output.Id).ToHashSet(), ends, logs, executions);
    }

    /// <summary>What the attempts at an execution printed.</summary>
    internal IReadOnlyList<ObjectId> LogsOf(ExecutionId execution)
    {
        if (_logs.TryGetValue(execution, out var known)) return known;
        var found = new List<ObjectId>();
        foreach (var (_, attempt) in repository.Executions.Attempts(execution))
        {
            if (attempt.Stdout is { } stdout) found.Add(stdout);
            if (attempt.Stderr is { } stderr) found.Add(stderr);
        }
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
