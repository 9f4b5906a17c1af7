using Polyglot.East;

namespace Polyglot.Pictures.Reports.Previews;

/// <summary>Numbers in a row, as charts take them: NaN where there is none. Immutable.</summary>
/// <param name="Name">What they are; may be empty.</param>
/// <param name="Values">The numbers.</param>
internal sealed record Series(string Name, double[] Values)
{
    /// <summary>Whether values of a type are numbers, or may be.</summary>
    public static bool IsNumber(EastType type) => type.Kind is EastTypeKind.Integer or EastTypeKind.Float || (type is VariantType { OptionContent: { } content } && content.Kind is EastTypeKind.Integer or EastTypeKind.Float);

    /// <summary>A value of such a type as a number.</summary>
    public static double Number(object? value) => value switch
    {
        double d => double.IsFinite(d) ? d : double.NaN,
        long l => l,
        EastDateTime at => at.Milliseconds,
        EastVariant { Case: "some", Payload: { } payload } => Number(payload),
        _ => double.NaN,
    };

    /// <summary>An array of numbers.</summary>
    public static Series Of(string name, IEastArray array)
    {
        if (array is EastArray<double> floats) return new(name, [.. floats.Select(d => double.IsFinite(d) ? d : double.NaN)]);
        var values = new double[array.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Number(array[i]);
        return new(name, values);
    }

    /// <summary>The least and the greatest; null where there is no number.</summary>
    public (double Least, double Greatest)? Range
    {
        get
        {
            var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (var value in Values)
            {
                if (double.IsNaN(value)) continue;
                least = Math.Min(least, value);
                greatest = Math.Max(greatest, value);
            }
            return least <= greatest ? (least, greatest) : null;
        }
    }

    /// <summary>The places to draw: all, or of each of so many parts the least and the greatest, so that no peak is lost.</summary>
    public IReadOnlyList<int> Sample(int parts)
    {
        if (Values.Length <= 2 * parts) return [.. Enumerable.Range(0, Values.Length)];
        var places = new List<int>(2 * parts);
        for (var part = 0; part < parts; part++)
        {
            var (from, to) = ((int)((long)Values.Length * part / parts), (int)((long)Values.Length * (part + 1) / parts));
            var (least, greatest) = (-1, -1);
            for (var i = from; i < to; i++)
            {
                if (double.IsNaN(Values[i])) continue;
                if (least < 0 || Values[i] < Values[least]) least = i;
                if (greatest < 0 || Values[i] > Values[greatest]) greatest = i;
            }
            if (least < 0) places.Add(from);
            else if (least == greatest) places.Add(least);
            else places.AddRange(least < greatest ? [least, greatest] : [greatest, least]);
        }
        return places;
    }
}
