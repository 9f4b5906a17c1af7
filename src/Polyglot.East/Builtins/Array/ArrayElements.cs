namespace Polyglot.East;

/// <summary>Reading and overwriting single elements of Arrays (spec 5).</summary>
internal static class ArrayElements
{
    [Builtin("ArraySize", "<T>(Array<T>) -> Integer")]
    public static long Size<T>(EastArray<T> array) => array.Count;

    [Builtin("ArrayHas", "<T>(Array<T>, Integer) -> Boolean")]
    public static bool Has<T>(EastArray<T> array, long index) => (ulong)index < (ulong)array.Count;

    [Builtin("ArrayGet", "<T>(Array<T>, Integer) -> T")]
    public static T Get<T>(BuiltinSite site, EastArray<T> array, long index) =>
        Has(array, index) ? array[(int)index] : throw site.Fail(ArrayMessages.OutOfBounds(index));
}
