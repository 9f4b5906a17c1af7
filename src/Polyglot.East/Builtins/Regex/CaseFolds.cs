namespace Polyglot.East;

/// <summary>Which units are the same to a pattern that ignores case: those with the same <see cref="UnicodeCase.Folded"/>.</summary>
internal static class CaseFolds
{
    private static readonly Lazy<char[][]> Groups = new(static () =>
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(c => (char)c).GroupBy(UnicodeCase.Folded).Where(g => g.Skip(1).Any()).Select(g => g.ToArray())]);

    private static readonly Lazy<Dictionary<char, UnitSet>> Sets = new(static () =>
        Groups.Value.SelectMany(g => g.Select(c => KeyValuePair.Create(c, UnitSet.Union([.. g.Select(UnitSet.Of)])))).ToDictionary());

    /// <summary>All units that are the same as one.</summary>
    public static UnitSet Of(char unit) => Sets.Value.TryGetValue(unit, out var set) ? set : UnitSet.Of(unit);

    /// <summary>All units that are the same as some member of a set.</summary>
    public static UnitSet Closure(UnitSet set) =>
        UnitSet.Union([set, .. Groups.Value.Where(g => g.Any(set.Contains)).Select(g => Of(g[0]))]);
}
