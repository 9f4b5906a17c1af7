using System.Diagnostics;
using System.Text.Json.Nodes;
using Polyglot.Dataflow;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Bench;

/// <summary>
/// A project in a temporary folder with its own repository, run through the same evaluator as the command line's. The folder is left there: ext4 takes longer to make a
/// file in the minutes after others were removed, which would count against what is measured next.
/// </summary>
internal sealed class Project : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("polyglot-bench-");
    private readonly JsonObject _inputs = [];
    private readonly JsonObject _tasks = [];
    private Repository? _repository;
    private Evaluator? _evaluator;

    public static string Installation { get; } =
        RunnerCatalog.FindInstallation(AppContext.BaseDirectory) ?? throw new InvalidOperationException("no runners.json above the program");

    public Repository Repository => _repository ??= Repository.Init(Path.Combine(_folder.FullName, ".e3"));

    public void AddScript(string name) => File.Copy(Path.Combine(Installation, "bench", "scripts", name), Path.Combine(_folder.FullName, name));

    public void AddInput(string name, long value) => _inputs[name] = new JsonObject { ["value"] = value, ["type"] = "Integer" };

    public void AddTask(string name, string runner, string function, params string[] inputs) =>
        _tasks[name] = new JsonObject { ["runner"] = runner, ["function"] = function, ["inputs"] = new JsonArray([.. inputs.Select(i => (JsonNode)i)]) };

    public void SetIsolation(string task, string isolation) => _tasks[task]!["isolation"] = isolation;

    /// <summary>One run with one task at a time; every task must succeed.</summary>
    public async Task<Timeline> RunAsync()
    {
        var file = Path.Combine(_folder.FullName, "polyglot.json");
        await File.WriteAllTextAsync(file, new JsonObject { ["name"] = "bench", ["inputs"] = _inputs.DeepClone(), ["tasks"] = _tasks.DeepClone(), ["outputs"] = new JsonObject() }.ToJsonString()).ConfigureAwait(false);
        _evaluator ??= new Evaluator(new EvaluatorOptions { Repository = Repository, Installation = Installation });
        var timeline = new Timeline();
        var result = await _evaluator.RunAsync(new EvaluationOptions { ProjectPath = file, Parallelism = 1 }, timeline, default, default).ConfigureAwait(false);
        return result switch
        {
            RunResult.Completed { Summary.Verdict: RunVerdict.Succeeded } => timeline,
            RunResult.Completed { Summary.FirstError: { } row } => throw new InvalidOperationException($"{row.Name}: {row.Error}"),
            RunResult.Refused refused => throw new InvalidOperationException(string.Join("\n", refused.Problems)),
            _ => throw new InvalidOperationException(result.ToString()),
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_evaluator is not null) await _evaluator.DisposeAsync().ConfigureAwait(false);
        _repository?.Dispose();
    }

}

/// <summary>When each task ended, in order, and when the plan was ready and the run over.</summary>
internal sealed class Timeline : IRunObserver
{
    private readonly List<(long At, TaskRow Row)> _ended = [];

    public IReadOnlyList<(long At, TaskRow Row)> Ended => _ended;

    public long Planned { get; private set; }

    public void PlanReady(Dataflow.Planning.DataflowPlan plan) => Planned = Stopwatch.GetTimestamp();

    public void TaskEnded(TaskRow row) => _ended.Add((Stopwatch.GetTimestamp(), row));

    public void TaskStarted(TaskStart start)
    {
    }

    public void TaskProgress(string task, double? fraction, string message)
    {
    }

    public void TaskOutput(string task, StreamKind stream, ReadOnlySpan<byte> bytes)
    {
    }

    public void TaskLog(string task, TaskLogLevel level, string message)
    {
    }

    public void RunEnded(RunSummary summary)
    {
    }

    /// <summary>In a chain: milliseconds from the end of one task (the next is ready) to the end of the next (it is recorded), after the first few.</summary>
    public double[] Steps(int skip)
    {
        var steps = new double[_ended.Count - skip - 1];
        for (var i = 0; i < steps.Length; i++) steps[i] = Stopwatch.GetElapsedTime(_ended[i + skip].At, _ended[i + skip + 1].At).TotalMilliseconds;
        return steps;
    }
}
