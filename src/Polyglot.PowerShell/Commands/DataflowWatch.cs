using Polyglot.Dataflow;
using Polyglot.Dataflow.Watching;
using Polyglot.Dataflow.Workspaces;
using Polyglot.PowerShell.Shell;
using Polyglot.Store;

namespace Polyglot.PowerShell.Commands;

/// <summary>Brings a project up to date whenever a file changes: <c>Watch-PolyglotDataflow</c>.</summary>
/// <param name="at">Where.</param>
/// <param name="shell">Who is told.</param>
internal sealed class DataflowWatch(Surroundings at, IShell shell)
{
    /// <summary>What is asked for before anything runs.</summary>
    public const string Action = "Bring up to date whenever a file changes";

    /// <summary>Watches until it is stopped, or has gone around often enough. Each time around is given out.</summary>
    /// <param name="project">An absolute path; null for the project of the current folder.</param>
    /// <param name="options">As for a run.</param>
    /// <param name="watch">When changes count.</param>
    /// <param name="cycles">How often to go around; null for ever.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="FaultException">There is no such project.</exception>
    public void Run(string? project, Func<string, EvaluationOptions> options, WatchOptions watch, int? cycles, CancellationTokenSource stop)
    {
        var file = Places.Project(at, project);
        if (shell.Ask(file, Action) != Consent.Given) return;
        using var repository = OpenRepository.OpenOrInit(Path.GetDirectoryName(file)!, at.Time);
        using var files = FileWatcher.Create();
        using var thread = new CallingThread(stop);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var feed = new Feed(shell, thread, repository, cycles, enough);
        thread.Run(async () =>
        {
            var evaluator = Places.Evaluator(at, repository, keepsWorkers: true);
            await using (evaluator.ConfigureAwait(false))
                return await new ProjectWatch(evaluator, files, watch, feed, at.Time).RunAsync(options(file), enough.Token, CancellationToken.None).ConfigureAwait(false);
        });
    }

    private sealed class Feed(IShell shell, CallingThread thread, Repository repository, int? cycles, CancellationTokenSource enough) : IWatchObserver
    {
        private RunFeed? _run;

        public IRunObserver CycleStarted(int number, IReadOnlyList<string> changed) => _run = new RunFeed(shell, thread);

        public void CycleEnded(WatchCycle cycle)
        {
            _run?.End();
            thread.Post(() =>
            {
                // A run that a change ended is not the user's to worry about: the next one is on its way.
                var run = cycle.WasAborted ? null : DataflowRun.Report(shell, repository, cycle.Result);
                shell.Write(new PolyglotWatchCycle
                {
                    Number = cycle.Number,
                    Changed = [.. cycle.Changed],
                    Run = run,
                    Aborted = cycle.WasAborted,
                    Duration = cycle.Timings.Ended,
                    Project = repository.ProjectDirectory,
                });
            });
            if (cycle.Number == cycles) enough.Cancel();
        }

        public void WaitingForWriter(string path) => thread.Post(() => shell.Detail($"{path} is still being written"));
    }
}
