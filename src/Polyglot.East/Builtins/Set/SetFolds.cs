namespace Polyglot.East;

/// <summary>Builtins that make one value, or one value a group, of the keys of a Set (spec 5).</summary>
internal static class SetFolds
{
    [Builtin("SetFirstMap", "<K, T2>(Set<K>, (K) -> Option<T2>) -> Option<T2>", Locks = true)]
    public static EastVariant FirstMap<K, T2>(BuiltinSite site, EastSet<K> set, Func<K, EastVariant> f)
    {
        using var iteration = new SetIteration<K>(set);
        foreach (var (key, _) in set.Sorted)
            if (f(key) is { Case: "some" } found) return found;
        return site.Option(1).None;
    }

    [Builtin("SetMapReduce", "<K, T2>(Set<K>, (K) -> T2, (T2, T2) -> T2) -> T2", Locks = true)]
    public static T2 MapReduce<K, T2>(BuiltinSite site, EastSet<K> set, Func<K, T2> map, Func<T2, T2, T2> reduce)
    {
        using var iteration = new SetIteration<K>(set);
        var keys = set.Sorted.GetEnumerator();
        if (!keys.MoveNext()) throw site.Fail(SetMessages.ReduceEmpty);
        var result = map(keys.Current.Key);
        while (keys.MoveNext()) result = reduce(result, map(keys.Current.Key));
        return result;
    }

    [Builtin("SetReduce", "<K, T2>(Set<K>, (T2, K) -> T2, T2) -> T2", Locks = true)]
    public static T2 Reduce<K, T2>(EastSet<K> set, Func<T2, K, T2> f, T2 initial)
    {
        using var iteration = new SetIteration<K>(set);
        var result = initial;
        foreach (var (key, _) in set.Sorted) result = f(result, key);
        return result;
    }

    [Builtin("SetGroupFold", "<K, K2, T2>(Set<K>, (K) -> K2, (K2) -> T2, (T2, K) -> T2) -> Dict<K2, T2>", Locks = true)]
    public static EastDict<K2, T2> GroupFold<K, K2, T2>(
        BuiltinSite site, EastSet<K> set, Func<K, K2> key, Func<K2, T2> initial, Func<T2, K, T2> fold)
    {
        using var iteration = new SetIteration<K>(set);
        var result = new EastDict<K2, T2>(site.Order<K2>(1));
        foreach (var (k, _) in set.Sorted)
        {
            var group = key(k);
            if (result.Sorted.TryLocate(group, out var slot, out var folded)) result.Sorted.Put(slot, group, fold(folded, k));
            else result[group] = fold(initial(group), k);
        }
        return result;
    }
}
