namespace Polyglot.East;

/// <summary>Builtins that change the size of an Array, or reorder it, in place (spec 5). None works while it is iterated.</summary>
internal static class ArrayResizing
{
    [Builtin("ArrayPushLast", "<T>(Array<T>, T) -> Null")]
    public static EastNull PushLast<T>(BuiltinSite site, EastArray<T> array, T value)
    {
        site.EnsureResizable(array);
        array.Add(value);
        return default;
    }

    [Builtin("ArrayPopLast", "<T>(Array<T>) -> T")]
    public static T PopLast<T>(BuiltinSite site, EastArray<T> array)
    {
        site.EnsureResizable(array);
        if (array.Count == 0) throw site.Fail(ArrayMessages.PopFromEmpty);
        var last = array[array.Count - 1];
        array.Truncate(array.Count - 1);
        return last;
    }

    [Builtin("ArrayPushFirst", "<T>(Array<T>, T) -> Null")]
    public static EastNull PushFirst<T>(BuiltinSite site, EastArray<T> array, T value)
    {
        site.EnsureResizable(array);
        InsertFirst(array, [value]);
        return default;
    }

    [Builtin("ArrayPopFirst", "<T>(Array<T>) -> T")]
    public static T PopFirst<T>(BuiltinSite site, EastArray<T> array)
    {
        site.EnsureResizable(array);
        if (array.Count == 0) throw site.Fail(ArrayMessages.PopFromEmpty);
        var first = array[0];
        array.Span[1..].CopyTo(array.Span);
        array.Truncate(array.Count - 1);
        return first;
    }

    /// <summary>The second may be the first itself.</summary>
    [Builtin("ArrayAppend", "<T>(Array<T>, Array<T>) -> Null")]
    public static EastNull Append<T>(BuiltinSite site, EastArray<T> array, EastArray<T> other)
    {
        site.EnsureResizable(array);
        site.EnsureRoom<T>((long)array.Count + other.Count);
        array.AddRange(other.Span);
        return default;
    }

    /// <summary>The second may be the first itself.</summary>
    [Builtin("ArrayPrepend", "<T>(Array<T>, Array<T>) -> Null")]
    public static EastNull Prepend<T>(BuiltinSite site, EastArray<T> array, EastArray<T> other)
    {
        site.EnsureResizable(array);
        site.EnsureRoom<T>((long)array.Count + other.Count);
        InsertFirst(array, other.Span.ToArray());
        return default;
    }

    [Builtin("ArrayClear", "<T>(Array<T>) -> Null")]
    public static EastNull Clear<T>(BuiltinSite site, EastArray<T> array)
    {
        site.EnsureResizable(array);
        array.Truncate(0);
        return default;
    }

    [Builtin("ArrayReverseInPlace", "<T>(Array<T>) -> Null")]
    public static EastNull ReverseInPlace<T>(BuiltinSite site, EastArray<T> array)
    {
        site.EnsureResizable(array);
        array.Span.Reverse();
        return default;
    }

    private static void InsertFirst<T>(EastArray<T> array, ReadOnlySpan<T> items)
    {
        var count = array.Count;
        array.AddRange(items);
        array.Span[..count].CopyTo(array.Span[items.Length..]);
        items.CopyTo(array.Span);
    }
}
