namespace Polyglot.East;

/// <summary>What all builtins that fill a Dict do with a key that is there already.</summary>
internal static class DictMerging
{
    /// <summary>Adds the value, or replaces the one that is there by <c>conflict(old, new, key)</c>.</summary>
    public static void Merge<K, V>(this EastDict<K, V> dict, K key, V value, Func<V, V, K, V> conflict) =>
        dict[key] = dict.TryGetValue(key, out var existing) ? conflict(existing, value, key) : value;
}
