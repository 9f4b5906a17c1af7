using Polyglot.Dataflow;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Workspaces;
using Polyglot.Pictures.Text;
using Polyglot.PowerShell.Shell;
using Polyglot.Store;

namespace Polyglot.PowerShell.Commands;

/// <summary>Brings a project up to date: <c>Invoke-PolyglotDataflow</c>.</summary>
/// <param name="at">Where.</param>
/// <param name="shell">Who is told.</param>
internal sealed class DataflowRun(Surroundings at, IShell shell)
{
    /// <summary>What is asked for before anything runs.</summary>
    public const string Action = "Bring up to date";

    /// <summary>What is asked about each task where the user only wants to know.</summary>
    public const string TaskAction = "Run";

    /// <summary>Runs, or says what would run. Tasks that fail are faults of the shell; the run is given out whatever they did.</summary>
    /// <param name="project">An absolute path; null for the project of the current folder.</param>
    /// <param name="options">As for a run; the project's path is filled in.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="FaultException">There is no such project.</exception>
    public void Run(string? project, Func<string, EvaluationOptions> options, CancellationTokenSource stop)
    {
        var file = Places.Project(at, project);
        switch (shell.Ask(file, Action))
        {
            case Consent.Given:
                using (var repository = OpenRepository.OpenOrInit(Path.GetDirectoryName(file)!, at.Time)) Run(repository, options(file), stop);
                break;
            case Consent.OnlyAsked:
                Plan(file, options(file), stop);
                break;
        }
    }

    /// <summary>What a run gave, for the shell.</summary>
    public static PolyglotRun? Report(IShell shell, Repository repository, RunResult result)
    {
        if (result is RunResult.Refused refused)
        {
            foreach (var problem in refused.Problems) shell.Fail(Faults.Of(problem));
            return null;
        }
        var summary = ((RunResult.Completed)result).Summary;
        foreach (var row in summary.Rows)
            if (row.Error is { } error) shell.Fail(Faults.Of(row.Name, error));
        foreach (var problem in summary.Problems) shell.Fail(Faults.Of(problem));
        if (summary.Verdict == RunVerdict.Cancelled) shell.Fail(Faults.Interrupted(summary.Dataflow));
        return repository.Runs.Read(summary.Id) is RunRead.Found found ? PolyglotRun.Of(found.Run, repository.ProjectDirectory) : null;
    }

    private void Run(Repository repository, EvaluationOptions options, CancellationTokenSource stop)
    {
        using var thread = new CallingThread(stop);
        var feed = new RunFeed(shell, thread);
        var result = thread.Run(async () =>
        {
            var evaluator = Places.Evaluator(at, repository, keepsWorkers: false);
            await using (evaluator.ConfigureAwait(false))
            {
                var ended = await evaluator.RunAsync(options, feed, stop.Token, CancellationToken.None).ConfigureAwait(false);
                feed.End();
                return ended;
            }
        });
        if (Report(shell, repository, result) is { } run) shell.Write(run);
    }

    // Where there is no repository yet none is made: nothing has run, and everything would.
    private void Plan(string file, EvaluationOptions options, CancellationTokenSource stop)
    {
        var folder = Path.Combine(Path.GetDirectoryName(file)!, Repository.FolderName);
        if (Repository.Find(Path.GetDirectoryName(file)!) != folder)
        {
            foreach (var task in KnownNames.OfProject(file, NameKinds.Tasks)) shell.Ask($"{task.Text} (never ran)", TaskAction);
            return;
        }
        using var repository = Repository.Open(folder, at.Time);
        using var thread = new CallingThread(stop);
        var result = thread.Run(async () =>
        {
            var evaluator = Places.Evaluator(at, repository, keepsWorkers: false);
            await using (evaluator.ConfigureAwait(false)) return await evaluator.PlanAsync(options, stop.Token).ConfigureAwait(false);
        });
        if (result is PlanResult.Refused refused)
        {
            foreach (var problem in refused.Problems) shell.Fail(Faults.Of(problem));
            return;
        }
        foreach (var task in ((PlanResult.Planned)result).Plan.Tasks)
        {
            switch (task.State)
            {
                case TaskState.MustRun must: shell.Ask($"{task.Name} ({ReasonWords.Of(must.Reason)})", TaskAction); break;
                case TaskState.Waiting waiting: shell.Ask($"{task.Name} (if {string.Join(" or ", waiting.On)} changes)", TaskAction); break;
            }
        }
    }
}
