namespace Polyglot.East;

internal sealed class RefOrder<T> : OrderRoutine<EastRef<T>>
{
    public OrderRoutine<T> Content { get; set; } = null!;

    public override int Compare(EastRef<T> x, EastRef<T> y, MetPairs? met) =>
        ReferenceEquals(x, y) || (MayRecur && !met!.Meet(x, y)) ? 0 : Content.Compare(x.Value, y.Value, met);
}

internal sealed class ArrayOrder<T> : OrderRoutine<EastArray<T>>
{
    public OrderRoutine<T> Element { get; set; } = null!;

    public override int Compare(EastArray<T> x, EastArray<T> y, MetPairs? met)
    {
        if (ReferenceEquals(x, y) || (MayRecur && !met!.Meet(x, y))) return 0;
        var a = x.Span;
        var b = y.Span;
        var common = Math.Min(a.Length, b.Length);
        for (var i = 0; i < common; i++)
            if (Element.Compare(a[i], b[i], met) is not 0 and var order) return order;
        return a.Length.CompareTo(b.Length);
    }
}

internal sealed class SetOrder<T> : OrderRoutine<EastSet<T>>
{
    public OrderRoutine<T> Key { get; set; } = null!;

    public override int Compare(EastSet<T> x, EastSet<T> y, MetPairs? met)
    {
        if (ReferenceEquals(x, y)) return 0;
        using var a = x.Sorted.GetEnumerator();
        using var b = y.Sorted.GetEnumerator();
        while (a.MoveNext())
        {
            if (!b.MoveNext()) return 1;
            if (Key.Compare(a.Current.Key, b.Current.Key, met) is not 0 and var order) return order;
        }
        return b.MoveNext() ? -1 : 0;
    }
}

internal sealed class DictOrder<TKey, TValue> : OrderRoutine<EastDict<TKey, TValue>>
{
    public OrderRoutine<TKey> Key { get; set; } = null!;

    public OrderRoutine<TValue> Value { get; set; } = null!;

    public override int Compare(EastDict<TKey, TValue> x, EastDict<TKey, TValue> y, MetPairs? met)
    {
        if (ReferenceEquals(x, y) || (MayRecur && !met!.Meet(x, y))) return 0;
        using var a = x.Sorted.GetEnumerator();
        using var b = y.Sorted.GetEnumerator();
        while (a.MoveNext())
        {
            if (!b.MoveNext()) return 1;
            if (Key.Compare(a.Current.Key, b.Current.Key, met) is not 0 and var keyOrder) return keyOrder;
            if (Value.Compare(a.Current.Value, b.Current.Value, met) is not 0 and var valueOrder) return valueOrder;
        }
        return b.MoveNext() ? -1 : 0;
    }
}
