using Polyglot.Dataflow.Projects;

namespace Polyglot.Dataflow.Graphs;

/// <summary>Cuts a graph down to some targets and all they need. Pure.</summary>
internal static class GraphSelection
{
    /// <summary>The part of the graph that the targets need; the whole graph when there are none.</summary>
    /// <param name="graph">The whole.</param>
    /// <param name="targets">Names of tasks and paths of outputs.</param>
    /// <param name="problems">Gets every unknown name; then the result is of no use.</param>
    public static DataflowGraph Select(DataflowGraph graph, IReadOnlyCollection<string> targets, List<ProjectProblem> problems)
    {
        if (targets.Count == 0) return graph;
        var tasks = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < graph.Tasks.Count; i++) tasks[graph.Tasks[i].Name] = i;
        var wanted = new HashSet<GraphSource>();
        foreach (var target in targets)
        {
            if (tasks.TryGetValue(target, out var index)) wanted.Add(new(true, index));
            else if (graph.Outputs.FirstOrDefault(o => o.Declared.Path == target) is { } output) wanted.Add(output.Source);
            else
                problems.Add(new(graph.Project.File, 0, 0, GraphMessages.UnknownTarget(target),
                    DidYouMean.Among(target, tasks.Keys.Concat(graph.Outputs.Select(o => o.Declared.Path)))));
        }
        return Cut(graph, wanted);
    }

    private static DataflowGraph Cut(DataflowGraph graph, HashSet<GraphSource> wanted)
    {
        var taskNeeded = new bool[graph.Tasks.Count];
        var inputNeeded = new bool[graph.Inputs.Count];
        foreach (var source in wanted) (source.IsTask ? taskNeeded : inputNeeded)[source.Index] = true;
        for (var i = graph.Tasks.Count - 1; i >= 0; i--)
            if (taskNeeded[i])
                foreach (var source in graph.Tasks[i].Sources) (source.IsTask ? taskNeeded : inputNeeded)[source.Index] = true;
        var (newTasks, newInputs) = (Renumber(taskNeeded), Renumber(inputNeeded));
        GraphSource Moved(GraphSource source) => new(source.IsTask, (source.IsTask ? newTasks : newInputs)[source.Index]);
        return new(
            graph.Project,
            graph.Inputs.Where((_, i) => inputNeeded[i]).ToList(),
            graph.Tasks.Where((_, i) => taskNeeded[i]).Select(t => t with { Sources = t.Sources.Select(Moved).ToArray() }).ToList(),
            graph.Outputs.Where(o => wanted.Contains(o.Source)).Select(o => o with { Source = Moved(o.Source) }).ToList());
    }

    private static int[] Renumber(bool[] kept)
    {
        var result = new int[kept.Length];
        for (int i = 0, next = 0; i < kept.Length; i++) result[i] = kept[i] ? next++ : -1;
        return result;
    }
}
