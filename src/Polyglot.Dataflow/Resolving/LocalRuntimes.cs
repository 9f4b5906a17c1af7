using System.Text.Json;
using Polyglot.Dataflow.Projects;
using Polyglot.Runners;

namespace Polyglot.Dataflow.Resolving;

/// <summary>The runners of this machine, per project file. Catalogs and resolutions are kept for one evaluation. Not thread-safe.</summary>
internal sealed class LocalRuntimes(RunnerResolver resolver, RunnerHost host, string installation, string? pluginPath, Version hostVersion) : IRuntimes
{
    private readonly Dictionary<string, RunnerCatalog> _catalogs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Project> _projects = new(StringComparer.Ordinal);

    public IReadOnlyList<ProjectProblem> Problems(Project project) =>
        CatalogOf(project).Problems.Select(problem => ToProject(project, problem)).ToList();

    public async Task<RunnerAnswer> FindAsync(Project project, string runner, IReadOnlyList<string> requires, CancellationToken cancellationToken)
    {
        var catalog = CatalogOf(project);
        if (catalog.Find(runner) is not { } manifest) return new(null, catalog.UnknownRunner(runner));
        var resolution = await resolver.ResolveAsync(manifest, project.Directory, requires, cancellationToken).ConfigureAwait(false);
        return resolution switch
        {
            RunnerResolution.Found found => new(found.Runner, null),
            RunnerResolution.NotFound none => new(null, none.Message),
            _ => throw new InvalidOperationException("unknown resolution"),
        };
    }

    public Task<DescribeResult> DescribeAsync(ResolvedRunner runner, string script, string codeId, CancellationToken cancellationToken) =>
        host.DescribeAsync(runner, script, codeId, [], cancellationToken);

    public Task<AnnounceResult> AnnounceAsync(ResolvedRunner runner, CancellationToken cancellationToken) => host.AnnounceAsync(runner, cancellationToken);

    /// <summary>Adds the manifests that were read, or looked for, and the files by which runners were chosen.</summary>
    public void Report(LookedAt looked)
    {
        looked.Add(RunnerCatalog.FileOf(installation));
        foreach (var project in _projects.Values)
        {
            foreach (var folder in RunnerCatalog.PluginFolders(installation, project.Directory, pluginPath)) looked.AddPattern(folder, RunnerCatalog.PluginPattern);
            foreach (var manifest in _catalogs[project.File].Runners) looked.Add(RunnerResolver.FilesOf(manifest, project.Directory));
        }
    }

    // A problem of the project's own section has a place: the section's.
    private static ProjectProblem ToProject(Project project, ManifestProblem problem)
    {
        var message = problem.Path.Length == 0 ? problem.Message : $"{problem.Path}: {problem.Message}";
        return problem.File == project.File
            ? new(problem.File, project.RunnersPosition.Line, project.RunnersPosition.Column, message.TrimEnd('.'))
            : new(problem.File, 0, 0, message.TrimEnd('.'));
    }

    private RunnerCatalog CatalogOf(Project project)
    {
        if (_catalogs.TryGetValue(project.File, out var known)) return known;
        ManifestReading? section = null;
        if (project.Runners is not null)
        {
            using var json = JsonDocument.Parse(project.Runners.ToJsonString());
            section = ManifestReader.ReadSection(json.RootElement, project.File);
        }
        _projects[project.File] = project;
        return _catalogs[project.File] = RunnerCatalog.Load(installation, project.Directory, pluginPath, section, hostVersion);
    }
}
