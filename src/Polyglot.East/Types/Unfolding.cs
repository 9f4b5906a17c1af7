using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>Unfolds recursive types (spec 1.3).</summary>
internal static class Unfolding
{
    private static readonly ConditionalWeakTable<EastType, EastType> Known = [];

    /// <summary>The type unfolded once; the same instance each time for the same instance.</summary>
    public static EastType Of(EastType type) =>
        TypeParts.IsBinder(type) ? Known.GetValue(type, static root => Replace(root, 0, root)) : type;

    private static EastType Replace(EastType type, int level, EastType root)
    {
        if (type is RecursiveType leaf && leaf.Levels == level) return root;
        if (type.Reach < level || !TypeParts.IsConstructor(type)) return type;
        EastType Part(EastType part) => Replace(part, level + 1, root);
        return type switch
        {
            RefType t => EastType.Ref(Part(t.Content)),
            ArrayType t => EastType.Array(Part(t.Element)),
            DictType t => EastType.Dict(t.Key, Part(t.Value)),
            StructType t => EastType.Struct([.. t.Fields.Select(f => (f.Name, Part(f.Type)))]),
            VariantType t => EastType.Variant([.. t.Cases.Select(c => (c.Name, Part(c.Type)))]),
            FunctionType t when t.IsAsync => EastType.AsyncFunction([.. t.Inputs.Select(Part)], Part(t.Output)),
            FunctionType t => EastType.Function([.. t.Inputs.Select(Part)], Part(t.Output)),
            _ => type,
        };
    }
}
