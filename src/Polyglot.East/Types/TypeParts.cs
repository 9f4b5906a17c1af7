namespace Polyglot.East;

/// <summary>The types directly inside a type.</summary>
internal static class TypeParts
{
    /// <summary>The parts in the order of the constructor: the fields, the cases, key and value, inputs and output.</summary>
    public static EastType[] Of(EastType type) => type switch
    {
        RefType t => [t.Content],
        ArrayType t => [t.Element],
        SetType t => [t.Key],
        DictType t => [t.Key, t.Value],
        StructType t => [.. t.Fields.Select(f => f.Type)],
        VariantType t => [.. t.Cases.Select(c => c.Type)],
        FunctionType t => [.. t.Inputs, t.Output],
        _ => [],
    };

    /// <summary>Whether the constructor contains types, and so counts as a level for back-references.</summary>
    public static bool IsConstructor(EastType type) => type is not (PrimitiveType or RecursiveType);

    /// <summary>Whether a back-reference inside points at this very node: then it is the binder of a recursive type.</summary>
    public static bool IsBinder(EastType type) => IsConstructor(type) && PointsAt(type, 0);

    private static bool PointsAt(EastType type, int level)
    {
        if (!type.ContainsRecursion || type.Reach < level) return false;
        if (type is RecursiveType leaf) return leaf.Levels == level;
        foreach (var part in Of(type))
            if (PointsAt(part, level + 1)) return true;
        return false;
    }
}
