namespace Polyglot.Dataflow.Watching;

/// <summary>
/// Brings a project up to date again and again, whenever a file that it depends on changes. Every run works on one state of the files: they are at rest
/// when reading begins, and what changed before reading ended is read again. What changes later belongs to the next run. One use.
/// </summary>
/// <param name="evaluator">Runs; nobody else may use it meanwhile.</param>
/// <param name="files">Tells of changes; not disposed.</param>
/// <param name="options">When changes count.</param>
/// <param name="observer">Hears of every cycle.</param>
/// <param name="time">The clock.</param>
public sealed class ProjectWatch(IEvaluator evaluator, IFileWatcher files, WatchOptions options, IWatchObserver observer, TimeProvider time) : ISnapshotCheck
{
    private readonly PendingChanges _pending = new(options, time);
    private readonly SortedSet<string> _changed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _listening = new(StringComparer.Ordinal);
    private WatchSet _set = WatchSet.Empty;
    private string _root = "";
    private TaskCompletionSource _settled = new();

    /// <summary>Watches until it is told to stop. What goes wrong in a cycle is told to the observer, and the next change is waited for.</summary>
    /// <param name="evaluation">What to bring up to date.</param>
    /// <param name="stop">Ends watching; a run that is going on ends as <see cref="IEvaluator.RunAsync"/> says.</param>
    /// <param name="kill">Ends running tasks by force.</param>
    /// <returns>True when a run was cut short by <paramref name="stop"/> or <paramref name="kill"/>.</returns>
    /// <exception cref="IOException">The system does not let files be watched.</exception>
    public async Task<bool> RunAsync(EvaluationOptions evaluation, CancellationToken stop, CancellationToken kill)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        var project = Path.GetFullPath(evaluation.ProjectPath);
        _root = Directory.Exists(project) ? project : Path.GetDirectoryName(project)!;
        evaluation = evaluation with { Snapshots = this };
        var changes = new ChangeSet([], time.GetTimestamp());
        for (var number = 1; ; number++)
        {
            var cycle = await RunCycleAsync(number, changes, evaluation, stop, kill).ConfigureAwait(false);
            observer.CycleEnded(cycle);
            if (IsStopped()) return cycle.Result is RunResult.Completed { Summary.Verdict: RunVerdict.Cancelled };
            try
            {
                changes = await NextAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        bool IsStopped() => stop.IsCancellationRequested || kill.IsCancellationRequested;
    }

    /// <inheritdoc/>
    public async Task<bool> IsSettledAsync(Dependencies read, CancellationToken cancellationToken)
    {
        var isHeard = Listen(read);
        Hear();
        if (isHeard && _pending.IsEmpty)
        {
            _settled.TrySetResult();
            return true;
        }
        if (!_pending.IsEmpty) _changed.UnionWith((await NextAsync(cancellationToken).ConfigureAwait(false)).Paths);
        return false;
    }

    private async Task<WatchCycle> RunCycleAsync(int number, ChangeSet changes, EvaluationOptions evaluation, CancellationToken stop, CancellationToken kill)
    {
        _changed.Clear();
        _changed.UnionWith(changes.Paths);
        _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var timing = new TimingObserver(observer.CycleStarted(number, [.. _changed]), time, changes.FirstAt);
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var ended = new CancellationTokenSource();
        var watching = options.AbortOnChange ? AbortOnChangeAsync(abort, ended.Token) : Task.FromResult(false);
        var result = await evaluator.RunAsync(evaluation, timing, abort.Token, kill).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        var wasAborted = await watching.ConfigureAwait(false) && result is RunResult.Completed { Summary.Verdict: RunVerdict.Cancelled };
        return new(number, [.. _changed], result, wasAborted, _set.Count, timing.Finish());
    }

    // Cancels the run when files have changed and come to rest again. True when it did.
    private async Task<bool> AbortOnChangeAsync(CancellationTokenSource run, CancellationToken ended)
    {
        try
        {
            await _settled.Task.WaitAsync(ended).ConfigureAwait(false);
            await RestAsync(ended).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        await run.CancelAsync().ConfigureAwait(false);
        return true;
    }

    private async Task<ChangeSet> NextAsync(CancellationToken stop)
    {
        await RestAsync(stop).ConfigureAwait(false);
        return _pending.Take();
    }

    // Waits for changes, and until they are due.
    private async Task RestAsync(CancellationToken stop)
    {
        var isTold = false;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            Hear();
            var wait = _pending.Wait();
            if (wait == TimeSpan.Zero) return;
            if (!isTold && _pending.BeingWritten is { } path)
            {
                isTold = _pending.Age >= options.LongestBurst;
                if (isTold) observer.WaitingForWriter(path);
                else wait = options.LongestBurst - _pending.Age;
            }
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var more = files.WaitAsync(either.Token);
            if (wait is null)
            {
                await more.ConfigureAwait(false);
                continue;
            }
            var due = Task.Delay(wait.Value, time, either.Token);
            await Task.WhenAny(more, due).ConfigureAwait(false);
            await either.CancelAsync().ConfigureAwait(false);
        }
    }

    private void Hear()
    {
        foreach (var happened in files.Take())
        {
            if (happened.Kind == FileEventKind.FolderGone) _listening.Remove(happened.Folder);
            if (_set.Concerns(happened)) _pending.Add(happened);
        }
    }

    // False when something is watched only from now on: what happened to it while it was read was not heard.
    private bool Listen(Dependencies read)
    {
        var next = WatchSet.Of(_root, read);
        var isHeard = next.IsWithin(_set);
        foreach (var folder in _set.Folders.Where(folder => !next.Folders.Contains(folder)))
        {
            files.Remove(folder);
            _listening.Remove(folder);
        }
        // Those that were there before are asked for too: they may have gone and come again.
        foreach (var folder in next.Folders)
            if (files.Add(folder) && _listening.Add(folder)) isHeard = false;
        _set = next;
        return isHeard;
    }
}
