using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Reading;
using Polyglot.Dataflow.Resolving;
using Polyglot.East;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Returning;

/// <summary>A returned dataflow that can be run. Immutable.</summary>
/// <param name="Graph">What the result needs of it.</param>
/// <param name="Resolved">The same with every type and identity.</param>
/// <param name="Result">Where the result comes from.</param>
internal sealed record InnerDataflow(DataflowGraph Graph, ResolvedSnapshot Resolved, GraphSource Result);

/// <summary>
/// Makes of what a task returned what can be run: reads it, looks up names, finds types and identities as for a project file, and checks the result. One at a
/// time, because what is remembered of scripts is shared. Thread-safe.
/// </summary>
internal sealed class ReturnedBuilder(IRuntimes runtimes, StatCache stats, DescribeCache cache, CodeIds codeIds, IObjectStore objects) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>The dataflow, or everything that is wrong with it, each with its place.</summary>
    /// <param name="task">The name of the task that returned it.</param>
    /// <param name="outer">How that task runs.</param>
    /// <param name="given">Its inputs.</param>
    /// <param name="document">What it returned.</param>
    /// <param name="cancellationToken">Gives up, with an <see cref="OperationCanceledException"/>.</param>
    public async Task<(InnerDataflow? Inner, IReadOnlyList<string> Problems)> BuildAsync(
        string task, TaskLaunch outer, IReadOnlyList<GivenInput> given, ReturnedDocument document, CancellationToken cancellationToken)
    {
        var problems = new ProblemList(outer.Returns!.Project.File);
        var returned = new ReturnedReader(outer, given, problems).Read(document.Root, task);
        if (returned is null) return (null, Told(problems.ToList()));
        var built = GraphBuilder.Build(returned.Project.File, _ => new(returned.Project, []));
        if (built.Graph is null) return (null, Told(built.Problems));
        if (Cut(built.Graph, returned.Result) is not { } graph)
        {
            var names = built.Graph.Tasks.Select(t => t.Name).Concat(built.Graph.Inputs.Select(i => i.Name));
            problems.Add(returned.ResultPosition, ReturningMessages.UnknownResult(returned.Result), suggestion: DidYouMean.Among(returned.Result, names));
            return (null, Told(problems.ToList()));
        }
        var (resolved, wrong) = await ResolveAsync(graph, outer, cancellationToken).ConfigureAwait(false);
        if (resolved is null) return (null, Told(wrong));
        var result = graph.Tasks.Count > 0 ? new GraphSource(true, graph.Tasks.Count - 1) : new GraphSource(false, 0);
        CheckResult(returned, resolved, result, outer.Returns.Result, problems);
        CheckFiles(graph, resolved, outer, problems);
        return problems.Count > 0 ? (null, Told(problems.ToList())) : (new(graph, resolved, result), []);

        IReadOnlyList<string> Told(IReadOnlyList<ProjectProblem> all) => [.. all.Select(problem => ReturningMessages.At(document.PathOf(problem), problem))];
    }

    public void Dispose() => _gate.Dispose();

    // Only what the result needs is run. The task that gives it comes last, as each task comes after those that it needs.
    private static DataflowGraph? Cut(DataflowGraph graph, string result)
    {
        if (graph.Tasks.Any(task => task.Name == result)) return GraphSelection.Select(graph, [result], []);
        return graph.Inputs.FirstOrDefault(input => input.Name == result) is { } input ? new(graph.Project, [input], [], []) : null;
    }

    private async Task<(ResolvedSnapshot?, IReadOnlyList<ProjectProblem>)> ResolveAsync(DataflowGraph graph, TaskLaunch outer, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await new SnapshotBuilder(graph, new OuterRuntimes(runtimes, outer.Returns!), new(stats, objects), cache, codeIds, objects).BuildAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static void CheckResult(ReturnedDataflow returned, ResolvedSnapshot resolved, GraphSource result, EastType wanted, ProblemList problems)
    {
        var actual = result.IsTask ? resolved.Snapshot.Tasks[result.Index].Definition.OutputType : resolved.Snapshot.Inputs[result.Index].Type;
        if (TypeDifference.Find(wanted, actual) is { } difference)
            problems.Add(returned.ResultPosition, ReturningMessages.WrongResult(returned.Result, actual, wanted, difference));
    }

    // What a script loads is known only now; all of it is in the identity of the task that returned the dataflow, with the content that it had then.
    private static void CheckFiles(DataflowGraph graph, ResolvedSnapshot resolved, TaskLaunch outer, ProblemList problems)
    {
        var known = outer.Files.ToDictionary(file => file.Path, file => file.Id, StringComparer.Ordinal);
        for (var i = 0; i < graph.Tasks.Count; i++)
        {
            var at = graph.Tasks[i].Declared.Program.Position;
            foreach (var file in resolved.Launches[i].Files)
            {
                if (!known.TryGetValue(file.Path, out var id)) problems.Add(at, ReturningMessages.ForeignFile(file.Name), ReturningMessages.ForeignFileNext(file.Name));
                else if (id != file.Id) problems.Add(at, ReturningMessages.OtherContent(file.Name));
            }
        }
    }
}

/// <summary>The runtimes that tasks of a returned dataflow may use: those that are in the identity of the task that returned it. Thread-safe where the others are.</summary>
internal sealed class OuterRuntimes(IRuntimes runtimes, LaunchReturns returns) : IRuntimes
{
    public IReadOnlyList<ProjectProblem> Problems(Project project) => [];

    public Task<RunnerAnswer> FindAsync(Project project, string runner, IReadOnlyList<string> requires, CancellationToken cancellationToken) =>
        Task.FromResult(returns.Runners.TryGetValue(runner, out var found) ? new RunnerAnswer(found, null) : new(null, ReturningMessages.ForeignRunner(runner, returns.Runners.Keys)));

    public Task<AnnounceResult> AnnounceAsync(ResolvedRunner runner, CancellationToken cancellationToken) => runtimes.AnnounceAsync(runner, cancellationToken);

    public Task<DescribeResult> DescribeAsync(ResolvedRunner runner, string script, string codeId, CancellationToken cancellationToken) =>
        runtimes.DescribeAsync(runner, script, codeId, cancellationToken);
}
