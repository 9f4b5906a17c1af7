namespace Polyglot.East;

/// <summary>Sorts items by keys; equal keys stay in order. A merge sort from below, whose runs are made by insertion.</summary>
internal static class StableSort
{
    private const int Run = 16;

    public static void Sort<T, TKey>(T[] items, TKey[] keys, IComparer<TKey> order)
    {
        for (var start = 0; start < items.Length; start += Run) InsertionSort(items, keys, start, Math.Min(items.Length, start + Run), order);
        if (items.Length <= Run) return;
        var (to, toKeys) = (new T[items.Length], new TKey[items.Length]);
        var (from, fromKeys) = (items, keys);
        for (var width = Run; width < items.Length; width = (int)Math.Min(int.MaxValue, 2L * width))
        {
            for (var start = 0L; start < items.Length; start += 2L * width)
                Merge(from, fromKeys, to, toKeys, (int)start, (int)Math.Min(items.Length, start + width), (int)Math.Min(items.Length, start + 2L * width), order);
            (from, to, fromKeys, toKeys) = (to, from, toKeys, fromKeys);
        }
        if (from != items) from.CopyTo(items, 0);
    }

    private static void InsertionSort<T, TKey>(T[] items, TKey[] keys, int start, int end, IComparer<TKey> order)
    {
        for (var i = start + 1; i < end; i++)
        {
            var (item, key, at) = (items[i], keys[i], i);
            for (; at > start && order.Compare(keys[at - 1], key) > 0; at--) (items[at], keys[at]) = (items[at - 1], keys[at - 1]);
            (items[at], keys[at]) = (item, key);
        }
    }

    private static void Merge<T, TKey>(T[] from, TKey[] fromKeys, T[] to, TKey[] toKeys, int start, int middle, int end, IComparer<TKey> order)
    {
        var (left, right) = (start, middle);
        for (var at = start; at < end; at++)
        {
            var source = left < middle && (right >= end || order.Compare(fromKeys[left], fromKeys[right]) <= 0) ? left++ : right++;
            (to[at], toKeys[at]) = (from[source], fromKeys[source]);
        }
    }
}
