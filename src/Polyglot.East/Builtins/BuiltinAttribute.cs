namespace Polyglot.East;

/// <summary>
/// Marks the method that is a builtin (spec 5). The method is static; its generic parameters are the type parameters of the builtin in
/// order; its parameters are an optional <see cref="BuiltinSite"/>, then the arguments as <see cref="ClrTypes"/> says, with callbacks as
/// <c>Func</c> delegates.
/// </summary>
/// <param name="name">The name in programs, such as <c>ArrayMap</c>.</param>
/// <param name="signature">Such as <c>&lt;T, T2&gt;(Array&lt;T&gt;, (T, Integer) -> T2) -> Array&lt;T2&gt;</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BuiltinAttribute(string name, string signature) : Attribute
{
    public string Name => name;

    public string Signature => signature;

    /// <summary>The builtin locks what it iterates (marked L in the specification). Said for readers; the method does it.</summary>
    public bool Locks { get; init; }

    /// <summary>It never fails, whatever its arguments, and calls nothing: callers need not note where they are.</summary>
    public bool IsInfallible { get; init; }
}
