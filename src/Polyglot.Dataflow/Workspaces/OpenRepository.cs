using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Queries;
using Polyglot.Store;

namespace Polyglot.Dataflow.Workspaces;

/// <summary>The repository that somebody looks into, and the project it belongs to where there is one.</summary>
/// <param name="Repository">Open; dispose it.</param>
/// <param name="Dataflow">The name of the project's dataflow; null where there is no readable project file.</param>
public sealed record OpenRepository(Repository Repository, string? Dataflow) : IDisposable
{
    /// <summary>What it knows: of the project's dataflow, or of any where there is no project.</summary>
    public RepositoryQueries Queries { get; } = new(Repository, Dataflow);

    /// <summary>The newest run; null for none.</summary>
    public RunRecord? LastRun => Queries.LatestRun();

    /// <summary>Opens a repository.</summary>
    /// <param name="repository">The repository's own folder.</param>
    /// <param name="project">The project file; null for none.</param>
    /// <param name="clock">Where time comes from.</param>
    /// <exception cref="StoreException">It is none, or one of a newer version.</exception>
    public static OpenRepository Open(string repository, string? project, TimeProvider clock) => new(Repository.Open(repository, clock), DataflowOf(project));

    /// <summary>The repository in a project's own folder, made where there is none. Several processes may make it at once: one does, the others find it.</summary>
    public static Repository OpenOrInit(string folder, TimeProvider clock)
    {
        var path = Path.Combine(folder, Repository.FolderName);
        if (Repository.Find(folder) == path) return Repository.Open(path, clock);
        try
        {
            return Repository.Init(path, clock);
        }
        catch (StoreException e) when (e.Error == StoreError.AlreadyARepository)
        {
            return Repository.Open(path, clock);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Repository.Dispose();

    private static string? DataflowOf(string? project) => project is not null && ProjectReader.ReadFile(project).Project is { } read ? read.Name : null;
}
