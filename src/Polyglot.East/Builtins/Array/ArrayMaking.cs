namespace Polyglot.East;

/// <summary>Arrays made from nothing or from other Arrays without asking for elements (spec 5).</summary>
internal static class ArrayMaking
{
    [Builtin("ArrayGenerate", "<T>(Integer, (Integer) -> T) -> Array<T>")]
    public static EastArray<T> Generate<T>(BuiltinSite site, long count, Func<long, T> f)
    {
        if (count <= 0) return new EastArray<T>();
        site.EnsureRoom<T>(count);
        var result = EastArray.WithCapacity<T>((int)count);
        for (var i = 0; i < count; i++) result.Add(f(i));
        return result;
    }

    /// <summary>From the start, by steps, as long as the end is not reached. Does not wrap at the ends of the 64 bits.</summary>
    [Builtin("ArrayRange", "(Integer, Integer, Integer) -> Array<Integer>")]
    public static EastArray<long> Range(BuiltinSite site, long start, long end, long step)
    {
        if (step == 0 || (step > 0 ? start >= end : start <= end)) return new EastArray<long>();
        var (distance, stride) = unchecked(step > 0 ? ((ulong)end - (ulong)start, (ulong)step) : ((ulong)start - (ulong)end, (ulong)-step));
        var count = (distance - 1) / stride + 1;
        site.EnsureRoom<long>((long)Math.Min(count, long.MaxValue));
        var items = new long[(int)count];
        for (var i = 0; i < items.Length; i++) items[i] = unchecked(start + i * step);
        return EastArray.Wrap(items);
    }

    [Builtin("ArrayLinspace", "(Float, Float, Integer) -> Array<Float>")]
    public static EastArray<double> Linspace(BuiltinSite site, double start, double stop, long count)
    {
        if (count <= 0) return new EastArray<double>();
        site.EnsureRoom<double>(count);
        var items = new double[(int)count];
        var step = count == 1 ? 0 : (stop - start) / (count - 1);
        for (var i = 1; i < items.Length; i++) items[i] = start + i * step;
        items[0] = start;
        return EastArray.Wrap(items);
    }

    [Builtin("ArrayCopy", "<T>(Array<T>) -> Array<T>")]
    public static EastArray<T> Copy<T>(EastArray<T> array) => new(array.Span);

    [Builtin("ArrayConcat", "<T>(Array<T>, Array<T>) -> Array<T>")]
    public static EastArray<T> Concat<T>(BuiltinSite site, EastArray<T> first, EastArray<T> second)
    {
        var count = (long)first.Count + second.Count;
        site.EnsureRoom<T>(count);
        var result = EastArray.WithCapacity<T>((int)count);
        result.AddRange(first.Span);
        result.AddRange(second.Span);
        return result;
    }

    /// <summary>Negative indices count from the end; what is outside is cut off.</summary>
    [Builtin("ArraySlice", "<T>(Array<T>, Integer, Integer) -> Array<T>")]
    public static EastArray<T> Slice<T>(EastArray<T> array, long start, long end)
    {
        var (from, to) = (Clamp(start, array.Count), Clamp(end, array.Count));
        return from < to ? new EastArray<T>(array.Span[from..to]) : new EastArray<T>();
    }

    [Builtin("ArrayReverse", "<T>(Array<T>) -> Array<T>")]
    public static EastArray<T> Reverse<T>(EastArray<T> array)
    {
        var result = new EastArray<T>(array.Span);
        result.Span.Reverse();
        return result;
    }

    [Builtin("ArrayStringJoin", "(Array<String>, String) -> String")]
    public static string StringJoin(BuiltinSite site, EastArray<string> array, string separator)
    {
        var length = Math.Max(0L, array.Count - 1L) * separator.Length;
        foreach (var item in array.Span) length += item.Length;
        if (length > StringMessages.MaxLength) throw site.Fail(StringMessages.TooLong(length));
        return string.Join(separator, (ReadOnlySpan<string?>)array.Span);
    }

    private static int Clamp(long index, int count) => (int)Math.Clamp(index < 0 ? index + count : index, 0, count);
}
