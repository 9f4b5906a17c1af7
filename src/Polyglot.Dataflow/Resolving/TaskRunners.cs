using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Projects;
using Polyglot.Runners;

namespace Polyglot.Dataflow.Resolving;

/// <summary>The runners of a graph's tasks, each looked for once for a project and the libraries that it must have. Not thread-safe.</summary>
internal sealed class TaskRunners(IRuntimes runtimes)
{
    private readonly Dictionary<(string Project, string Runner, string Requires), Task<RunnerAnswer>> _searches = [];

    /// <summary>Looks for a runner, beside others that are looked for; the same task as before where it was asked for before.</summary>
    public Task<RunnerAnswer> FindAsync(Project project, string runner, IReadOnlyList<string> requires, CancellationToken cancellationToken)
    {
        var key = Key(project, runner, requires);
        if (!_searches.TryGetValue(key, out var search)) _searches[key] = search = runtimes.FindAsync(project, runner, requires, cancellationToken);
        return search;
    }

    /// <summary>The runner of a task, which was looked for; null where it was not found.</summary>
    public ResolvedRunner? Of(GraphTask task) => Found(Key(task.Project, task.Declared.Runner, task.Declared.Settings.Requires));

    /// <summary>Another runner that a task names, which was looked for; null where it was not found.</summary>
    public ResolvedRunner? Other(GraphTask task, string runner) => Found(Key(task.Project, runner, []));

    private ResolvedRunner? Found((string, string, string) key) => _searches[key].Result.Runner;

    private static (string, string, string) Key(Project project, string runner, IReadOnlyList<string> requires) => (project.File, runner, string.Join('\n', requires));
}
