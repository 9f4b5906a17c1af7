namespace Polyglot.East;

/// <summary>Deep equality and the total order (spec 1.5).</summary>
internal static class Comparisons
{
    [Builtin("Equal", "<T>(T, T) -> Boolean")]
    public static bool Equal<T>(BuiltinSite site, T x, T y) => site.Order<T>(0).Compare(x, y) == 0;

    [Builtin("NotEqual", "<T>(T, T) -> Boolean")]
    public static bool NotEqual<T>(BuiltinSite site, T x, T y) => site.Order<T>(0).Compare(x, y) != 0;

    [Builtin("Less", "<T>(T, T) -> Boolean")]
    public static bool Less<T>(BuiltinSite site, T x, T y) => site.Order<T>(0).Compare(x, y) < 0;

    [Builtin("LessEqual", "<T>(T, T) -> Boolean")]
    public static bool LessEqual<T>(BuiltinSite site, T x, T y) => site.Order<T>(0).Compare(x, y) <= 0;

    [Builtin("Greater", "<T>(T, T) -> Boolean")]
    public static bool Greater<T>(BuiltinSite site, T x, T y) => site.Order<T>(0).Compare(x, y) > 0;

    [Builtin("GreaterEqual", "<T>(T, T) -> Boolean")]
    public static bool GreaterEqual<T>(BuiltinSite site, T x, T y) => site.Order<T>(0).Compare(x, y) >= 0;
}
