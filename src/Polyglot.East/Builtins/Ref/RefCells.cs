namespace Polyglot.East;

/// <summary>Mutable cells (spec 5).</summary>
internal static class RefCells
{
    [Builtin("RefGet", "<T>(Ref<T>) -> T", IsInfallible = true)]
    public static T Get<T>(EastRef<T> cell) => cell.Value;

    [Builtin("RefUpdate", "<T>(Ref<T>, T) -> Null")]
    public static EastNull Update<T>(BuiltinSite site, EastRef<T> cell, T value)
    {
        site.EnsureChangeable(cell);
        cell.Value = value;
        return default;
    }

    [Builtin("RefMerge", "<T, T2>(Ref<T>, T2, (T, T2) -> T) -> Null")]
    public static EastNull Merge<T, T2>(BuiltinSite site, EastRef<T> cell, T2 value, Func<T, T2, T> f)
    {
        site.EnsureChangeable(cell);
        cell.Value = f(cell.Value, value);
        return default;
    }
}
