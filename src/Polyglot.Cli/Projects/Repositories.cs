using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Store;

namespace Polyglot.Cli.Projects;

/// <summary>Finds repositories.</summary>
internal static class Repositories
{
    /// <summary>The repository of the project of <c>-C</c>, or of the current folder or the nearest above.</summary>
    /// <exception cref="CliFailure">There is none.</exception>
    public static OpenRepository Require(Session session) =>
        Find(session) ?? throw CliFailure.Usage(CliMessages.NoRepository(Folder(session.Options.Project)), CliMessages.MakeRepository);

    /// <summary>As <see cref="Require"/>; null where there is none.</summary>
    public static OpenRepository? Find(Session session) =>
        Repository.Find(Folder(session.Options.Project)) is { } path ? OpenRepository.Open(path, ProjectLocator.Find(session.Options.Project), session.Time) : null;

    /// <summary>The repository, made beside the project file (or in the folder itself) where there is none yet.</summary>
    public static OpenRepository RequireOrInit(Session session)
    {
        if (Find(session) is { } open) return open;
        OpenRepository.OpenOrInit(Path.GetDirectoryName(ProjectLocator.Require(session.Options.Project))!, session.Time).Dispose();
        return Require(session);
    }

    private static string Folder(string? given)
    {
        var path = Path.GetFullPath(given ?? Directory.GetCurrentDirectory());
        return Directory.Exists(path) ? path : Path.GetDirectoryName(path) ?? path;
    }
}
