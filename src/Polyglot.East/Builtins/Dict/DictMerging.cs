namespace Polyglot.East;

/// <summary>What all builtins that fill a Dict do with a key that is there already.</summary>
internal static class DictMerging
{
    /// <summary>Adds the value, or replaces the one that is there by <c>conflict(old, new, key)</c>.</summary>
    public static void Merge<K, V>(this EastDict<K, V> dict, K key, V value, Func<V, V, K, V> conflict)
    {
        if (dict.Sorted.TryLocate(key, out var slot, out var existing)) dict.Sorted.Put(slot, key, conflict(existing, value, key));
        else dict[key] = value;
    }

    /// <summary>Sets <c>f(existing or initial(key), value, key)</c>.</summary>
    public static void Merge<K, V, V2>(this EastDict<K, V> dict, K key, V2 value, Func<V, V2, K, V> f, Func<K, V> initial)
    {
        if (dict.Sorted.TryLocate(key, out var slot, out var existing)) dict.Sorted.Put(slot, key, f(existing, value, key));
        else dict[key] = f(initial(key), value, key);
    }
}
