using System.Globalization;

namespace Polyglot.Dataflow.Execution;

/// <summary>What a task takes of the machine while it runs. Two with equal amounts are equal. Immutable.</summary>
internal sealed class Demand : IEquatable<Demand>
{
    private const int PerCpu = 1000;

    private readonly string _text;

    /// <param name="cpus">Processors; parts of one are kept to the thousandth.</param>
    /// <param name="memory">Bytes; 0 where it is not known.</param>
    /// <param name="named">Of what the user counts, by name.</param>
    public Demand(double cpus, long memory = 0, IEnumerable<KeyValuePair<string, int>>? named = null)
    {
        MilliCpus = (int)Math.Round(cpus * PerCpu);
        Memory = memory;
        Named = [.. (named ?? []).Where(n => n.Value > 0).OrderBy(n => n.Key, StringComparer.Ordinal)];
        _text = string.Create(CultureInfo.InvariantCulture, $"{MilliCpus} {Memory} {string.Join(',', Named.Select(n => $"{n.Key}={n.Value}"))}");
    }

    /// <summary>Nothing: what only waits for its parts.</summary>
    public static Demand None { get; } = new(0);

    /// <summary>One processor: what a task takes that says nothing.</summary>
    public static Demand One { get; } = new(1);

    /// <summary>Thousandths of processors.</summary>
    public int MilliCpus { get; }

    /// <summary>Bytes.</summary>
    public long Memory { get; }

    /// <summary>By name, in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Named { get; }

    public bool Equals(Demand? other) => other is not null && _text == other._text;

    public override bool Equals(object? obj) => Equals(obj as Demand);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    public override string ToString() => _text;
}
