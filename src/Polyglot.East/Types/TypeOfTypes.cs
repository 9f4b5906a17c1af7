using System.Diagnostics.CodeAnalysis;

namespace Polyglot.East;

/// <summary>Types as East values: the type of types (spec 2.1), and both directions between a type and the value that stands for it.</summary>
public static class TypeOfTypes
{
    private static readonly StructType NamedAtVariant = EastType.Struct(("name", EastType.String), ("type", EastType.Recursive(3)));

    /// <summary><c>EastTypeType</c>.</summary>
    public static VariantType Type { get; } = EastType.Variant(
        ("Array", EastType.Recursive(1)),
        ("AsyncFunction", EastType.Struct(("inputs", EastType.Array(EastType.Recursive(3))), ("output", EastType.Recursive(2)))),
        ("Blob", EastType.Null),
        ("Boolean", EastType.Null),
        ("DateTime", EastType.Null),
        ("Dict", EastType.Struct(("key", EastType.Recursive(2)), ("value", EastType.Recursive(2)))),
        ("Float", EastType.Null),
        ("Function", EastType.Struct(("inputs", EastType.Array(EastType.Recursive(3))), ("output", EastType.Recursive(2)))),
        ("Integer", EastType.Null),
        ("Never", EastType.Null),
        ("Null", EastType.Null),
        ("Recursive", EastType.Integer),
        ("Ref", EastType.Recursive(1)),
        ("Set", EastType.Recursive(1)),
        ("String", EastType.Null),
        ("Struct", EastType.Array(NamedAtVariant)),
        ("Variant", EastType.Array(NamedAtVariant)));

    private static StructType FunctionParts { get; } = (StructType)Type.Cases[(int)EastTypeKind.Function].Type;

    private static StructType DictParts { get; } = (StructType)Type.Cases[(int)EastTypeKind.Dict].Type;

    /// <summary>The value that stands for a type; every container in it is fresh.</summary>
    public static EastVariant ToValue(EastType type) => new(Type.Cases[(int)type.Kind], type switch
    {
        RefType t => ToValue(t.Content),
        ArrayType t => ToValue(t.Element),
        SetType t => ToValue(t.Key),
        DictType t => EastStruct.Of(DictParts, ToValue(t.Key), ToValue(t.Value)),
        StructType t => Named(t.Fields.Select(f => (f.Name, f.Type))),
        VariantType t => Named(t.Cases.Select(c => (c.Name, c.Type))),
        FunctionType t => EastStruct.Of(FunctionParts, new EastArray<EastVariant>(t.Inputs.Select(ToValue)), ToValue(t.Output)),
        RecursiveType t => (long)t.Levels,
        _ => EastNull.Boxed,
    });

    /// <summary>
    /// The type that a value of <see cref="Type"/> stands for, possibly open. Values that stand for none (a mutable key, a name twice, a
    /// list that contains itself) give false and the reason.
    /// </summary>
    public static bool TryFromValue(object value, [NotNullWhen(true)] out EastType? type, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            type = new TypeFromValue().Read((EastVariant)value);
            problem = null;
            return true;
        }
        catch (ArgumentException refused)
        {
            type = null;
            problem = refused.Message.Split(" (Parameter")[0];
            return false;
        }
    }

    private static EastArray<EastStruct> Named(IEnumerable<(string Name, EastType Type)> parts) =>
        new(parts.Select(p => EastStruct.Of(NamedAtVariant, p.Name, ToValue(p.Type))));
}
