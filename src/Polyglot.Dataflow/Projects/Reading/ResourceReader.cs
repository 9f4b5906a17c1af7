using System.Buffers;
using System.Globalization;
using Polyglot.Dataflow.Projects.Syntax;

namespace Polyglot.Dataflow.Projects.Reading;

/// <summary>Reads <c>cpus</c>, <c>memory</c> and <c>resources</c>.</summary>
internal static class ResourceReader
{
    private const double MostCpus = 100_000;

    private static readonly SearchValues<char> _digits = SearchValues.Create("0123456789.");

    private static readonly IReadOnlyList<(string Unit, double Bytes)> _units =
        [("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1L << 40)];

    /// <summary>What a task takes.</summary>
    public static TaskResources Read(MapReader map, ProblemList problems)
    {
        var cpus = map.Take("cpus") is { } written ? ReadCpus(written, problems) : TaskResources.None.Cpus;
        var memory = map.Take("memory") is { } size ? ReadMemory(size, problems) : 0;
        var named = ReadNamed(map, problems);
        return cpus == TaskResources.None.Cpus && memory == 0 && named.Count == 0 ? TaskResources.None : new(cpus, memory, named);
    }

    /// <summary>The amounts of a mapping <c>resources</c>.</summary>
    public static IReadOnlyList<NamedResource> ReadNamed(MapReader map, ProblemList problems)
    {
        var named = new List<NamedResource>();
        foreach (var entry in map.TakeEntries("resources"))
        {
            if (!ProjectReader.CheckName(entry.Key, "a resource", entry.KeyPosition, problems)) continue;
            if (entry.Value is ScalarNode { Kind: ScalarKind.Integer } number
                && int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var amount) && amount >= 1) named.Add(new(entry.Key, amount, entry.KeyPosition));
            else problems.Add(entry.Value.Position, ProjectMessages.Expected($"a whole number of at least 1 for `{entry.Key}`", entry.Value.Describe()));
        }
        return named;
    }

    private static double ReadCpus(DocumentNode node, ProblemList problems)
    {
        if (node is ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float } number
            && double.TryParse(number.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cpus) && cpus is >= 0 and <= MostCpus) return cpus;
        problems.Add(node.Position, ProjectMessages.Expected("a number of processors for `cpus`", node.Describe()), ProjectMessages.CpusNext);
        return TaskResources.None.Cpus;
    }

    private static long ReadMemory(DocumentNode node, ProblemList problems)
    {
        if (node is ScalarNode { Kind: ScalarKind.String } text)
        {
            var digits = text.Text.AsSpan().IndexOfAnyExcept(_digits);
            foreach (var (unit, bytes) in _units)
                if (digits > 0 && text.Text.AsSpan(digits).TrimStart().SequenceEqual(unit)
                    && double.TryParse(text.Text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                    && value * bytes is >= 1 and <= 1e18) return (long)(value * bytes);
        }
        problems.Add(node.Position, ProjectMessages.Expected("a size for `memory`", node.Describe()), ProjectMessages.MemoryNext);
        return 0;
    }
}
