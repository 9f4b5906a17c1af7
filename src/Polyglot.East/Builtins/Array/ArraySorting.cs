namespace Polyglot.East;

/// <summary>Sorting Arrays by a key, and searching sorted ones (spec 5). The key of an element is asked for once a sort.</summary>
internal static class ArraySorting
{
    [Builtin("ArraySort", "<T, T2>(Array<T>, (T) -> T2) -> Array<T>")]
    public static EastArray<T> Sort<T, T2>(BuiltinSite site, EastArray<T> array, Func<T, T2> f)
    {
        var items = array.Span.ToArray();
        StableSort.Sort(items, Array.ConvertAll(items, item => f(item)), site.Order<T2>(1));
        return EastArray.Wrap(items);
    }

    [Builtin("ArraySortInPlace", "<T, T2>(Array<T>, (T) -> T2) -> Null", Locks = true)]
    public static EastNull SortInPlace<T, T2>(BuiltinSite site, EastArray<T> array, Func<T, T2> f)
    {
        site.EnsureResizable(array);
        using var locked = new ArrayLock<T>(array);
        Sort(site, array, f).Span.CopyTo(array.Span);
        return default;
    }

    [Builtin("ArrayIsSorted", "<T, T2>(Array<T>, (T) -> T2) -> Boolean", Locks = true)]
    public static bool IsSorted<T, T2>(BuiltinSite site, EastArray<T> array, Func<T, T2> f)
    {
        if (array.Count < 2) return true;
        using var locked = new ArrayLock<T>(array);
        var before = f(array[0]);
        for (var i = 1; i < array.Count; i++)
        {
            var key = f(array[i]);
            if (site.Order<T2>(1).Compare(before, key) > 0) return false;
            before = key;
        }
        return true;
    }

    /// <summary>The first index whose key is not less than the key: where it is, or where it would go.</summary>
    [Builtin("ArrayFindSortedFirst", "<T, T2>(Array<T>, T2, (T) -> T2) -> Integer", Locks = true)]
    public static long FindSortedFirst<T, T2>(BuiltinSite site, EastArray<T> array, T2 key, Func<T, T2> f)
    {
        using var locked = new ArrayLock<T>(array);
        return Search(site, array, 0, key, f, least: 0);
    }

    /// <summary>The first index whose key is greater than the key.</summary>
    [Builtin("ArrayFindSortedLast", "<T, T2>(Array<T>, T2, (T) -> T2) -> Integer", Locks = true)]
    public static long FindSortedLast<T, T2>(BuiltinSite site, EastArray<T> array, T2 key, Func<T, T2> f)
    {
        using var locked = new ArrayLock<T>(array);
        return Search(site, array, 0, key, f, least: 1);
    }

    [Builtin("ArrayFindSortedRange", "<T, T2>(Array<T>, T2, (T) -> T2) -> Struct<start: Integer, end: Integer>", Locks = true)]
    public static EastStruct FindSortedRange<T, T2>(BuiltinSite site, EastArray<T> array, T2 key, Func<T, T2> f)
    {
        using var locked = new ArrayLock<T>(array);
        var start = Search(site, array, 0, key, f, least: 0);
        return new FieldStruct<long, long>(Range, start, Search(site, array, start, key, f, least: 1));
    }

    private static readonly StructType Range = EastType.Struct(("start", EastType.Integer), ("end", EastType.Integer));

    /// <summary>The first index, not before a given one, whose key compares to the key as at least that.</summary>
    private static int Search<T, T2>(BuiltinSite site, EastArray<T> array, int from, T2 key, Func<T, T2> f, int least)
    {
        var (low, high) = (from, array.Count);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (Math.Sign(site.Order<T2>(1).Compare(f(array[middle]), key)) >= least) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
