using System.Globalization;

namespace Polyglot.Runners;

/// <summary>What workers and command runs need of their host. Thread-safe.</summary>
internal sealed class WorkerServices : IAsyncDisposable
{
    private readonly Action<WorkerReport>? _onWorkerEnded;
    private readonly string _scratch;
    private readonly Lock _gate = new();
    private Task<SandboxProblem?>? _sandboxProblem;
    private int _directories;

    /// <summary>For one host.</summary>
    public WorkerServices(RunnerHostOptions options)
    {
        _onWorkerEnded = options.OnWorkerEnded;
        _scratch = Path.GetFullPath(options.ScratchDirectory);
        Time = options.Time;
        MaxCapturedBytes = options.MaxCapturedBytes;
        Launcher = options.Launcher?.Invoke(_scratch) ?? (PosixLauncher.IsSupported ? new PosixLauncher(_scratch) : new PortableLauncher(_scratch));
        Sandbox = options.Sandbox ?? Sandboxes.Best();
        Live = new LiveOutput(options.Time);
        Memory = new MemoryWatch(options.Time, options.Processes ?? MemoryWatch.OfThisSystem);
        Hello = new HelloMessage(
            RunnerSession.Protocol, RunnerSession.Protocol, options.HostVersion, [], new WireLimits(FrameReader.DefaultMaxPayload), Path.GetFileName(_scratch));
    }

    public TimeProvider Time { get; }

    public int MaxCapturedBytes { get; }

    public IProcessLauncher Launcher { get; }

    public ISandbox Sandbox { get; }

    public LiveOutput Live { get; }

    public MemoryWatch Memory { get; }

    public HelloMessage Hello { get; }

    /// <summary>Why no sandbox can be made, as an error; null when one can. What works once is not tried again; what did not is, since somebody may have installed it.</summary>
    public async Task<TaskError?> WhyNoSandboxAsync()
    {
        Task<SandboxProblem?> trial;
        lock (_gate)
        {
            if (_sandboxProblem is null or { IsCompletedSuccessfully: true, Result: not null } or { IsFaulted: true }) _sandboxProblem = Sandbox.TryAsync(CancellationToken.None);
            trial = _sandboxProblem;
        }
        return await trial.ConfigureAwait(false) is { } problem
            ? RunnersMessages.Error(FaultSide.Host, ErrorCodes.NoSandbox, RunnersMessages.NoSandbox(problem))
            : null;
    }

    /// <summary>A new directory in the scratch directory.</summary>
    public string MakeDirectory(string name)
    {
        var number = Interlocked.Increment(ref _directories);
        var path = Path.Combine(_scratch, string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"));
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>Removes a directory with what is in it; what cannot be removed is left to whoever sweeps the scratch directory.</summary>
    public static void RemoveDirectory(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _ = e;
        }
    }

    public void Ended(WorkerReport report) => _onWorkerEnded?.Invoke(report);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Live.Dispose();
        Memory.Dispose();
        await Launcher.DisposeAsync().ConfigureAwait(false);
    }
}
