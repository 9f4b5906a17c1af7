namespace Polyglot.Runners;

/// <summary>
/// Runs tasks: in warm workers, in copies of them, in programs of their own, or, East programs, in this process. Thread-safe. It starts as many processes as tasks are in flight at once: how many
/// that may be is the caller's to say.
/// </summary>
public sealed class RunnerHost : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly WorkerServices _services;
    private readonly WorkerPool _pool;
    private readonly WorkerRun _workers;
    private readonly CommandRun _commands;
    private readonly InProcessRun _inProcess;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closing = new();
    private CancellationTokenSource _killing = new();
    private int _running;
    private bool _isClosed;

    /// <summary>Makes a host; nothing is started yet.</summary>
    public RunnerHost(RunnerHostOptions options)
    {
        Options = options;
        _services = new WorkerServices(options);
        _pool = new WorkerPool(_services, options.MaxIdleWorkers, options.KeepsWorkers);
        _workers = new WorkerRun(_services, _pool);
        _commands = new CommandRun(_services);
        _inProcess = new InProcessRun(_services);
    }

    /// <summary>As given.</summary>
    public RunnerHostOptions Options { get; }

    /// <summary>
    /// Runs a task. Whatever goes wrong is a value; throws only for a request that breaks its own contract (<see cref="ArgumentException"/>). What awaits it may go on on
    /// the thread that reads from the worker, so it must not block there for another task of this host: <see cref="Task.Yield"/> first.
    /// </summary>
    /// <param name="request">What to run.</param>
    /// <param name="events">Hears what happens meanwhile; null for nobody.</param>
    /// <param name="cancel">Asks the task to stop: politely first, by force when that does not help. The result says which it took.</param>
    /// <param name="kill">Stops the task by force at once.</param>
    public async Task<TaskResult> ExecuteAsync(TaskRequest request, ITaskEvents? events = null, CancellationToken cancel = default, CancellationToken kill = default)
    {
        RequestCheck.ThrowIfInvalid(request);
        if (RequestCheck.Problem(request) is { } problem) return new TaskResult.Faulted(problem.Side, problem);
        if (!TryEnter(out var killing))
            return new TaskResult.Faulted(FaultSide.Host, RunnersMessages.Error(FaultSide.Host, ErrorCodes.HostClosed, RunnersMessages.Disposed));
        try
        {
            using var wishes = new Wishes(request.Timeout ?? request.Runner.Manifest.Timeouts.Task, cancel, _closing.Token, kill, killing);
            events ??= ITaskEvents.None;
            if (request is { Sandbox: not null, Runner.Manifest.Kind: not RunnerKind.Host } && await _services.WhyNoSandboxAsync().ConfigureAwait(false) is { } none)
                return new TaskResult.Faulted(none.Side, none);
            return request.Runner.Manifest.Kind switch
            {
                RunnerKind.Command => await _commands.ExecuteAsync(request, events, wishes.Value).ConfigureAwait(false),
                RunnerKind.Host => await _inProcess.ExecuteAsync(request, events, wishes.Value).ConfigureAwait(false),
                _ => await _workers.ExecuteAsync(request, events, wishes.Value).ConfigureAwait(false),
            };
        }
        catch (Exception e) when (e is not ArgumentException)
        {
            // A defect of the host must not take the caller's other tasks with it.
            return new TaskResult.Faulted(FaultSide.Host, RunnersMessages.Error(FaultSide.Host, ErrorCodes.HostInternal, RunnersMessages.HostInternal(e.Message), e.ToString()));
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Asks a runtime which functions a script offers. Whatever goes wrong is a value.</summary>
    /// <param name="runner">Of kind worker or east.</param>
    /// <param name="script">Absolute path.</param>
    /// <param name="codeId">As in <see cref="FunctionProgram"/>.</param>
    /// <param name="functions">Only these; empty for all.</param>
    /// <param name="cancel">Gives up: the result is then <see cref="DescribeResult.Refused"/> with the code <c>cancelled</c>.</param>
    public async Task<DescribeResult> DescribeAsync(
        ResolvedRunner runner, string script, string codeId, IReadOnlyList<string> functions, CancellationToken cancel = default)
    {
        if (runner.Manifest.Kind is RunnerKind.Command or RunnerKind.Host)
            return new DescribeResult.Refused(RunnersMessages.Error(
                FaultSide.Host, ErrorCodes.BadRequest, RunnersMessages.NeedsKind(runner.Id, RequestCheck.NameOf(runner.Manifest.Kind), "functions")));
        if (!TryEnter(out var killing))
            return new DescribeResult.Refused(RunnersMessages.Error(FaultSide.Host, ErrorCodes.HostClosed, RunnersMessages.Disposed));
        try
        {
            using var wishes = new Wishes(runner.Manifest.Timeouts.Task, cancel, _closing.Token, default, killing);
            return await _workers.DescribeAsync(runner, new DescribeMessage(script, codeId, functions), wishes.Value).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not ArgumentException)
        {
            return new DescribeResult.Refused(RunnersMessages.Error(FaultSide.Host, ErrorCodes.HostInternal, RunnersMessages.HostInternal(e.Message), e.ToString()));
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Asks a runtime what it offers to East programs. Whatever goes wrong is a value.</summary>
    /// <param name="runner">Of kind east.</param>
    /// <param name="cancel">Gives up: the result is then <see cref="AnnounceResult.Refused"/> with the code <c>cancelled</c>.</param>
    public async Task<AnnounceResult> AnnounceAsync(ResolvedRunner runner, CancellationToken cancel = default)
    {
        if (runner.Manifest.Kind != RunnerKind.East)
            return new AnnounceResult.Refused(RunnersMessages.Error(
                FaultSide.Host, ErrorCodes.BadRequest, RunnersMessages.NeedsKind(runner.Id, RequestCheck.NameOf(runner.Manifest.Kind), "East IR")));
        if (!TryEnter(out var killing))
            return new AnnounceResult.Refused(RunnersMessages.Error(FaultSide.Host, ErrorCodes.HostClosed, RunnersMessages.Disposed));
        try
        {
            using var wishes = new Wishes(runner.Manifest.Timeouts.Task, cancel, _closing.Token, default, killing);
            return await _workers.AnnounceAsync(runner, wishes.Value).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not ArgumentException)
        {
            return new AnnounceResult.Refused(RunnersMessages.Error(FaultSide.Host, ErrorCodes.HostInternal, RunnersMessages.HostInternal(e.Message), e.ToString()));
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Kills every process of this host and what they started. Running tasks end as cancelled; the host can still be used.</summary>
    public void KillAll()
    {
        CancellationTokenSource killing;
        lock (_gate)
        {
            killing = _killing;
            _killing = new CancellationTokenSource();
        }
        killing.Cancel();
        killing.Dispose();
        _pool.KillAll();
        _services.Launcher.KillAll();
    }

    /// <summary>Cancels what still runs, ends every worker politely and then by force, and removes the scratch files. No process is left.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
            if (_running == 0) _idle.SetResult();
        }
        await _closing.CancelAsync().ConfigureAwait(false);
        await _idle.Task.ConfigureAwait(false);
        _pool.Dispose();
        await _pool.EndAllAsync(RunnersMessages.Disposed).ConfigureAwait(false);
        _commands.Dispose();
        await _services.DisposeAsync().ConfigureAwait(false);
        _closing.Dispose();
        _killing.Dispose();
    }

    private bool TryEnter(out CancellationToken killing)
    {
        lock (_gate)
        {
            killing = _isClosed ? default : _killing.Token;
            if (_isClosed) return false;
            _running++;
            return true;
        }
    }

    private void Leave()
    {
        lock (_gate)
            if (--_running == 0 && _isClosed) _idle.SetResult();
    }

    /// <summary>The caller's wishes and the host's own, as one.</summary>
    private sealed class Wishes : IDisposable
    {
        private readonly CancellationTokenSource _cancel;
        private readonly CancellationTokenSource _kill;

        public Wishes(TimeSpan? deadline, CancellationToken cancel, CancellationToken closing, CancellationToken kill, CancellationToken killing)
        {
            _cancel = CancellationTokenSource.CreateLinkedTokenSource(cancel, closing);
            _kill = CancellationTokenSource.CreateLinkedTokenSource(kill, killing);
            Value = new StopWishes(deadline, _cancel.Token, _kill.Token);
        }

        public StopWishes Value { get; }

        public void Dispose()
        {
            _cancel.Dispose();
            _kill.Dispose();
        }
    }
}
