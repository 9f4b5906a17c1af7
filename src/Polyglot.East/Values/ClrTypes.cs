using System.Linq.Expressions;

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
/// <item><term>Function, AsyncFunction</term><description><see cref="EastFunction"/></description></item>
/// <item><term>Never</term><description><see cref="object"/></description></item>
/// </list>
/// One exception: a container that a back-reference inside it points at would have a CLR type that contains itself. Wherever such a
/// container is held (in a variable, a parameter, a part of another value) it is held as <see cref="object"/>, so that
/// <c>Array (Recursive 1)</c> is an <c>EastArray&lt;object&gt;</c> held as an object, and the same type unfolded once, an Array of it,
/// is an <c>EastArray&lt;object&gt;</c> held as what it is. So folding, unfolding and conversion to a supertype never change an object.
/// No value is a CLR null.
/// </summary>
public static class ClrTypes
{
    /// <summary>The CLR type of variables, parameters and parts of an East type.</summary>
    /// <param name="type">A closed type.</param>
    /// <exception cref="ArgumentException">The type is open.</exception>
    public static Type Of(EastType type) => TypeNode.Of(type).Held.Type;

    /// <summary>The CLR class of the values themselves: <see cref="Of"/>, except that containers held as objects are called by their class.</summary>
    /// <param name="type">A closed type.</param>
    /// <exception cref="ArgumentException">The type is open.</exception>
    public static Type ClassOf(EastType type) => TypeNode.Of(type).Class.Type;

    /// <summary>
    /// The delegate that <see cref="EastFunction{TDelegate}"/> calls for a function type: a <c>Func</c> over the CLR types of the inputs and
    /// the output, asynchronous or not; beyond 16 inputs a delegate type made for the purpose.
    /// </summary>
    /// <param name="type">A closed type.</param>
    /// <exception cref="ArgumentException">The type is open.</exception>
    public static Type DelegateOf(FunctionType type) =>
        Expression.GetDelegateType([.. TypeNode.Of(type).Parts.Select(part => part.Held.Type)]);

    internal static ClrShape ClassOf(TypeNode node) => node.Type.Kind switch
    {
        EastTypeKind.Ref => node.Parts[0].Held.RefOf(),
        EastTypeKind.Array => node.Parts[0].Held.ArrayOf(),
        EastTypeKind.Set => node.Parts[0].Held.SetOf(),
        EastTypeKind.Dict => node.Parts[0].Held.DictTo(node.Parts[1].Held),
        EastTypeKind.Struct => ClrShape.Of<EastStruct>(),
        EastTypeKind.Variant => ClrShape.Of<EastVariant>(),
        EastTypeKind.Function or EastTypeKind.AsyncFunction => ClrShape.Of<EastFunction>(),
        EastTypeKind.Null => ClrShape.Of<EastNull>(),
        EastTypeKind.Boolean => ClrShape.Of<bool>(),
        EastTypeKind.Integer => ClrShape.Of<long>(),
        EastTypeKind.Float => ClrShape.Of<double>(),
        EastTypeKind.String => ClrShape.Of<string>(),
        EastTypeKind.DateTime => ClrShape.Of<EastDateTime>(),
        EastTypeKind.Blob => ClrShape.Of<EastBlob>(),
        _ => ClrShape.Of<object>(),
    };
}
