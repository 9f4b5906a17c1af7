namespace Polyglot.East;

/// <summary>Finds keys among sorted ones. The usual key types are compared in place, not through the comparer.</summary>
internal static class KeySearch
{
    /// <summary>The index of a key, or the complement of where it belongs.</summary>
    public static int Find<TKey>(TKey[] keys, int count, TKey key, IComparer<TKey> order)
    {
        if (typeof(TKey) == typeof(long)) return FindInteger((long[])(object)keys, count, (long)(object)key!);
        if (order is StringOrder) return FindText((string[])(object)keys, count, (string)(object)key!);
        var (low, high) = (0, count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var comparison = order.Compare(keys[middle], key);
            if (comparison == 0) return middle;
            if (comparison < 0) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }

    private static int FindInteger(long[] keys, int count, long key)
    {
        var (low, high) = (0, count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var there = keys[middle];
            if (there == key) return middle;
            if (there < key) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }

    private static int FindText(string[] keys, int count, string key)
    {
        var (low, high) = (0, count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var comparison = string.CompareOrdinal(keys[middle], key);
            if (comparison == 0) return middle;
            if (comparison < 0) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }
}
