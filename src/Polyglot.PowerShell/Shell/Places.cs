using Polyglot.Dataflow;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Queries;
using Polyglot.Dataflow.Workspaces;
using Polyglot.Store;

namespace Polyglot.PowerShell.Shell;

/// <summary>Finds the project and the repository that a command is about.</summary>
internal static class Places
{
    /// <summary>The project file: at a path, or in the current folder or the nearest above.</summary>
    /// <param name="at">Where the command runs.</param>
    /// <param name="given">An absolute path; null for the current folder.</param>
    /// <exception cref="FaultException">There is none.</exception>
    public static string Project(Surroundings at, string? given) =>
        FindProject(at, given) ?? throw new FaultException(given is null ? Faults.NoProject(at.Folder) : Faults.NoProjectAt(given));

    /// <summary>As <see cref="Project"/>; null where there is none.</summary>
    public static string? FindProject(Surroundings at, string? given) => given is null ? ProjectFinder.Upward(at.Folder) : ProjectFinder.At(given);

    /// <summary>The project as its file says; null where there is none that can be read.</summary>
    public static Project? ReadProject(Surroundings at, string? given) => FindProject(at, given) is { } file ? ProjectReader.ReadFile(file).Project : null;

    /// <summary>The repository of a project.</summary>
    /// <exception cref="FaultException">There is none.</exception>
    public static OpenRepository Repository(Surroundings at, string? given) => FindRepository(at, given) ?? throw new FaultException(Faults.NoRepository(Folder(at, given)));

    /// <summary>As <see cref="Repository"/>; null where there is none.</summary>
    public static OpenRepository? FindRepository(Surroundings at, string? given) =>
        Store.Repository.Find(Folder(at, given)) is { } path ? OpenRepository.Open(path, FindProject(at, given), at.Time) : null;

    /// <summary>The repository of a project, made beside the project file where there is none yet.</summary>
    /// <exception cref="FaultException">There is neither.</exception>
    public static OpenRepository RepositoryOrNew(Surroundings at, string? given)
    {
        if (FindRepository(at, given) is { } open) return open;
        OpenRepository.OpenOrInit(Path.GetDirectoryName(Project(at, given))!, at.Time).Dispose();
        return Repository(at, given);
    }

    /// <summary>The run of a word; the newest one where it is null.</summary>
    /// <exception cref="FaultException">There is none, or more than one.</exception>
    public static RunRecord Run(OpenRepository open, string? word)
    {
        if (word is null) return open.LastRun ?? throw new FaultException(Faults.NoRun(open.Repository.ProjectDirectory));
        return new RunQueries(open.Repository, open.Dataflow).Find(word) switch
        {
            RunWord.Found found => found.Run,
            var other => throw new FaultException(Of(word, other)),
        };
    }

    /// <summary>What to say of a word that does not name one run.</summary>
    public static Fault Of(string word, RunWord found) => found switch
    {
        RunWord.Ambiguous many => Faults.AmbiguousRun(word, many.Candidates.Cast<object>()),
        RunWord.Damaged damaged => Faults.DamagedRun(word, damaged.Problem),
        _ => Faults.NoSuchRun(word),
    };

    /// <summary>An evaluator for a project in an open repository.</summary>
    public static Evaluator Evaluator(Surroundings at, Repository repository, bool keepsWorkers) => new(new EvaluatorOptions
    {
        Repository = repository,
        Installation = at.Installation,
        PluginPath = InstallationFolder.Plugins,
        HostVersion = Surroundings.HostVersion,
        Time = at.Time,
        KeepsWorkers = keepsWorkers,
    });

    private static string Folder(Surroundings at, string? given)
    {
        var path = given ?? at.Folder;
        return File.Exists(path) ? Path.GetDirectoryName(path)! : path;
    }
}
