using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Projects;
using Polyglot.Dataflow;
using Polyglot.Store;

namespace Polyglot.Cli.Resident;

/// <summary>
/// Evaluators that stay open between commands, by the project's folder, and whose turn it is: commands and the cycles of a watch come one after another, since an
/// evaluator serves one at a time and a process has one working folder and one environment. Thread-safe.
/// </summary>
internal sealed class WarmEvaluators : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, OpenEvaluator> _open = new(StringComparer.Ordinal);

    /// <summary>Waits until nobody else is at it; disposing lets the next one.</summary>
    public async Task<IDisposable> TakeTurnAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        return new Turn(_turn);
    }

    /// <summary>The evaluator of a project, opened where it is not yet. It stays open when what is returned is disposed.</summary>
    public OpenEvaluator Open(Session session, string project)
    {
        var folder = Path.GetDirectoryName(project)!;
        lock (_open)
        {
            if (!_open.TryGetValue(folder, out var open)) _open[folder] = open = Evaluators.OpenOwn(session, project, keepsWorkers: true);
            return new OpenEvaluator(open.Evaluator, open.Repository, static () => ValueTask.CompletedTask);
        }
    }

    /// <summary>As <see cref="Open"/>, for somebody who takes turns with commands.</summary>
    public IEvaluator OpenTakingTurns(Session session, string project) => new TakingTurns(this, Open(session, project).Evaluator);

    /// <summary>Closes those whose repository is gone. Only for whoever's turn it is.</summary>
    public async Task CloseLostAsync()
    {
        List<OpenEvaluator> lost = [];
        lock (_open)
        {
            foreach (var folder in _open.Keys.Where(folder => Repository.Find(folder) != Path.Combine(folder, Repository.FolderName)).ToList())
                if (_open.Remove(folder, out var open)) lost.Add(open);
        }
        foreach (var open in lost) await open.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var open in _open.Values) await open.DisposeAsync().ConfigureAwait(false);
        _open.Clear();
        _turn.Dispose();
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }

    private sealed class TakingTurns(WarmEvaluators owner, IEvaluator inner) : IEvaluator
    {
        public async Task<PlanResult> PlanAsync(EvaluationOptions options, CancellationToken cancellationToken)
        {
            using var turn = await owner.TakeTurnAsync().ConfigureAwait(false);
            return await inner.PlanAsync(options, cancellationToken).ConfigureAwait(false);
        }

        public async Task<RunResult> RunAsync(EvaluationOptions options, IRunObserver observer, CancellationToken stop, CancellationToken kill)
        {
            using var turn = await owner.TakeTurnAsync().ConfigureAwait(false);
            return await inner.RunAsync(options, observer, stop, kill).ConfigureAwait(false);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
