namespace Polyglot.East;

/// <summary>Builtins that call a function for each entry of a Dict and collect what it returns (spec 5).</summary>
internal static class DictMaps
{
    [Builtin("DictForEach", "<K, V, T2>(Dict<K, V>, (V, K) -> T2) -> Null", Locks = true)]
    public static EastNull ForEach<K, V, T2>(EastDict<K, V> dict, Func<V, K, T2> f)
    {
        using var iteration = new DictIteration<K, V>(dict);
        foreach (var (key, value) in dict.Sorted) f(value, key);
        return default;
    }

    [Builtin("DictMap", "<K, V, V2>(Dict<K, V>, (V, K) -> V2) -> Dict<K, V2>", Locks = true)]
    public static EastDict<K, V2> Map<K, V, V2>(EastDict<K, V> dict, Func<V, K, V2> f)
    {
        using var iteration = new DictIteration<K, V>(dict);
        var result = new EastDict<K, V2>(dict.Sorted.Order);
        foreach (var (key, value) in dict.Sorted) result.Sorted.Append(key, f(value, key));
        return result;
    }

    [Builtin("DictFilter", "<K, V>(Dict<K, V>, (V, K) -> Boolean) -> Dict<K, V>", Locks = true)]
    public static EastDict<K, V> Filter<K, V>(EastDict<K, V> dict, Func<V, K, bool> f)
    {
        using var iteration = new DictIteration<K, V>(dict);
        var result = new EastDict<K, V>(dict.Sorted.Order);
        foreach (var (key, value) in dict.Sorted)
            if (f(value, key)) result.Sorted.Append(key, value);
        return result;
    }

    [Builtin("DictFilterMap", "<K, V, V2>(Dict<K, V>, (V, K) -> Option<V2>) -> Dict<K, V2>", Locks = true)]
    public static EastDict<K, V2> FilterMap<K, V, V2>(EastDict<K, V> dict, Func<V, K, EastVariant> f)
    {
        using var iteration = new DictIteration<K, V>(dict);
        var result = new EastDict<K, V2>(dict.Sorted.Order);
        foreach (var (key, value) in dict.Sorted)
            if (OptionValues.TryGet<V2>(f(value, key), out var kept)) result.Sorted.Append(key, kept);
        return result;
    }

    [Builtin("DictToArray", "<K, V, T2>(Dict<K, V>, (V, K) -> T2) -> Array<T2>", Locks = true)]
    public static EastArray<T2> ToArray<K, V, T2>(EastDict<K, V> dict, Func<V, K, T2> f)
    {
        using var iteration = new DictIteration<K, V>(dict);
        var result = EastArray.WithCapacity<T2>(dict.Count);
        foreach (var (key, value) in dict.Sorted) result.Add(f(value, key));
        return result;
    }

    [Builtin("DictToSet", "<K, V, K2>(Dict<K, V>, (V, K) -> K2) -> Set<K2>", Locks = true)]
    public static EastSet<K2> ToSet<K, V, K2>(BuiltinSite site, EastDict<K, V> dict, Func<V, K, K2> f)
    {
        using var iteration = new DictIteration<K, V>(dict);
        var result = new EastSet<K2>(site.Order<K2>(2));
        foreach (var (key, value) in dict.Sorted) result.Add(f(value, key));
        return result;
    }

    [Builtin("DictToDict", "<K, V, K2, V2>(Dict<K, V>, (V, K) -> K2, (V, K) -> V2, (V2, V2, K2) -> V2) -> Dict<K2, V2>", Locks = true)]
    public static EastDict<K2, V2> ToDict<K, V, K2, V2>(
        BuiltinSite site, EastDict<K, V> dict, Func<V, K, K2> key, Func<V, K, V2> value, Func<V2, V2, K2, V2> conflict)
    {
        using var iteration = new DictIteration<K, V>(dict);
        var result = new EastDict<K2, V2>(site.Order<K2>(2));
        foreach (var (k, v) in dict.Sorted) result.Merge(key(v, k), value(v, k), conflict);
        return result;
    }

    [Builtin("DictFlattenToArray", "<K, V, T2>(Dict<K, V>, (V, K) -> Array<T2>) -> Array<T2>", Locks = true)]
    public static EastArray<T2> FlattenToArray<K, V, T2>(EastDict<K, V> dict, Func<V, K, EastArray<T2>> f)
    {
        using var iteration = new DictIteration<K, V>(dict);
        var result = new EastArray<T2>();
        foreach (var (key, value) in dict.Sorted) result.AddRange(f(value, key).Span);
        return result;
    }

    [Builtin("DictFlattenToSet", "<K, V, K2>(Dict<K, V>, (V, K) -> Set<K2>) -> Set<K2>", Locks = true)]
    public static EastSet<K2> FlattenToSet<K, V, K2>(BuiltinSite site, EastDict<K, V> dict, Func<V, K, EastSet<K2>> f)
    {
        using var iteration = new DictIteration<K, V>(dict);
        var result = new EastSet<K2>(site.Order<K2>(2));
        foreach (var (key, value) in dict.Sorted)
            foreach (var (inner, _) in f(value, key).Sorted) result.Add(inner);
        return result;
    }

    [Builtin("DictFlattenToDict", "<K, V, K2, V2>(Dict<K, V>, (V, K) -> Dict<K2, V2>, (V2, V2, K2) -> V2) -> Dict<K2, V2>", Locks = true)]
    public static EastDict<K2, V2> FlattenToDict<K, V, K2, V2>(
        BuiltinSite site, EastDict<K, V> dict, Func<V, K, EastDict<K2, V2>> f, Func<V2, V2, K2, V2> conflict)
    {
        using var iteration = new DictIteration<K, V>(dict);
        var result = new EastDict<K2, V2>(site.Order<K2>(2));
        foreach (var (key, value) in dict.Sorted)
            foreach (var (innerKey, innerValue) in f(value, key).Sorted) result.Merge(innerKey, innerValue, conflict);
        return result;
    }
}
