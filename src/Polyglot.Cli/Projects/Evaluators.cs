using Polyglot.Cli.CommandLine;
using Polyglot.Dataflow;
using Polyglot.Store;

namespace Polyglot.Cli.Projects;

/// <summary>An evaluator and the repository it works in, which are opened and closed together.</summary>
internal sealed class OpenEvaluator(IEvaluator evaluator, Repository repository, Func<ValueTask> close) : IAsyncDisposable
{
    /// <summary>Plans and runs.</summary>
    public IEvaluator Evaluator => evaluator;

    /// <summary>Where results are.</summary>
    public Repository Repository => repository;

    public ValueTask DisposeAsync() => close();
}

/// <summary>Makes evaluators for projects.</summary>
internal static class Evaluators
{
    /// <summary>An evaluator for a project, in the repository beside its file, which is made where there is none.</summary>
    /// <param name="session">The verb's session.</param>
    /// <param name="project">The absolute path of the project file.</param>
    public static OpenEvaluator Open(Session session, string project) =>
        session.Surroundings?.Evaluators is { } warm ? warm.Open(session, project) : OpenOwn(session, project, keepsWorkers: false);

    /// <summary>As <see cref="Open"/>, one that nobody else uses.</summary>
    public static OpenEvaluator OpenOwn(Session session, string project, bool keepsWorkers)
    {
        var repository = OpenRepository.OpenOrInit(Path.GetDirectoryName(project)!, session.Time);
        var evaluator = new Evaluator(new EvaluatorOptions
        {
            Repository = repository,
            Installation = Installation.Require(),
            PluginPath = InstallationFolder.Plugins,
            HostVersion = Installation.HostVersion,
            Time = session.Time,
            KeepsWorkers = keepsWorkers,
        });
        return new OpenEvaluator(evaluator, repository, async () =>
        {
            await evaluator.DisposeAsync().ConfigureAwait(false);
            repository.Dispose();
        });
    }
}
