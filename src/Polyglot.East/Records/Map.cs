namespace Polyglot.East;

/// <summary>The maps that others are built from.</summary>
public static class Map
{
    /// <summary>Boolean.</summary>
    public static ValueMap<bool> Boolean { get; } = Plain<bool>(EastType.Boolean);

    /// <summary>Integer.</summary>
    public static ValueMap<long> Integer { get; } = Plain<long>(EastType.Integer);

    /// <summary>Integer, of which the host takes 32 bits.</summary>
    public static ValueMap<int> Int32 { get; } = Integer.As<int>(
        n => n, n => n is >= int.MinValue and <= int.MaxValue ? (int)n : throw new FormatException($"{n} does not fit 32 bits"));

    /// <summary>Float.</summary>
    public static ValueMap<double> Float { get; } = Plain<double>(EastType.Float);

    /// <summary>String.</summary>
    public static ValueMap<string> String { get; } = Plain<string>(EastType.String);

    /// <summary>DateTime.</summary>
    public static ValueMap<EastDateTime> DateTime { get; } = Plain<EastDateTime>(EastType.DateTime);

    /// <summary>DateTime as an instant in UTC, cut to milliseconds; years outside 1 to 9999 mean nothing.</summary>
    public static ValueMap<DateTimeOffset> Instant { get; } = DateTime.As<DateTimeOffset>(EastDateTime.From, ToInstant);

    /// <summary>Integer milliseconds as a span of time, cut to milliseconds.</summary>
    public static ValueMap<TimeSpan> Milliseconds { get; } = Integer.As<TimeSpan>(
        span => span.Ticks / TimeSpan.TicksPerMillisecond,
        n => Math.Abs((decimal)n) <= long.MaxValue / TimeSpan.TicksPerMillisecond ? new TimeSpan(n * TimeSpan.TicksPerMillisecond) : throw new FormatException($"{n} ms is too long"));

    /// <summary>Blob.</summary>
    public static ValueMap<EastBlob> Blob { get; } = Plain<EastBlob>(EastType.Blob);

    /// <summary>A type, kept as its schema bytes.</summary>
    public static ValueMap<EastType> Type { get; } = Blob.As<EastType>(
        type => new EastBlob(TypeCodec.Encode(type)),
        bytes => TypeCodec.Decode(bytes.Span) is { IsSuccess: true } type ? type.Value : throw new FormatException("not a type"));

    /// <summary>Option of a CLR reference type; null is none.</summary>
    public static ValueMap<T?> Optional<T>(ValueMap<T> some)
        where T : class
    {
        var type = EastType.Option(some.Type);
        return new(type,
            value => value is null ? new EastVariant(type, "none") : new EastVariant(type, "some", some.ToEast(value)),
            value => ((EastVariant)value) is { Case: "some", Payload: { } payload } ? some.FromEast(payload) : null);
    }

    /// <summary>Option of a CLR value type; null is none.</summary>
    public static ValueMap<T?> OptionalValue<T>(ValueMap<T> some)
        where T : struct
    {
        var type = EastType.Option(some.Type);
        return new(type,
            value => value is null ? new EastVariant(type, "none") : new EastVariant(type, "some", some.ToEast(value.Value)),
            value => ((EastVariant)value) is { Case: "some", Payload: { } payload } ? some.FromEast(payload) : null);
    }

    /// <summary>Array as a list; what is read is an array.</summary>
    public static ValueMap<IReadOnlyList<T>> List<T>(ValueMap<T> element)
    {
        var type = EastType.Array(element.Type);
        return new(type, values => ToArray(type, element, values), value => FromArray(element, (IEastArray)value));
    }

    /// <summary>Dict with String keys as a dictionary; what is read is sorted ordinally.</summary>
    public static ValueMap<IReadOnlyDictionary<string, T>> Dictionary<T>(ValueMap<T> value)
    {
        var type = EastType.Dict(EastType.String, value.Type);
        return new(type, entries => ToDict(type, value, entries), dict => FromDict(value, (IEastDict)dict));
    }

    /// <summary>A Variant of cases without payload, one for each of the names.</summary>
    /// <exception cref="ArgumentException">A name or a value occurs twice.</exception>
    public static ValueMap<T> Enum<T>(params ReadOnlySpan<(string Name, T Value)> names)
        where T : struct, System.Enum
    {
        var cases = new List<(string, EastType)>();
        foreach (var (name, _) in names) cases.Add((name, EastType.Null));
        var type = EastType.Variant([.. cases]);
        var byValue = new Dictionary<T, EastVariant>();
        var byName = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in names)
        {
            byValue.Add(value, new EastVariant(type, name));
            byName.Add(name, value);
        }
        return new(type, value => byValue[value], value => byName[((EastVariant)value).Case]);
    }

    private static ValueMap<T> Plain<T>(EastType type) => new(type, value => value!, value => (T)value);

    private static DateTimeOffset ToInstant(EastDateTime value)
    {
        try
        {
            return value.ToDateTimeOffset();
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new FormatException($"{value} is outside the years 1 to 9999");
        }
    }

    private static object ToArray<T>(ArrayType type, ValueMap<T> element, IReadOnlyList<T> values)
    {
        var array = (IEastArray)EastValues.NewContainer(type);
        foreach (var value in values) array.Add(element.ToEast(value));
        return array;
    }

    private static T[] FromArray<T>(ValueMap<T> element, IEastArray array)
    {
        var values = new T[array.Count];
        for (var i = 0; i < values.Length; i++) values[i] = element.FromEast(array[i]!);
        return values;
    }

    private static object ToDict<T>(DictType type, ValueMap<T> value, IReadOnlyDictionary<string, T> entries)
    {
        var dict = (IEastDict)EastValues.NewContainer(type);
        foreach (var (key, item) in entries) dict.Set(key, value.ToEast(item));
        return dict;
    }

    private static SortedDictionary<string, T> FromDict<T>(ValueMap<T> value, IEastDict dict)
    {
        var entries = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, item) in dict.Entries) entries.Add((string)key!, value.FromEast(item!));
        return entries;
    }
}
