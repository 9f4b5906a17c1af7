namespace Polyglot.Dataflow.Execution;

/// <summary>
/// What all running tasks may take together. A demand beyond the whole budget counts as all of it: such a task runs, alone as far as that goes.
/// Not thread-safe.
/// </summary>
internal sealed class Budget
{
    private readonly Demand _limit;
    private readonly Dictionary<string, int> _limits;
    private readonly Dictionary<string, int> _named = new(StringComparer.Ordinal);
    private int _milliCpus;
    private long _memory;
    private int _held;
    private bool _isAlone;

    /// <param name="limit">All there is; a memory of 0 is not counted, and neither is a named resource that it does not have.</param>
    public Budget(Demand limit)
    {
        _limit = limit;
        _limits = limit.Named.ToDictionary(n => n.Key, n => n.Value, StringComparer.Ordinal);
    }

    /// <summary>How many whole processors there are, at least one.</summary>
    public int Processors => Math.Max(1, _limit.MilliCpus / 1000);

    /// <summary>Whether there is room left for it.</summary>
    public bool Fits(Demand demand) => !IsCounted(demand) || (!_isAlone && (ReferenceEquals(demand, Demand.Alone) ? _held == 0 : HasRoom(demand)));

    public void Take(Demand demand) => Add(demand, 1);

    public void Give(Demand demand) => Add(demand, -1);

    private bool HasRoom(Demand demand) =>
        _milliCpus + Cpus(demand) <= _limit.MilliCpus
        && _memory + Memory(demand) <= _limit.Memory
        && demand.Named.All(n => _named.GetValueOrDefault(n.Key) + Of(n) <= _limits.GetValueOrDefault(n.Key));

    // What only waits for its parts is beside nobody.
    private static bool IsCounted(Demand demand) => !ReferenceEquals(demand, Demand.None);

    private void Add(Demand demand, int sign)
    {
        if (IsCounted(demand)) _held += sign;
        if (ReferenceEquals(demand, Demand.Alone)) _isAlone = sign > 0;
        _milliCpus += sign * Cpus(demand);
        _memory += sign * Memory(demand);
        foreach (var named in demand.Named) _named[named.Key] = _named.GetValueOrDefault(named.Key) + sign * Of(named);
    }

    private int Cpus(Demand demand) => Math.Min(demand.MilliCpus, _limit.MilliCpus);

    private long Memory(Demand demand) => Math.Min(demand.Memory, _limit.Memory);

    private int Of(KeyValuePair<string, int> named) => Math.Min(named.Value, _limits.GetValueOrDefault(named.Key));
}
