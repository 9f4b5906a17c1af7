using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Projects;
using Polyglot.Runners;

namespace Polyglot.Dataflow.Resolving;

/// <summary>The runners of a graph's tasks, each found once for a project and the libraries that it must have. Not thread-safe.</summary>
internal sealed class TaskRunners(IRuntimes runtimes)
{
    private readonly Dictionary<(string Project, string Runner, string Requires), RunnerAnswer> _found = [];

    /// <summary>Finds a runner.</summary>
    public async Task<RunnerAnswer> FindAsync(Project project, string runner, IReadOnlyList<string> requires, CancellationToken cancellationToken)
    {
        var key = Key(project, runner, requires);
        if (!_found.TryGetValue(key, out var answer)) _found[key] = answer = await runtimes.FindAsync(project, runner, requires, cancellationToken).ConfigureAwait(false);
        return answer;
    }

    /// <summary>The runner of a task, which was looked for; null where it was not found.</summary>
    public ResolvedRunner? Of(GraphTask task) => _found[Key(task.Project, task.Declared.Runner, task.Declared.Settings.Requires)].Runner;

    /// <summary>Another runner that a task names, which was looked for; null where it was not found.</summary>
    public ResolvedRunner? Other(GraphTask task, string runner) => _found[Key(task.Project, runner, [])].Runner;

    private static (string, string, string) Key(Project project, string runner, IReadOnlyList<string> requires) => (project.File, runner, string.Join('\n', requires));
}
