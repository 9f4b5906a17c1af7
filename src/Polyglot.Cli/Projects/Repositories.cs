using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Queries;
using Polyglot.Store;

namespace Polyglot.Cli.Projects;

/// <summary>The repository that a verb looks into, and the project it belongs to where there is one.</summary>
/// <param name="Repository">Open; dispose it.</param>
/// <param name="Dataflow">The name of the project's dataflow; null where there is no readable project file.</param>
internal sealed record OpenRepository(Repository Repository, string? Dataflow) : IDisposable
{
    /// <summary>What it knows: of the project's dataflow, or of any where there is no project.</summary>
    public RepositoryQueries Queries { get; } = new(Repository, Dataflow);

    /// <summary>The newest run; null for none.</summary>
    public RunRecord? LastRun => Queries.LatestRun();

    public void Dispose() => Repository.Dispose();
}

/// <summary>Finds repositories.</summary>
internal static class Repositories
{
    /// <summary>The repository of the project of <c>-C</c>, or of the current folder or the nearest above.</summary>
    /// <exception cref="CliFailure">There is none.</exception>
    public static OpenRepository Require(Session session)
    {
        var start = Folder(session.Options.Project);
        var path = Repository.Find(start) ?? throw CliFailure.Usage(CliMessages.NoRepository(start), CliMessages.MakeRepository);
        return new OpenRepository(Repository.Open(path, session.Time), DataflowOf(session.Options.Project));
    }

    /// <summary>As <see cref="Require"/>; null where there is none.</summary>
    public static OpenRepository? Find(Session session) =>
        Repository.Find(Folder(session.Options.Project)) is { } path ? new OpenRepository(Repository.Open(path, session.Time), DataflowOf(session.Options.Project)) : null;

    /// <summary>The repository, made beside the project file (or in the folder itself) where there is none yet.</summary>
    public static OpenRepository RequireOrInit(Session session)
    {
        if (Find(session) is { } open) return open;
        var folder = Path.GetDirectoryName(ProjectLocator.Require(session.Options.Project))!;
        return new OpenRepository(OpenOrInit(folder, session.Time), DataflowOf(session.Options.Project));
    }

    /// <summary>The repository in a project's own folder. Several processes may make it at once: one does, the others find it.</summary>
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

    private static string Folder(string? given)
    {
        var path = Path.GetFullPath(given ?? Directory.GetCurrentDirectory());
        return Directory.Exists(path) ? path : Path.GetDirectoryName(path) ?? path;
    }

    private static string? DataflowOf(string? given) =>
        ProjectLocator.Find(given) is { } file && ProjectReader.ReadFile(file).Project is { } project ? project.Name : null;
}
