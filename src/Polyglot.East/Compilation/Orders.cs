namespace Polyglot.East;

/// <summary>The order of a type as an object of the type's own comparer, for code that is written without knowing the CLR type.</summary>
internal static class Orders
{
    /// <summary>An <c>IComparer</c> of the CLR type that holds the values.</summary>
    public static object Of(EastType type) => TypeNode.Of(type).Held.Accept(new Visitor(type));

    private sealed class Visitor(EastType type) : IClrVisitor<object>
    {
        public object Visit<T>() => EastOrder.Comparer<T>(type);
    }
}
