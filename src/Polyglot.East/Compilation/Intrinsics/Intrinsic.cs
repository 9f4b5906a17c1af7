using System.Collections.Frozen;

namespace Polyglot.East;

/// <summary>
/// Builtins that are written into the code instead of being called. Each has its method too, which says the same; they are here for speed only.
/// </summary>
/// <param name="Applies">Whether it can be done at these types.</param>
/// <param name="Emit">Writes the code and tells the CLR type of the value it leaves.</param>
internal sealed record Intrinsic(Func<BuiltinNode, bool> Applies, Func<FunctionCompiler, BuiltinNode, Type> Emit)
{
    private static readonly FrozenDictionary<string, Intrinsic> Table = new[]
    {
        BooleanIntrinsics.All, IntegerIntrinsics.All, FloatIntrinsics.All, ComparisonIntrinsics.All, ArrayIntrinsics.All, RefIntrinsics.All,
        TextIntrinsics.All,
    }.SelectMany(all => all).ToFrozenDictionary(entry => entry.Name, entry => entry.Intrinsic);

    /// <summary>The names of all of them.</summary>
    public static IEnumerable<string> Names => Table.Keys;

    /// <summary>
    /// Whether the use of a builtin needs no <see cref="ErrorPoint"/>: it is written into the code, or its method never fails.
    /// </summary>
    public static bool IsKnown(BuiltinNode node) =>
        Find(node) is not null || (BuiltinTable.TryGet(node.Builtin, out var definition) && definition.IsInfallible);

    /// <summary>Writes the builtin into the code and tells the type of its value; null, and nothing happens, when it cannot.</summary>
    public static Type? TryEmit(FunctionCompiler code, BuiltinNode node) => Find(node)?.Emit(code, node);

    private static Intrinsic? Find(BuiltinNode node) => Table.TryGetValue(node.Builtin, out var found) && found.Applies(node) ? found : null;

    /// <summary>One that can always be done.</summary>
    public static (string Name, Intrinsic Intrinsic) Of(string name, Func<FunctionCompiler, BuiltinNode, Type> emit) => (name, new Intrinsic(_ => true, emit));
}
