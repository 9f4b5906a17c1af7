namespace Polyglot.East;

/// <summary>Reading and overwriting single elements of Arrays (spec 5).</summary>
internal static class ArrayElements
{
    [Builtin("ArraySize", "<T>(Array<T>) -> Integer", IsInfallible = true)]
    public static long Size<T>(EastArray<T> array) => array.Count;

    [Builtin("ArrayHas", "<T>(Array<T>, Integer) -> Boolean", IsInfallible = true)]
    public static bool Has<T>(EastArray<T> array, long index) => unchecked((ulong)index) < (uint)array.Count;

    [Builtin("ArrayGet", "<T>(Array<T>, Integer) -> T")]
    public static T Get<T>(BuiltinSite site, EastArray<T> array, long index) =>
        Has(array, index) ? array[(int)index] : throw site.Fail(ArrayMessages.OutOfBounds(index));

    [Builtin("ArrayGetOrDefault", "<T>(Array<T>, Integer, (Integer) -> T) -> T")]
    public static T GetOrDefault<T>(EastArray<T> array, long index, Func<long, T> f) => Has(array, index) ? array[(int)index] : f(index);

    [Builtin("ArrayTryGet", "<T>(Array<T>, Integer) -> Option<T>")]
    public static EastVariant TryGet<T>(BuiltinSite site, EastArray<T> array, long index) =>
        Has(array, index) ? site.Option(0).Some(array[(int)index]) : site.Option(0).None;

    [Builtin("ArrayUpdate", "<T>(Array<T>, Integer, T) -> Null")]
    public static EastNull Update<T>(BuiltinSite site, EastArray<T> array, long index, T value)
    {
        site.EnsureChangeable(array);
        if (!Has(array, index)) throw site.Fail(ArrayMessages.OutOfBounds(index));
        array[(int)index] = value;
        return default;
    }

    [Builtin("ArrayMerge", "<T, T2>(Array<T>, Integer, T2, (T, T2, Integer) -> T) -> Null")]
    public static EastNull Merge<T, T2>(BuiltinSite site, EastArray<T> array, long index, T2 value, Func<T, T2, long, T> f)
    {
        site.EnsureChangeable(array);
        if (!Has(array, index)) throw site.Fail(ArrayMessages.OutOfBounds(index));
        var merged = f(array[(int)index], value, index);
        // The callback may have shortened the array.
        return Update(site, array, index, merged);
    }

    /// <summary>Up to the first index that the first array has not; what was merged before stays.</summary>
    [Builtin("ArrayMergeAll", "<T, T2>(Array<T>, Array<T2>, (T, T2, Integer) -> T) -> Null", Locks = true)]
    public static EastNull MergeAll<T, T2>(BuiltinSite site, EastArray<T> array, EastArray<T2> other, Func<T, T2, long, T> f)
    {
        site.EnsureChangeable(array);
        using var locked = new ArrayLock<T>(array);
        using var otherLocked = new ArrayLock<T2>(other);
        for (var i = 0; i < other.Count; i++)
        {
            if (i >= array.Count) throw site.Fail(ArrayMessages.OutOfBounds(i));
            array[i] = f(array[i], other[i], i);
        }
        return default;
    }

    /// <summary>The elements at indices; where there is none, what the function says.</summary>
    [Builtin("ArrayGetKeys", "<T>(Array<T>, Array<Integer>, (Integer) -> T) -> Array<T>")]
    public static EastArray<T> GetKeys<T>(EastArray<T> array, EastArray<long> indices, Func<long, T> f)
    {
        var result = EastArray.WithCapacity<T>(indices.Count);
        for (var i = 0; i < indices.Count; i++) result.Add(GetOrDefault(array, indices[i], f));
        return result;
    }
}
