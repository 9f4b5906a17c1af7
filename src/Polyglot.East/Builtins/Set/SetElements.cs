namespace Polyglot.East;

/// <summary>Builtins on single keys of a Set (spec 5).</summary>
internal static class SetElements
{
    [Builtin("SetGenerate", "<K>(Integer, (Integer) -> K, (K) -> Null) -> Set<K>")]
    public static EastSet<K> Generate<K>(BuiltinSite site, long count, Func<long, K> key, Func<K, EastNull> onConflict)
    {
        var result = new EastSet<K>(site.Order<K>(0));
        for (var i = 0L; i < count; i++)
        {
            var k = key(i);
            if (!result.Add(k)) onConflict(k);
        }
        return result;
    }

    [Builtin("SetSize", "<K>(Set<K>) -> Integer")]
    public static long Size<K>(EastSet<K> set) => set.Count;

    [Builtin("SetHas", "<K>(Set<K>, K) -> Boolean")]
    public static bool Has<K>(EastSet<K> set, K key) => set.Contains(key);

    [Builtin("SetInsert", "<K>(Set<K>, K) -> Null")]
    public static EastNull Insert<K>(BuiltinSite site, EastSet<K> set, K key)
    {
        site.EnsureResizable(set);
        return set.Add(key) ? default(EastNull) : throw site.Fail(SetMessages.HasKey(site.Print(0, key)));
    }

    [Builtin("SetTryInsert", "<K>(Set<K>, K) -> Boolean")]
    public static bool TryInsert<K>(BuiltinSite site, EastSet<K> set, K key)
    {
        site.EnsureResizable(set);
        return set.Add(key);
    }

    [Builtin("SetDelete", "<K>(Set<K>, K) -> Null")]
    public static EastNull Delete<K>(BuiltinSite site, EastSet<K> set, K key)
    {
        site.EnsureResizable(set);
        return set.Remove(key) ? default(EastNull) : throw site.Fail(SetMessages.NoKey(site.Print(0, key)));
    }

    [Builtin("SetTryDelete", "<K>(Set<K>, K) -> Boolean")]
    public static bool TryDelete<K>(BuiltinSite site, EastSet<K> set, K key)
    {
        site.EnsureResizable(set);
        return set.Remove(key);
    }

    [Builtin("SetClear", "<K>(Set<K>) -> Null")]
    public static EastNull Clear<K>(BuiltinSite site, EastSet<K> set)
    {
        site.EnsureResizable(set);
        set.Clear();
        return default;
    }

    [Builtin("SetCopy", "<K>(Set<K>) -> Set<K>")]
    public static EastSet<K> Copy<K>(EastSet<K> set) => new(set.Sorted.Copy());
}
