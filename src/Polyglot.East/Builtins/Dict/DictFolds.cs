namespace Polyglot.East;

/// <summary>Builtins that make one value, or one value a group, of the entries of a Dict (spec 5).</summary>
internal static class DictFolds
{
    [Builtin("DictFirstMap", "<K, V, T2>(Dict<K, V>, (V, K) -> Option<T2>) -> Option<T2>", Locks = true)]
    public static EastVariant FirstMap<K, V, T2>(BuiltinSite site, EastDict<K, V> dict, Func<V, K, EastVariant> f)
    {
        using var iteration = new DictIteration<K, V>(dict);
        foreach (var (key, value) in dict.Sorted)
            if (f(value, key) is { Case: "some" } found) return found;
        return site.Option(2).None;
    }

    [Builtin("DictMapReduce", "<K, V, T2>(Dict<K, V>, (V, K) -> T2, (T2, T2) -> T2) -> T2", Locks = true)]
    public static T2 MapReduce<K, V, T2>(BuiltinSite site, EastDict<K, V> dict, Func<V, K, T2> map, Func<T2, T2, T2> reduce)
    {
        using var iteration = new DictIteration<K, V>(dict);
        var entries = dict.Sorted.GetEnumerator();
        if (!entries.MoveNext()) throw site.Fail(DictMessages.ReduceEmpty);
        var result = map(entries.Current.Value, entries.Current.Key);
        while (entries.MoveNext()) result = reduce(result, map(entries.Current.Value, entries.Current.Key));
        return result;
    }

    [Builtin("DictReduce", "<K, V, T2>(Dict<K, V>, (T2, V, K) -> T2, T2) -> T2", Locks = true)]
    public static T2 Reduce<K, V, T2>(EastDict<K, V> dict, Func<T2, V, K, T2> f, T2 initial)
    {
        using var iteration = new DictIteration<K, V>(dict);
        var result = initial;
        foreach (var (key, value) in dict.Sorted) result = f(result, value, key);
        return result;
    }

    [Builtin("DictGroupFold", "<K, V, K2, T2>(Dict<K, V>, (V, K) -> K2, (K2) -> T2, (T2, V, K) -> T2) -> Dict<K2, T2>", Locks = true)]
    public static EastDict<K2, T2> GroupFold<K, V, K2, T2>(
        BuiltinSite site, EastDict<K, V> dict, Func<V, K, K2> key, Func<K2, T2> initial, Func<T2, V, K, T2> fold)
    {
        using var iteration = new DictIteration<K, V>(dict);
        var result = new EastDict<K2, T2>(site.Order<K2>(2));
        foreach (var (k, v) in dict.Sorted)
        {
            var group = key(v, k);
            if (result.Sorted.TryLocate(group, out var slot, out var folded)) result.Sorted.Put(slot, group, fold(folded, v, k));
            else result[group] = fold(initial(group), v, k);
        }
        return result;
    }
}
