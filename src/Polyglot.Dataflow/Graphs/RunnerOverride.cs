using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Resolving;

namespace Polyglot.Dataflow.Graphs;

/// <summary>Gives East programs another runner than the one that their tasks name: they run in any that can. Pure.</summary>
internal static class RunnerOverride
{
    /// <summary>The graph with the runner of its East programs replaced.</summary>
    /// <param name="graph">What was selected.</param>
    /// <param name="runner">The runner's id.</param>
    /// <param name="targets">Names of tasks and paths of outputs whose programs are meant; none for every East program.</param>
    /// <param name="problems">Gets a problem for each target that is no East program.</param>
    public static DataflowGraph Apply(DataflowGraph graph, string runner, IReadOnlyCollection<string> targets, List<ProjectProblem> problems)
    {
        var meant = targets.ToHashSet(StringComparer.Ordinal);
        foreach (var output in graph.Outputs.Where(o => o.Source.IsTask && meant.Contains(o.Declared.Path))) meant.Add(graph.Tasks[output.Source.Index].Name);
        var tasks = new List<GraphTask>(graph.Tasks.Count);
        foreach (var task in graph.Tasks)
        {
            if (targets.Count > 0 && !meant.Contains(task.Name)) tasks.Add(task);
            else if (task.Declared.Program is IrReference) tasks.Add(task with { Declared = task.Declared with { Runner = runner } });
            else
            {
                tasks.Add(task);
                if (targets.Count == 0) continue;
                var at = task.Declared.RunnerPosition;
                problems.Add(new(task.Project.File, at.Line, at.Column, ResolveMessages.NotAProgram(task.Name), NextStep: ResolveMessages.NotAProgramNext));
            }
        }
        return new(graph.Project, graph.Inputs, tasks, graph.Outputs);
    }
}
