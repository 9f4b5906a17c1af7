using System.Globalization;
using Polyglot.Dataflow.Projects;

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

    private Demand(string text)
    {
        Named = [];
        _text = text;
    }

    /// <summary>Nothing: what only waits for its parts.</summary>
    public static Demand None { get; } = new(0);

    /// <summary>All there is, and nothing else beside it.</summary>
    public static Demand Alone { get; } = new("alone");

    /// <summary>One processor: what a task takes that says nothing.</summary>
    public static Demand One { get; } = new(1);

    /// <summary>What a task says that it takes.</summary>
    /// <param name="resources">As written.</param>
    /// <param name="observed">Bytes that it is known to take, which count where it says nothing about memory.</param>
    public static Demand Of(TaskResources resources, long observed = 0) => ReferenceEquals(resources, TaskResources.None) && observed == 0
        ? One
        : new(resources.Cpus, resources.Memory > 0 ? resources.Memory : observed, resources.Named.Select(named => KeyValuePair.Create(named.Name, named.Amount)));

    /// <summary>All there is for a run.</summary>
    /// <param name="processors">Processors.</param>
    /// <param name="memory">Bytes; null where memory is not counted.</param>
    /// <param name="projects">The files of the dataflow, the one asked for first: what it counts goes before what others count under the same name.</param>
    public static Demand Whole(int processors, long? memory, IEnumerable<Project> projects)
    {
        var named = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (project, isFirst) in projects.Distinct().Select((project, i) => (project, i == 0)))
            foreach (var resource in project.Resources)
                if (isFirst || !named.TryGetValue(resource.Name, out var known) || (known < resource.Amount && !IsOf(projects.First(), resource.Name))) named[resource.Name] = resource.Amount;
        return new(processors, memory ?? 0, named);
    }

    private static bool IsOf(Project project, string name) => project.Resources.Any(resource => resource.Name == name);

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
