using System.Collections.Immutable;

namespace Polyglot.East.Fuzz;

/// <summary>Finds builtins by the type that they are to give.</summary>
internal static class BuiltinCatalog
{
    private const string Mark = "parameter ";

    // What a library of mathematics does may differ in the last bit; what takes a configuration wants one type alone, which is tested elsewhere.
    private static readonly string[] Omitted =
        ["FloatCos", "FloatExp", "FloatLog", "FloatPow", "FloatSin", "FloatTan", "ArrayEncodeCsv", "BlobDecodeCsv"];

    private static readonly (BuiltinDefinition Builtin, BuiltinSignature Pattern)[] All =
    [
        .. BuiltinTable.All.Where(b => !Omitted.Contains(b.Name)).OrderBy(b => b.Name, StringComparer.Ordinal)
            .Select(b => (b, b.Signature([.. Enumerable.Range(0, b.TypeParameters.Length).Select(Placeholder)]))),
    ];

    private static readonly Dictionary<EastTypeKind, int[]> ByKind = [];

    /// <summary>The number of builtins that take part.</summary>
    public static int Count => All.Length;

    /// <summary>
    /// A builtin that gives the type, with its type parameters; those that the result does not tell are chosen. Null when none was found.
    /// </summary>
    public static (BuiltinDefinition Builtin, ImmutableArray<EastType> Types)? Find(Choices choices, RandomTypes types, EastType wanted)
    {
        var candidates = Candidates(wanted);
        if (candidates.Length == 0) return null;
        var (builtin, pattern) = All[choices.Of(candidates)];
        var found = new EastType?[builtin.TypeParameters.Length];
        if (!Unify(pattern.Output, wanted, found)) return null;
        for (var i = 0; i < found.Length; i++) found[i] ??= builtin.TypeParameters[i].StartsWith('K') ? types.Key() : types.Any();
        for (var i = 0; i < found.Length; i++)
            if (builtin.TypeParameters[i].StartsWith('K') && !found[i]!.IsImmutableData) return null;
        return (builtin, [.. found.Select(t => t!)]);
    }

    private static int[] Candidates(EastType wanted)
    {
        lock (ByKind)
        {
            if (ByKind.TryGetValue(wanted.Kind, out var known)) return known;
            return ByKind[wanted.Kind] = [.. Enumerable.Range(0, All.Length).Where(i => IndexOf(All[i].Pattern.Output) >= 0 || All[i].Pattern.Output.Kind == wanted.Kind)];
        }
    }

    private static EastType Placeholder(int index) => EastType.Struct(($"{Mark}{index}", EastType.Null));

    private static int IndexOf(EastType pattern) =>
        pattern is StructType { Fields: [{ Name: var name }] } && name.StartsWith(Mark, StringComparison.Ordinal) ? name[^1] - '0' : -1;

    private static bool Unify(EastType pattern, EastType type, EastType?[] found)
    {
        if (IndexOf(pattern) is >= 0 and var index)
        {
            if (found[index] is { } known) return known.Equals(type);
            found[index] = type;
            return true;
        }
        return (pattern, type) switch
        {
            (RefType p, RefType t) => Unify(p.Content, t.Content, found),
            (ArrayType p, ArrayType t) => Unify(p.Element, t.Element, found),
            (SetType p, SetType t) => Unify(p.Key, t.Key, found),
            (DictType p, DictType t) => Unify(p.Key, t.Key, found) && Unify(p.Value, t.Value, found),
            (StructType p, StructType t) => p.Fields.Length == t.Fields.Length && p.Fields.Zip(t.Fields).All(f => f.First.Name == f.Second.Name && Unify(f.First.Type, f.Second.Type, found)),
            (VariantType p, VariantType t) => p.Cases.Length == t.Cases.Length && p.Cases.Zip(t.Cases).All(c => c.First.Name == c.Second.Name && Unify(c.First.Type, c.Second.Type, found)),
            _ => pattern.Equals(type),
        };
    }
}
