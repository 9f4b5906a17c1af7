namespace Polyglot.East;

/// <summary>Identity of values (spec 1.5).</summary>
internal static class Identity
{
    /// <summary>For functions, which have no identity, an error of the builtin (quirk 30).</summary>
    [Builtin("Is", "<T>(T, T) -> Boolean")]
    public static bool Is<T>(BuiltinSite site, T x, T y) => EastIdentity.Relation<T>(site.Types[0])(x, y);
}
