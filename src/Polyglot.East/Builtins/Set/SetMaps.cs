namespace Polyglot.East;

/// <summary>Builtins that call a function for each key of a Set and collect what it returns (spec 5).</summary>
internal static class SetMaps
{
    [Builtin("SetForEach", "<K, T2>(Set<K>, (K) -> T2) -> Null", Locks = true)]
    public static EastNull ForEach<K, T2>(EastSet<K> set, Func<K, T2> f)
    {
        using var iteration = new SetIteration<K>(set);
        foreach (var (key, _) in set.Sorted) f(key);
        return default;
    }

    [Builtin("SetMap", "<K, T2>(Set<K>, (K) -> T2) -> Dict<K, T2>", Locks = true)]
    public static EastDict<K, T2> Map<K, T2>(EastSet<K> set, Func<K, T2> f)
    {
        using var iteration = new SetIteration<K>(set);
        var result = new EastDict<K, T2>(set.Sorted.Order);
        foreach (var (key, _) in set.Sorted) result.Sorted.Append(key, f(key));
        return result;
    }

    [Builtin("SetFilter", "<K>(Set<K>, (K) -> Boolean) -> Set<K>", Locks = true)]
    public static EastSet<K> Filter<K>(EastSet<K> set, Func<K, bool> f)
    {
        using var iteration = new SetIteration<K>(set);
        var result = new EastSet<K>(set.Sorted.Order);
        foreach (var (key, _) in set.Sorted)
            if (f(key)) result.Sorted.Append(key, default);
        return result;
    }

    [Builtin("SetFilterMap", "<K, V2>(Set<K>, (K) -> Option<V2>) -> Dict<K, V2>", Locks = true)]
    public static EastDict<K, V2> FilterMap<K, V2>(EastSet<K> set, Func<K, EastVariant> f)
    {
        using var iteration = new SetIteration<K>(set);
        var result = new EastDict<K, V2>(set.Sorted.Order);
        foreach (var (key, _) in set.Sorted)
            if (OptionValues.TryGet<V2>(f(key), out var value)) result.Sorted.Append(key, value);
        return result;
    }

    [Builtin("SetToArray", "<K, T2>(Set<K>, (K) -> T2) -> Array<T2>", Locks = true)]
    public static EastArray<T2> ToArray<K, T2>(EastSet<K> set, Func<K, T2> f)
    {
        using var iteration = new SetIteration<K>(set);
        var result = EastArray.WithCapacity<T2>(set.Count);
        foreach (var (key, _) in set.Sorted) result.Add(f(key));
        return result;
    }

    [Builtin("SetToSet", "<K, K2>(Set<K>, (K) -> K2) -> Set<K2>", Locks = true)]
    public static EastSet<K2> ToSet<K, K2>(BuiltinSite site, EastSet<K> set, Func<K, K2> f)
    {
        using var iteration = new SetIteration<K>(set);
        var result = new EastSet<K2>(site.Order<K2>(1));
        foreach (var (key, _) in set.Sorted) result.Add(f(key));
        return result;
    }

    [Builtin("SetToDict", "<K, K2, T2>(Set<K>, (K) -> K2, (K) -> T2, (T2, T2, K2) -> T2) -> Dict<K2, T2>", Locks = true)]
    public static EastDict<K2, T2> ToDict<K, K2, T2>(
        BuiltinSite site, EastSet<K> set, Func<K, K2> key, Func<K, T2> value, Func<T2, T2, K2, T2> conflict)
    {
        using var iteration = new SetIteration<K>(set);
        var result = new EastDict<K2, T2>(site.Order<K2>(1));
        foreach (var (k, _) in set.Sorted) result.Merge(key(k), value(k), conflict);
        return result;
    }

    [Builtin("SetFlattenToArray", "<K, T2>(Set<K>, (K) -> Array<T2>) -> Array<T2>", Locks = true)]
    public static EastArray<T2> FlattenToArray<K, T2>(EastSet<K> set, Func<K, EastArray<T2>> f)
    {
        using var iteration = new SetIteration<K>(set);
        var result = new EastArray<T2>();
        foreach (var (key, _) in set.Sorted) result.AddRange(f(key).Span);
        return result;
    }

    [Builtin("SetFlattenToSet", "<K, K2>(Set<K>, (K) -> Set<K2>) -> Set<K2>", Locks = true)]
    public static EastSet<K2> FlattenToSet<K, K2>(BuiltinSite site, EastSet<K> set, Func<K, EastSet<K2>> f)
    {
        using var iteration = new SetIteration<K>(set);
        var result = new EastSet<K2>(site.Order<K2>(1));
        foreach (var (key, _) in set.Sorted)
            foreach (var (inner, _) in f(key).Sorted) result.Add(inner);
        return result;
    }

    [Builtin("SetFlattenToDict", "<K, K2, T2>(Set<K>, (K) -> Dict<K2, T2>, (T2, T2, K2) -> T2) -> Dict<K2, T2>", Locks = true)]
    public static EastDict<K2, T2> FlattenToDict<K, K2, T2>(
        BuiltinSite site, EastSet<K> set, Func<K, EastDict<K2, T2>> f, Func<T2, T2, K2, T2> conflict)
    {
        using var iteration = new SetIteration<K>(set);
        var result = new EastDict<K2, T2>(site.Order<K2>(1));
        foreach (var (key, _) in set.Sorted)
            foreach (var (innerKey, innerValue) in f(key).Sorted) result.Merge(innerKey, innerValue, conflict);
        return result;
    }
}
