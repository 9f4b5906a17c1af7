namespace Polyglot.East;

/// <summary>Builtins that visit the elements of an Array in order, to one result or none (spec 5).</summary>
internal static class ArrayFolds
{
    [Builtin("ArrayForEach", "<T, T2>(Array<T>, (T, Integer) -> T2) -> Null", Locks = true)]
    public static EastNull ForEach<T, T2>(EastArray<T> array, Func<T, long, T2> f)
    {
        using var locked = new ArrayLock<T>(array);
        for (var i = 0; i < array.Count; i++) f(array[i], i);
        return default;
    }

    [Builtin("ArrayFold", "<T, T2>(Array<T>, T2, (T2, T, Integer) -> T2) -> T2", Locks = true)]
    public static T2 Fold<T, T2>(EastArray<T> array, T2 initial, Func<T2, T, long, T2> f)
    {
        using var locked = new ArrayLock<T>(array);
        var result = initial;
        for (var i = 0; i < array.Count; i++) result = f(result, array[i], i);
        return result;
    }

    [Builtin("ArrayMapReduce", "<T, T2>(Array<T>, (T, Integer) -> T2, (T2, T2) -> T2) -> T2", Locks = true)]
    public static T2 MapReduce<T, T2>(BuiltinSite site, EastArray<T> array, Func<T, long, T2> map, Func<T2, T2, T2> reduce)
    {
        if (array.Count == 0) throw site.Fail(ArrayMessages.ReduceEmpty);
        using var locked = new ArrayLock<T>(array);
        var result = map(array[0], 0);
        for (var i = 1; i < array.Count; i++) result = reduce(result, map(array[i], i));
        return result;
    }

    /// <summary>The index of the first element of which the function gives the value.</summary>
    [Builtin("ArrayFindFirst", "<T, T2>(Array<T>, T2, (T) -> T2) -> Option<Integer>", Locks = true)]
    public static EastVariant FindFirst<T, T2>(BuiltinSite site, EastArray<T> array, T2 value, Func<T, T2> f)
    {
        using var locked = new ArrayLock<T>(array);
        for (var i = 0; i < array.Count; i++)
            if (site.Equal(1, f(array[i]), value)) return Index.Some((long)i);
        return Index.None;
    }

    [Builtin("ArrayFirstMap", "<T, T2>(Array<T>, (T, Integer) -> Option<T2>) -> Option<T2>", Locks = true)]
    public static EastVariant FirstMap<T, T2>(BuiltinSite site, EastArray<T> array, Func<T, long, EastVariant> f)
    {
        using var locked = new ArrayLock<T>(array);
        for (var i = 0; i < array.Count; i++)
            if (f(array[i], i) is { Case: "some" } some) return some;
        return site.Option(1).None;
    }

    private static readonly OptionValues Index = new(EastType.Integer);
}
