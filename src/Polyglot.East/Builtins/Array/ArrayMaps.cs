namespace Polyglot.East;

/// <summary>Builtins that make an Array by calling a function for each element (spec 5).</summary>
internal static class ArrayMaps
{
    [Builtin("ArrayMap", "<T, T2>(Array<T>, (T, Integer) -> T2) -> Array<T2>", Locks = true)]
    public static EastArray<T2> Map<T, T2>(EastArray<T> array, Func<T, long, T2> f)
    {
        var result = EastArray.WithCapacity<T2>(array.Count);
        array.Locks++;
        try
        {
            for (var i = 0; i < array.Count; i++) result.Add(f(array[i], i));
        }
        finally
        {
            array.Locks--;
        }
        return result;
    }
}
