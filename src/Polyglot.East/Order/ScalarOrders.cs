namespace Polyglot.East;

/// <summary>Values that order themselves: Integer, Boolean, DateTime, Blob.</summary>
internal sealed class NaturalOrder<T> : OrderRoutine<T>
    where T : IComparable<T>
{
    public override int Compare(T x, T y, MetPairs? met) => x.CompareTo(y);

    public override int Compare(T? x, T? y) => x!.CompareTo(y!);
}

/// <summary>All values are equal: Null, and functions, which have no order (spec 1.5).</summary>
internal sealed class NoOrder<T> : OrderRoutine<T>
{
    public override int Compare(T x, T y, MetPairs? met) => 0;
}

internal sealed class NeverOrder : OrderRoutine<object>
{
    public override int Compare(object x, object y, MetPairs? met) => throw new InvalidOperationException("type Never has no values to compare");
}

internal sealed class StringOrder : OrderRoutine<string>
{
    public override int Compare(string x, string y, MetPairs? met) => string.CompareOrdinal(x, y);

    public override int Compare(string? x, string? y) => string.CompareOrdinal(x, y);
}

internal sealed class FloatOrder : OrderRoutine<double>
{
    public override int Compare(double x, double y, MetPairs? met) => CompareFloats(x, y);

    public override int Compare(double x, double y) => CompareFloats(x, y);

    public static int CompareFloats(double x, double y)
    {
        if (x < y) return -1;
        if (x > y) return 1;
        if (x == y) return x != 0 ? 0 : double.IsNegative(y).CompareTo(double.IsNegative(x));
        return double.IsNaN(x).CompareTo(double.IsNaN(y));
    }
}
