namespace Polyglot.East;

/// <summary>The default values of types (spec 1.6).</summary>
public static class EastDefaults
{
    /// <summary>
    /// A fresh default value: null, false, 0, empty, a Ref or a Struct of defaults, the first case of a Variant. Null (of the CLR) when
    /// there is none: Never, functions, an empty Variant, and whatever would have to contain its own default.
    /// </summary>
    /// <param name="type">A closed type.</param>
    /// <exception cref="ArgumentException">The type is open.</exception>
    public static object? Of(EastType type) => Of(TypeNode.Of(type));

    private static object? Of(TypeNode node, int part) => node.IsBackReference(part) ? null : Of(node.Parts[part]);

    private static object? Of(TypeNode node) => node.Type switch
    {
        ArrayType or SetType or DictType => EastValues.NewContainer(node),
        RefType => OfRef(node),
        StructType type => OfStruct(node, type),
        VariantType type => type.Cases.Length > 0 && Of(node, 0) is { } payload ? new EastVariant(type.Cases[0], payload) : null,
        _ => node.Type.Kind switch
        {
            EastTypeKind.Null => EastNull.Boxed,
            EastTypeKind.Boolean => false,
            EastTypeKind.Integer => 0L,
            EastTypeKind.Float => 0.0,
            EastTypeKind.String => "",
            EastTypeKind.DateTime => default(EastDateTime),
            EastTypeKind.Blob => EastBlob.Empty,
            _ => null,
        },
    };

    private static object? OfRef(TypeNode node)
    {
        if (Of(node, 0) is not { } content) return null;
        var cell = (IEastRef)EastValues.NewContainer(node);
        cell.Value = content;
        return cell;
    }

    private static EastStruct? OfStruct(TypeNode node, StructType type)
    {
        var fields = new object?[type.Fields.Length];
        for (var i = 0; i < fields.Length; i++)
            if ((fields[i] = Of(node, i)) is null) return null;
        return EastStruct.Of(type, fields);
    }
}
