namespace Polyglot.East;

/// <summary>The subtype relation (spec 1.4).</summary>
internal static class Subtyping
{
    public static bool Holds(EastType narrow, EastType wide) =>
        narrow.Equals(wide) || Holds(TypeNode.Of(narrow), TypeNode.Of(wide));

    public static bool Holds(TypeNode narrow, TypeNode wide)
    {
        if (narrow.Type.Kind == EastTypeKind.Never || Same(narrow, wide)) return true;
        return (narrow.Type, wide.Type) switch
        {
            (StructType a, StructType b) => StructHolds(a, b, narrow, wide),
            (VariantType a, VariantType b) => VariantHolds(a, b, narrow, wide),
            (FunctionType a, FunctionType b) => (!a.IsAsync || b.IsAsync) && FunctionHolds(narrow, wide),
            _ => false,
        };
    }

    private static bool StructHolds(StructType a, StructType b, TypeNode narrow, TypeNode wide)
    {
        if (a.Fields.Length != b.Fields.Length) return false;
        for (var i = 0; i < a.Fields.Length; i++)
            if (a.Fields[i].Name != b.Fields[i].Name || !PartHolds(narrow, i, wide, i)) return false;
        return true;
    }

    private static bool VariantHolds(VariantType a, VariantType b, TypeNode narrow, TypeNode wide)
    {
        for (var i = 0; i < a.Cases.Length; i++)
        {
            var k = b.IndexOf(a.Cases[i].Name);
            if (k < 0 || !PartHolds(narrow, i, wide, k)) return false;
        }
        return true;
    }

    private static bool FunctionHolds(TypeNode narrow, TypeNode wide)
    {
        if (narrow.Parts.Length != wide.Parts.Length) return false;
        var output = narrow.Parts.Length - 1;
        for (var i = 0; i < output; i++)
            if (!PartHolds(wide, i, narrow, i)) return false;
        return PartHolds(narrow, output, wide, output);
    }

    /// <summary>
    /// A back-reference on the narrow side holds only against one on the wide side with the same target. Anything else descends,
    /// and descends in the finite side, which ends.
    /// </summary>
    private static bool PartHolds(TypeNode narrow, int part, TypeNode wide, int widePart)
    {
        var (a, b) = (narrow.Parts[part], wide.Parts[widePart]);
        return narrow.IsBackReference(part) ? wide.IsBackReference(widePart) && Same(a, b) : Holds(a, b);
    }

    /// <summary>Equal as written; open parts are equal when what they point at is.</summary>
    private static bool Same(TypeNode a, TypeNode b) =>
        a.Type.IsClosed || b.Type.IsClosed ? a.Type.Equals(b.Type) : a.Type.Equals(b.Type) && TypeNode.Same(a, b);
}
