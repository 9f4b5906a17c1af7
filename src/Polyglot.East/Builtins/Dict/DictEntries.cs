namespace Polyglot.East;

/// <summary>Builtins on single entries of a Dict (spec 5).</summary>
internal static class DictEntries
{
    [Builtin("DictGenerate", "<K, V>(Integer, (Integer) -> K, (Integer) -> V, (V, V, K) -> V) -> Dict<K, V>")]
    public static EastDict<K, V> Generate<K, V>(BuiltinSite site, long count, Func<long, K> key, Func<long, V> value, Func<V, V, K, V> conflict)
    {
        var result = new EastDict<K, V>(site.Order<K>(0));
        for (var i = 0L; i < count; i++) result.Merge(key(i), value(i), conflict);
        return result;
    }

    [Builtin("DictSize", "<K, V>(Dict<K, V>) -> Integer")]
    public static long Size<K, V>(EastDict<K, V> dict) => dict.Count;

    [Builtin("DictHas", "<K, V>(Dict<K, V>, K) -> Boolean")]
    public static bool Has<K, V>(EastDict<K, V> dict, K key) => dict.ContainsKey(key);

    [Builtin("DictGet", "<K, V>(Dict<K, V>, K) -> V")]
    public static V Get<K, V>(BuiltinSite site, EastDict<K, V> dict, K key) =>
        dict.TryGetValue(key, out var value) ? value : throw NoKey(site, key);

    [Builtin("DictGetOrDefault", "<K, V>(Dict<K, V>, K, (K) -> V) -> V")]
    public static V GetOrDefault<K, V>(EastDict<K, V> dict, K key, Func<K, V> f) => dict.TryGetValue(key, out var value) ? value : f(key);

    [Builtin("DictTryGet", "<K, V>(Dict<K, V>, K) -> Option<V>")]
    public static EastVariant TryGet<K, V>(BuiltinSite site, EastDict<K, V> dict, K key) =>
        dict.TryGetValue(key, out var value) ? site.Option(1).Some(value) : site.Option(1).None;

    [Builtin("DictInsert", "<K, V>(Dict<K, V>, K, V) -> Null")]
    public static EastNull Insert<K, V>(BuiltinSite site, EastDict<K, V> dict, K key, V value)
    {
        site.EnsureResizable(dict);
        return dict.TryAdd(key, value) ? default(EastNull) : throw site.Fail(DictMessages.HasKey(site.Print(0, key)));
    }

    [Builtin("DictInsertOrUpdate", "<K, V>(Dict<K, V>, K, V, (V, V, K) -> V) -> Null")]
    public static EastNull InsertOrUpdate<K, V>(BuiltinSite site, EastDict<K, V> dict, K key, V value, Func<V, V, K, V> conflict)
    {
        site.EnsureResizable(dict);
        dict.Merge(key, value, conflict);
        return default;
    }

    [Builtin("DictGetOrInsert", "<K, V>(Dict<K, V>, K, (K) -> V) -> V")]
    public static V GetOrInsert<K, V>(BuiltinSite site, EastDict<K, V> dict, K key, Func<K, V> f)
    {
        site.EnsureResizable(dict);
        return dict.TryGetValue(key, out var value) ? value : dict[key] = f(key);
    }

    [Builtin("DictUpdate", "<K, V>(Dict<K, V>, K, V) -> Null")]
    public static EastNull Update<K, V>(BuiltinSite site, EastDict<K, V> dict, K key, V value)
    {
        Swap(site, dict, key, value);
        return default;
    }

    [Builtin("DictSwap", "<K, V>(Dict<K, V>, K, V) -> V")]
    public static V Swap<K, V>(BuiltinSite site, EastDict<K, V> dict, K key, V value)
    {
        site.EnsureChangeable(dict);
        if (!dict.Sorted.TryLocate(key, out var slot, out var old)) throw NoKey(site, key);
        dict.Sorted.Put(slot, key, value);
        return old;
    }

    [Builtin("DictMerge", "<K, V, V2>(Dict<K, V>, K, V2, (V, V2, K) -> V, (K) -> V) -> Null")]
    public static EastNull Merge<K, V, V2>(BuiltinSite site, EastDict<K, V> dict, K key, V2 value, Func<V, V2, K, V> f, Func<K, V> initial)
    {
        site.EnsureResizable(dict);
        dict.Merge(key, value, f, initial);
        return default;
    }

    [Builtin("DictDelete", "<K, V>(Dict<K, V>, K) -> Null")]
    public static EastNull Delete<K, V>(BuiltinSite site, EastDict<K, V> dict, K key)
    {
        site.EnsureResizable(dict);
        return dict.Remove(key) ? default(EastNull) : throw NoKey(site, key);
    }

    [Builtin("DictTryDelete", "<K, V>(Dict<K, V>, K) -> Boolean")]
    public static bool TryDelete<K, V>(BuiltinSite site, EastDict<K, V> dict, K key)
    {
        site.EnsureResizable(dict);
        return dict.Remove(key);
    }

    [Builtin("DictPop", "<K, V>(Dict<K, V>, K) -> V")]
    public static V Pop<K, V>(BuiltinSite site, EastDict<K, V> dict, K key)
    {
        site.EnsureResizable(dict);
        if (!dict.TryGetValue(key, out var value)) throw NoKey(site, key);
        dict.Remove(key);
        return value;
    }

    [Builtin("DictClear", "<K, V>(Dict<K, V>) -> Null")]
    public static EastNull Clear<K, V>(BuiltinSite site, EastDict<K, V> dict)
    {
        site.EnsureResizable(dict);
        dict.Clear();
        return default;
    }

    private static EastException NoKey<K>(BuiltinSite site, K key) => site.Fail(DictMessages.NoKey(site.Print(0, key)));
}
