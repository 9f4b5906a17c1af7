using System.Runtime.CompilerServices;
using System.Text;

namespace Polyglot.Runners;

/// <summary>
/// Keeps workers warm, by runner, argv and environment. The one that was used last is used next: its caches are the warmest, and those that are not needed stay idle
/// until they are ended. It never waits: without a free worker it starts one. Thread-safe.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Entry>> _free = new(StringComparer.Ordinal);
    private readonly HashSet<Entry> _all = [];
    private readonly ConditionalWeakTable<ResolvedRunner, string> _keys = [];
    private readonly WorkerServices _services;
    private readonly int _maxIdle;
    private readonly bool _keeps;
    private readonly ITimer _sweep;

    /// <summary>Empty.</summary>
    public WorkerPool(WorkerServices services, int maxIdle, bool keeps = false)
    {
        _services = services;
        _maxIdle = maxIdle;
        _keeps = keeps;
        _sweep = services.Time.CreateTimer(static s => ((WorkerPool)s!).EndIdle(), this, SweepInterval, SweepInterval);
    }

    /// <summary>A worker and the right to give it one request.</summary>
    /// <param name="runner">How to start one.</param>
    /// <param name="environment">On top of the runner's own.</param>
    /// <param name="fresh">Only one that has done nothing yet.</param>
    /// <param name="alone">Nobody else is given it meanwhile.</param>
    /// <param name="view">What it sees in a sandbox, which takes <paramref name="alone"/>; null for none.</param>
    /// <param name="cancel">Gives up waiting for a worker to start.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<(WorkerLease? Lease, TaskError? Error)> AcquireAsync(
        ResolvedRunner runner, IReadOnlyList<KeyValuePair<string, string>> environment, bool fresh, bool alone, SandboxView? view, CancellationToken cancel)
    {
        var key = Key(runner, environment);
        if (!fresh && !alone && Take(key) is { } warm) return (new WorkerLease(this, warm, isWarm: true), null);
        var (worker, error) = await Worker.StartAsync(_services, runner, environment, view, cancel).ConfigureAwait(false);
        if (worker is null) return (null, error);
        var entry = new Entry(worker, key) { Active = 1 };
        lock (_gate)
        {
            _all.Add(entry);
            if (!alone && entry.Active < worker.Capacity) Free_NeedsLock(entry);
        }
        _ = ForgetWhenGoneAsync(entry);
        var lease = new WorkerLease(this, entry, isWarm: false);
        if (alone) lease.Retire();
        return (lease, null);
    }

    /// <summary>Kills every worker, idle or not.</summary>
    public void KillAll()
    {
        foreach (var entry in Snapshot()) entry.Worker.Kill();
    }

    /// <summary>Ends every worker politely, and waits for those that are ending; nobody may use one any more.</summary>
    public Task EndAllAsync(string reason) => Task.WhenAll(Snapshot().Select(e => e.Worker.EndAsync(reason)));

    /// <inheritdoc/>
    public void Dispose() => _sweep.Dispose();

    /// <summary>Gives the right back.</summary>
    internal void Release(Entry entry, bool retire)
    {
        Entry? superfluous = null;
        lock (_gate)
        {
            var wasFull = entry.Active-- >= entry.Worker.Capacity;
            entry.IsRetired |= retire;
            entry.IdleSince = _services.Time.GetTimestamp();
            if (entry.IsRetired || entry.Worker.IsEnding)
            {
                Retire_NeedsLock(entry);
                if (entry.Active == 0 && !entry.Worker.IsEnding) superfluous = entry;
            }
            else
            {
                if (wasFull) Free_NeedsLock(entry);
                superfluous = OldestBeyondLimit_NeedsLock();
            }
        }
        if (superfluous is not null) _ = superfluous.Worker.EndAsync(RunnersMessages.NotNeeded);
    }

    private Entry? Take(string key)
    {
        lock (_gate)
        {
            if (!_free.TryGetValue(key, out var free)) return null;
            while (free.Count > 0)
            {
                var entry = free[^1];
                if (entry.Worker.IsEnding)
                {
                    Retire_NeedsLock(entry);
                    continue;
                }
                entry.Active++;
                if (entry.Active >= entry.Worker.Capacity) free.RemoveAt(free.Count - 1);
                return entry;
            }
            return null;
        }
    }

    private void EndIdle()
    {
        if (_keeps) return;
        var ended = new List<Entry>();
        lock (_gate)
        {
            foreach (var entry in _all)
                if (IsIdle(entry) && _services.Time.GetElapsedTime(entry.IdleSince) >= entry.Worker.Runner.Manifest.Timeouts.Idle) ended.Add(entry);
            foreach (var entry in ended) Retire_NeedsLock(entry);
        }
        foreach (var entry in ended) _ = entry.Worker.EndAsync(RunnersMessages.Idle);
    }

    private Entry? OldestBeyondLimit_NeedsLock()
    {
        var idle = 0;
        Entry? oldest = null;
        foreach (var entry in _all)
        {
            if (!IsIdle(entry)) continue;
            idle++;
            if (oldest is null || entry.IdleSince < oldest.IdleSince) oldest = entry;
        }
        if (idle <= _maxIdle) return null;
        Retire_NeedsLock(oldest!);
        return oldest;
    }

    private void Free_NeedsLock(Entry entry)
    {
        if (!_free.TryGetValue(entry.Key, out var free)) _free.Add(entry.Key, free = []);
        free.Add(entry);
    }

    /// <summary>It gets no more requests.</summary>
    private void Retire_NeedsLock(Entry entry)
    {
        entry.IsRetired = true;
        if (_free.TryGetValue(entry.Key, out var free)) free.Remove(entry);
    }

    private static bool IsIdle(Entry entry) => entry is { Active: 0, IsRetired: false, Worker.IsEnding: false };

    private async Task ForgetWhenGoneAsync(Entry entry)
    {
        await entry.Worker.Gone.ConfigureAwait(false);
        lock (_gate)
        {
            Retire_NeedsLock(entry);
            _all.Remove(entry);
        }
    }

    private Entry[] Snapshot()
    {
        lock (_gate) return [.. _all];
    }

    private string Key(ResolvedRunner runner, IReadOnlyList<KeyValuePair<string, string>> environment)
    {
        if (environment.Count == 0) return _keys.GetValue(runner, static r => Join(r, []));
        return Join(runner, environment);
    }

    private static string Join(ResolvedRunner runner, IReadOnlyList<KeyValuePair<string, string>> environment)
    {
        var key = new StringBuilder(runner.Id);
        foreach (var argument in runner.Argv) key.Append('\0').Append(argument);
        foreach (var (name, value) in runner.Environment) key.Append("\0\0").Append(name).Append('\0').Append(value);
        foreach (var (name, value) in environment) key.Append("\0\0\0").Append(name).Append('\0').Append(value);
        return key.ToString();
    }

    /// <summary>A worker and how busy it is; changed only under the pool's lock.</summary>
    internal sealed class Entry(Worker worker, string key)
    {
        public Worker Worker { get; } = worker;

        public string Key { get; } = key;

        public int Active { get; set; }

        public bool IsRetired { get; set; }

        public long IdleSince { get; set; }
    }
}

/// <summary>The right to give a worker one request at a time. Disposing gives it back; <see cref="Retire"/> first, and the worker gets no more requests.</summary>
internal sealed class WorkerLease(WorkerPool pool, WorkerPool.Entry entry, bool isWarm) : IDisposable
{
    private bool _retire;

    public Worker Worker => entry.Worker;

    /// <summary>It was running before.</summary>
    public bool IsWarm { get; } = isWarm;

    public void Retire() => _retire = true;

    /// <inheritdoc/>
    public void Dispose() => pool.Release(entry, _retire);
}
