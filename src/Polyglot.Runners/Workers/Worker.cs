namespace Polyglot.Runners;

/// <summary>How a worker ended.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">One line: what happened to the session and to the process.</param>
/// <param name="LastLines">The end of what its process wrote.</param>
/// <param name="ByHost">The host ended it.</param>
/// <param name="SparesOpenRequests">None of the requests that were open is to blame: they may be tried elsewhere.</param>
internal sealed record WorkerEnd(string Code, string Message, string LastLines, bool ByHost, bool SparesOpenRequests);

/// <summary>
/// A started runtime: its process, its log file and its session, which live and die together. It learns of everything that may end it, sees to it that nothing of it
/// is left, and only then tells those who wait. Thread-safe.
/// </summary>
#pragma warning disable CA1001 // the log is closed by WatchAsync, when the process is gone
internal sealed class Worker
#pragma warning restore CA1001
{
    private static readonly TimeSpan ExitGrace = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly List<TaskOutput> _outputs = [];
    private readonly WorkerServices _services;
    private readonly ChildProcess _process;
    private readonly OutputTail _tail;
    private readonly Action _look;
    private volatile bool _killed;

    private Worker(WorkerServices services, ResolvedRunner runner, ChildProcess process, IByteChannel channel, OutputFile log, string workDirectory)
    {
        _services = services;
        _process = process;
        _tail = new OutputTail(log);
        _look = ForwardLog;
        Runner = runner;
        WorkDirectory = workDirectory;
        Session = new RunnerSession(channel);
        Gone = WatchAsync();
        _ = AbortAfterExitAsync();
    }

    /// <summary>How it was started.</summary>
    public ResolvedRunner Runner { get; }

    /// <summary>Its scratch directory, removed with it.</summary>
    public string WorkDirectory { get; }

    /// <summary>The conversation.</summary>
    public RunnerSession Session { get; }

    /// <summary>What it said of itself; null until it is ready.</summary>
    public ReadyMessage? Ready { get; private set; }

    /// <summary>Most requests that it is given at a time.</summary>
    public int Capacity { get; private set; } = 1;

    /// <summary>Completes when its process is gone, with how. Never fails.</summary>
    public Task<WorkerEnd> Gone { get; }

    /// <summary>Its process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>It has ended or is about to: no task may be given to it.</summary>
    public bool IsEnding => Session.Ended.IsCompleted || _killed;

    /// <summary>Its process has been stopped by a signal.</summary>
    public bool IsStopped => _process.IsStopped();

    /// <summary>Starts a process and waits until it is ready. Exactly one part of the result is not null.</summary>
    /// <param name="services">Of its host.</param>
    /// <param name="runner">How.</param>
    /// <param name="environment">On top of the runner's own.</param>
    /// <param name="view">What it sees in a sandbox; null for none.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<(Worker? Worker, TaskError? Error)> StartAsync(
        WorkerServices services, ResolvedRunner runner, IReadOnlyList<KeyValuePair<string, string>> environment, SandboxView? view, CancellationToken cancel)
    {
        Worker worker;
        try
        {
            worker = Launch(services, runner, environment, view);
        }
        catch (Exception e) when (e is LaunchException or IOException or UnauthorizedAccessException)
        {
            return (null, RunnersMessages.Error(FaultSide.Host, ErrorCodes.StartFailed, RunnersMessages.RunnerNotStarted(runner.Id, e.Message)));
        }
        try
        {
            worker.Ready = await worker.Session.Ready.WaitAsync(runner.Manifest.Timeouts.Start, services.Time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            var lines = worker._tail.LastLines();
            worker.Kill();
            await worker.Gone.ConfigureAwait(false);
            return (null, RunnersMessages.Error(
                FaultSide.Runner, ErrorCodes.StartTimeout, RunnersMessages.RunnerNotReady(runner.Id, runner.Manifest.Timeouts.Start, lines), lines));
        }
        catch (OperationCanceledException)
        {
            worker.Kill();
            await worker.Gone.ConfigureAwait(false);
            throw;
        }
        if (worker.Ready is { } ready)
        {
            var announced = (int)Math.Clamp(ready.MaxConcurrency, 1, int.MaxValue);
            worker.Capacity = Math.Min(announced, runner.Manifest.Concurrency ?? announced);
            return (worker, null);
        }
        var end = await worker.Gone.ConfigureAwait(false);
        var code = end.Code == ErrorCodes.Of(DisconnectReason.CleanEnd) ? ErrorCodes.StartEnded : end.Code;
        var summary = RunnersMessages.RunnerEndedEarly(runner.Id, end.Message, end.LastLines);
        return (null, RunnersMessages.Error(FaultSide.Runner, code, view is null ? summary : RunnersMessages.StartedInSandbox(summary), end.LastLines));
    }

    /// <summary>What its process writes from now on belongs to that task, as long as it is the oldest one.</summary>
    public void Attach(TaskOutput output)
    {
        lock (_gate) _outputs.Add(output);
        _services.Live.Add(_look);
    }

    /// <summary>The task has ended: hands it what its process wrote, and no more.</summary>
    public void Detach(TaskOutput output)
    {
        ForwardLog();
        lock (_gate)
        {
            _outputs.Remove(output);
            if (_outputs.Count > 0) return;
            _services.Live.Remove(_look);
        }
    }

    /// <summary>Sends its process the signal that the manifest's <c>interrupt</c> means.</summary>
    public void Interrupt() => _process.Signal(StopSignal.Interrupt);

    /// <summary>Kills its process tree.</summary>
    public void Kill()
    {
        _killed = true;
        _process.KillTree();
    }

    /// <summary>Ends it politely: closes its input, and kills what is still there after a while.</summary>
    public async Task EndAsync(string reason)
    {
        Session.Close(reason);
        try
        {
            await Gone.WaitAsync(Runner.Manifest.Timeouts.Cancel, _services.Time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Kill();
            await Gone.ConfigureAwait(false);
        }
    }

    private static Worker Launch(WorkerServices services, ResolvedRunner runner, IReadOnlyList<KeyValuePair<string, string>> environment, SandboxView? view)
    {
        var directory = services.MakeDirectory("worker");
        var variables = new List<KeyValuePair<string, string>>([.. runner.Environment, .. environment, new("POLYGLOT_WORK_DIR", directory)]);
        var log = services.Launcher.CreateOutputFile(isPassing: false);
        try
        {
            var start = new ProcessStart(runner.WorkerArgv, variables, directory);
            if (view is not null) start = services.Sandbox.Wrap(start, view with { Writable = [.. view.Writable, directory] });
            var process = services.Launcher.StartWorker(start, log, out var channel);
            var worker = new Worker(services, runner, process, channel, log, directory);
            worker.Session.Start(services.Hello, $"{runner.Id} {process.Id}");
            return worker;
        }
        catch
        {
            log.Dispose();
            WorkerServices.RemoveDirectory(directory);
            throw;
        }
    }

    private async Task<WorkerEnd> WatchAsync()
    {
        var session = await Session.Ended.ConfigureAwait(false);
        // Its exit code says more than the end of the protocol, and usually comes within a moment.
        if (!session.IsViolation) await ExitedWithinAsync(ExitGrace).ConfigureAwait(false);
        var stillRan = !_process.Exited.IsCompleted;
        _process.KillTree();
        var exit = await ExitedWithinAsync(Runner.Manifest.Timeouts.Kill).ConfigureAwait(false);

        var lines = _tail.LastLines();
        ForwardLog();
        var byHost = _killed || session.Reason == DisconnectReason.ClosedByHost;
        var end = new WorkerEnd(
            _killed ? ErrorCodes.WorkerKilled : ErrorCodes.Of(session.Reason), RunnersMessages.WorkerEnd(session, exit, stillRan, _killed), lines, byHost,
            byHost || session.IsOfAnsweredRequest);
        _tail.Dispose();
        WorkerServices.RemoveDirectory(WorkDirectory);
        _services.Ended(new WorkerReport(new WorkerInfo(Runner.Id, ProcessId, IsWarm: true), !byHost, RunnersMessages.WorkerReport(Runner.Id, end)));
        return end;
    }

    /// <summary>A grandchild may hold the channel open after the process has ended; nothing it says counts.</summary>
    private async Task AbortAfterExitAsync()
    {
        await _process.Exited.ConfigureAwait(false);
        try
        {
            await Session.Ended.WaitAsync(ExitGrace, _services.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Session.Abort();
        }
    }

    private async Task<ProcessExit?> ExitedWithinAsync(TimeSpan time)
    {
        try
        {
            return await _process.Exited.WaitAsync(time, _services.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private void ForwardLog()
    {
        TaskOutput? oldest;
        lock (_gate) oldest = _outputs.Count > 0 ? _outputs[0] : null;
        _tail.Forward(oldest, StreamKind.Stderr);
    }
}
