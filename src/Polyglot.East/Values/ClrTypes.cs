namespace Polyglot.East;

/// <summary>
/// Which CLR type holds the values of an East type.
/// <list type="table">
/// <listheader><term>East</term><description>CLR</description></listheader>
/// <item><term>Null</term><description><see cref="EastNull"/> (as an object: <see cref="EastNull.Boxed"/>)</description></item>
/// <item><term>Boolean, Integer, Float, String</term><description><see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/></description></item>
/// <item><term>DateTime, Blob</term><description><see cref="EastDateTime"/>, <see cref="EastBlob"/></description></item>
/// <item><term>Ref, Array, Set, Dict</term><description><see cref="EastRef{T}"/>, <see cref="EastArray{T}"/>, <see cref="EastSet{T}"/>, <see cref="EastDict{TKey, TValue}"/></description></item>
/// <item><term>Struct, Variant</term><description><see cref="EastStruct"/>, <see cref="EastVariant"/></description></item>
/// <item><term>a back-reference, Never, functions</term><description><see cref="object"/></description></item>
/// </list>
/// No value is a CLR null.
/// </summary>
public static class ClrTypes
{
    /// <summary>The CLR type; the type may be open.</summary>
    public static Type Of(EastType type) => Shape(type).Type;

    internal static ClrShape Shape(EastType type) => type switch
    {
        RefType t => Shape(t.Content).RefOf(),
        ArrayType t => Shape(t.Element).ArrayOf(),
        SetType t => Shape(t.Key).SetOf(),
        DictType t => Shape(t.Key).DictTo(Shape(t.Value)),
        StructType => ClrShape.Of<EastStruct>(),
        VariantType => ClrShape.Of<EastVariant>(),
        _ => type.Kind switch
        {
            EastTypeKind.Null => ClrShape.Of<EastNull>(),
            EastTypeKind.Boolean => ClrShape.Of<bool>(),
            EastTypeKind.Integer => ClrShape.Of<long>(),
            EastTypeKind.Float => ClrShape.Of<double>(),
            EastTypeKind.String => ClrShape.Of<string>(),
            EastTypeKind.DateTime => ClrShape.Of<EastDateTime>(),
            EastTypeKind.Blob => ClrShape.Of<EastBlob>(),
            _ => ClrShape.Of<object>(),
        },
    };
}
