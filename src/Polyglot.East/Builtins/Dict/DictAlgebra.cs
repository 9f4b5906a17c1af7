namespace Polyglot.East;

/// <summary>Builtins on whole Dicts and on two of them (spec 5).</summary>
internal static class DictAlgebra
{
    [Builtin("DictCopy", "<K, V>(Dict<K, V>) -> Dict<K, V>")]
    public static EastDict<K, V> Copy<K, V>(EastDict<K, V> dict) => new(dict.Sorted.Copy());

    [Builtin("DictKeys", "<K, V>(Dict<K, V>) -> Set<K>")]
    public static EastSet<K> Keys<K, V>(EastDict<K, V> dict)
    {
        var result = new EastSet<K>(dict.Sorted.Order);
        foreach (var (key, _) in dict.Sorted) result.Sorted.Append(key, default);
        return result;
    }

    [Builtin("DictGetKeys", "<K, V>(Dict<K, V>, Set<K>, (K) -> V) -> Dict<K, V>")]
    public static EastDict<K, V> GetKeys<K, V>(EastDict<K, V> dict, EastSet<K> keys, Func<K, V> f)
    {
        var result = new EastDict<K, V>(dict.Sorted.Order);
        foreach (var (key, _) in keys.Sorted) result.Sorted.Append(key, dict.TryGetValue(key, out var value) ? value : f(key));
        return result;
    }

    [Builtin("DictUnionInPlace", "<K, V>(Dict<K, V>, Dict<K, V>, (V, V, K) -> V) -> Null")]
    public static EastNull UnionInPlace<K, V>(BuiltinSite site, EastDict<K, V> dict, EastDict<K, V> other, Func<V, V, K, V> conflict)
    {
        site.EnsureResizable(dict);
        foreach (var (key, value) in other.Sorted) dict.Merge(key, value, conflict);
        return default;
    }

    [Builtin("DictMergeAll", "<K, V, V2>(Dict<K, V>, Dict<K, V2>, (V, V2, K) -> V, (K) -> V) -> Null")]
    public static EastNull MergeAll<K, V, V2>(BuiltinSite site, EastDict<K, V> dict, EastDict<K, V2> other, Func<V, V2, K, V> f, Func<K, V> initial)
    {
        site.EnsureResizable(dict);
        foreach (var (key, value) in other.Sorted) dict.Merge(key, value, f, initial);
        return default;
    }
}
