namespace Polyglot.East;

/// <summary>Builtins that make an Array by calling a function for each element (spec 5).</summary>
internal static class ArrayMaps
{
    [Builtin("ArrayMap", "<T, T2>(Array<T>, (T, Integer) -> T2) -> Array<T2>", Locks = true)]
    public static EastArray<T2> Map<T, T2>(EastArray<T> array, Func<T, long, T2> f)
    {
        using var locked = new ArrayLock<T>(array);
        var items = new T2[array.Count];
        for (var i = 0; i < items.Length; i++) items[i] = f(array[i], i);
        return EastArray.Wrap(items);
    }

    [Builtin("ArrayFilter", "<T>(Array<T>, (T, Integer) -> Boolean) -> Array<T>", Locks = true)]
    public static EastArray<T> Filter<T>(EastArray<T> array, Func<T, long, bool> f)
    {
        using var locked = new ArrayLock<T>(array);
        var result = new EastArray<T>();
        for (var i = 0; i < array.Count; i++)
            if (array[i] is var item && f(item, i)) result.Add(item);
        return result;
    }

    [Builtin("ArrayFilterMap", "<T, T2>(Array<T>, (T, Integer) -> Option<T2>) -> Array<T2>", Locks = true)]
    public static EastArray<T2> FilterMap<T, T2>(EastArray<T> array, Func<T, long, EastVariant> f)
    {
        using var locked = new ArrayLock<T>(array);
        var result = new EastArray<T2>();
        for (var i = 0; i < array.Count; i++)
            if (OptionValues.TryGet<T2>(f(array[i], i), out var value)) result.Add(value);
        return result;
    }

    /// <summary>The function gets the index, which its type promises (quirk 28). Not locked.</summary>
    [Builtin("ArrayFlattenToArray", "<T, T2>(Array<T>, (T, Integer) -> Array<T2>) -> Array<T2>")]
    public static EastArray<T2> FlattenToArray<T, T2>(BuiltinSite site, EastArray<T> array, Func<T, long, EastArray<T2>> f)
    {
        var result = new EastArray<T2>();
        for (var i = 0; i < array.Count; i++)
        {
            var part = f(array[i], i);
            site.EnsureRoom<T2>((long)result.Count + part.Count);
            result.AddRange(part.Span);
        }
        return result;
    }
}
