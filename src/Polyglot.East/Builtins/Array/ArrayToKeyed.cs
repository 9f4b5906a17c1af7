namespace Polyglot.East;

/// <summary>Sets and Dicts made from the elements of an Array (spec 5).</summary>
internal static class ArrayToKeyed
{
    [Builtin("ArrayToSet", "<T, K2>(Array<T>, (T, Integer) -> K2) -> Set<K2>", Locks = true)]
    public static EastSet<K2> ToSet<T, K2>(BuiltinSite site, EastArray<T> array, Func<T, long, K2> f)
    {
        using var locked = new ArrayLock<T>(array);
        var result = new EastSet<K2>(site.Order<K2>(1));
        for (var i = 0; i < array.Count; i++) result.Add(f(array[i], i));
        return result;
    }

    /// <summary>Of elements with the same key, <paramref name="conflict"/> gets what is there, what is new, and the key.</summary>
    [Builtin("ArrayToDict", "<T, K2, T2>(Array<T>, (T, Integer) -> K2, (T, Integer) -> T2, (T2, T2, K2) -> T2) -> Dict<K2, T2>", Locks = true)]
    public static EastDict<K2, T2> ToDict<T, K2, T2>(
        BuiltinSite site, EastArray<T> array, Func<T, long, K2> key, Func<T, long, T2> value, Func<T2, T2, K2, T2> conflict)
    {
        using var locked = new ArrayLock<T>(array);
        var result = new EastDict<K2, T2>(site.Order<K2>(1));
        for (var i = 0; i < array.Count; i++)
        {
            var (k, v) = (key(array[i], i), value(array[i], i));
            result.Merge(k, v, conflict);
        }
        return result;
    }

    /// <summary>The function gets the index, which its type promises (quirk 28).</summary>
    [Builtin("ArrayFlattenToSet", "<T, K2>(Array<T>, (T, Integer) -> Set<K2>) -> Set<K2>", Locks = true)]
    public static EastSet<K2> FlattenToSet<T, K2>(BuiltinSite site, EastArray<T> array, Func<T, long, EastSet<K2>> f)
    {
        using var locked = new ArrayLock<T>(array);
        var result = new EastSet<K2>(site.Order<K2>(1));
        for (var i = 0; i < array.Count; i++)
            foreach (var key in f(array[i], i)) result.Add(key);
        return result;
    }

    /// <summary>The function gets the index, which its type promises (quirk 28).</summary>
    [Builtin("ArrayFlattenToDict", "<T, K2, T2>(Array<T>, (T, Integer) -> Dict<K2, T2>, (T2, T2, K2) -> T2) -> Dict<K2, T2>", Locks = true)]
    public static EastDict<K2, T2> FlattenToDict<T, K2, T2>(
        BuiltinSite site, EastArray<T> array, Func<T, long, EastDict<K2, T2>> f, Func<T2, T2, K2, T2> conflict)
    {
        using var locked = new ArrayLock<T>(array);
        var result = new EastDict<K2, T2>(site.Order<K2>(1));
        for (var i = 0; i < array.Count; i++)
            foreach (var (k, v) in f(array[i], i))
                result.Merge(k, v, conflict);
        return result;
    }

    /// <summary>For each key, its elements folded in order, from what <paramref name="initial"/> gives for the key.</summary>
    [Builtin("ArrayGroupFold", "<T, K2, T2>(Array<T>, (T, Integer) -> K2, (K2) -> T2, (T2, T, Integer) -> T2) -> Dict<K2, T2>", Locks = true)]
    public static EastDict<K2, T2> GroupFold<T, K2, T2>(
        BuiltinSite site, EastArray<T> array, Func<T, long, K2> key, Func<K2, T2> initial, Func<T2, T, long, T2> fold)
    {
        using var locked = new ArrayLock<T>(array);
        var result = new EastDict<K2, T2>(site.Order<K2>(1));
        for (var i = 0; i < array.Count; i++)
        {
            var k = key(array[i], i);
            result[k] = fold(result.TryGetValue(k, out var known) ? known : initial(k), array[i], i);
        }
        return result;
    }
}
