using Polyglot.Cli.Projects;
using Polyglot.Dataflow.Graphs;
using Polyglot.Runners;

namespace Polyglot.Cli.Setup;

/// <summary>Which runtimes and libraries a project asks for that are not there.</summary>
internal static class MissingRuntimes
{
    /// <summary>Names as set-up programs take them: a runner's id (<c>julia</c>), or <c>id:library</c> (<c>python:sklearn</c>); in order of name.</summary>
    /// <param name="project">The absolute path of the project file.</param>
    /// <param name="cancel">Ends the search.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(string project, CancellationToken cancel)
    {
        // A project that cannot be read has problems of its own, which are shown instead.
        if (GraphBuilder.Build(project).Graph is not { } graph) return [];
        var resolver = new RunnerResolver();
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var group in graph.Tasks.GroupBy(t => (t.Project, t.Declared.Runner)))
        {
            if (Installation.Runners(group.Key.Project).Find(group.Key.Runner) is not { } manifest) continue;
            if (!await IsThereAsync([]).ConfigureAwait(false)) missing.Add(manifest.Id);
            foreach (var library in group.SelectMany(t => t.Declared.Settings.Requires).Distinct(StringComparer.Ordinal))
                if (!await IsThereAsync([library]).ConfigureAwait(false)) missing.Add($"{manifest.Id}:{library}");

            async Task<bool> IsThereAsync(IReadOnlyCollection<string> requires) =>
                await resolver.ResolveAsync(manifest, group.Key.Project.Directory, requires, cancel).ConfigureAwait(false) is RunnerResolution.Found;
        }
        return [.. missing];
    }
}
