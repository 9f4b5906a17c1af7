namespace Polyglot.East;

internal sealed class StructOrder : OrderRoutine<EastStruct>
{
    public OrderRoutine[] Fields { get; set; } = [];

    public override int Compare(EastStruct x, EastStruct y, MetPairs? met)
    {
        if (ReferenceEquals(x, y) || (MayRecur && !met!.Meet(x, y))) return 0;
        for (var i = 0; i < Fields.Length; i++)
            if (CompareField(Fields[i], i, x, y, met) is not 0 and var order) return order;
        return 0;
    }

    private static int CompareField(OrderRoutine routine, int i, EastStruct x, EastStruct y, MetPairs? met) =>
        routine is FloatOrder ? FloatOrder.CompareFloats(x.GetFloat(i), y.GetFloat(i)) : routine.CompareObjects(x[i], y[i], met);
}

internal sealed class VariantOrder(VariantType type) : OrderRoutine<EastVariant>
{
    public OrderRoutine[] Cases { get; set; } = [];

    public override int Compare(EastVariant x, EastVariant y, MetPairs? met)
    {
        if (ReferenceEquals(x, y) || (MayRecur && !met!.Meet(x, y))) return 0;
        var (a, b) = (x.IndexIn(type), y.IndexIn(type));
        if (a < 0 || b < 0) throw new InvalidCastException($"no case '{(a < 0 ? x : y).Case}' in {type}");
        return a != b ? a.CompareTo(b) : Cases[a].CompareObjects(x.Payload, y.Payload, met);
    }
}

/// <summary>A container where it is held as an object.</summary>
internal sealed class ObjectOrder(OrderRoutine target) : OrderRoutine<object>
{
    public override int Compare(object x, object y, MetPairs? met) => target.CompareObjects(x, y, met);
}
