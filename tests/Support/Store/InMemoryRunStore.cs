using Polyglot.Store;

namespace Polyglot.Testing.Store;

/// <summary>Runs without a disk. Thread-safe.</summary>
public sealed class InMemoryRunStore : IRunStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<RunId, RunRecord> _runs = [];

    /// <inheritdoc/>
    public void Write(RunRecord run)
    {
        lock (_gate) _runs[run.Id] = run;
    }

    /// <inheritdoc/>
    public RunRead Read(RunId id)
    {
        lock (_gate) return _runs.TryGetValue(id, out var run) ? new RunRead.Found(run) : new RunRead.Missing(id, $"runs/{id}");
    }

    /// <inheritdoc/>
    public IEnumerable<RunId> List()
    {
        lock (_gate) return [.. _runs.Keys.Reverse()];
    }

    /// <inheritdoc/>
    public RunRecord? Latest(string dataflow)
    {
        lock (_gate) return _runs.Values.LastOrDefault(r => r.Dataflow == dataflow);
    }
}
