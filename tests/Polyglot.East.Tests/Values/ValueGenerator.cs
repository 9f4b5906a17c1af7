namespace Polyglot.East.Tests;

/// <summary>Random values of a type: special numbers, odd text, containers that occur twice and values that contain themselves.</summary>
internal sealed class ValueGenerator(Random random, bool sharing)
{
    private const int MaxDepth = 12;

    private static readonly string[] Texts = ["", "a", "B", "a b", "é", "\"\\", "\n\t\u0001", "\U0001F600", "\uffff", "#", "[x]", "`", "1#[0]", "null"];

    private static readonly double[] Floats =
        [0, -0.0, 1, -1.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 5e-324, 1e21, 1e-7, 123456789012345680000.0, 0.1, double.MaxValue];

    private static readonly long[] Integers = [0, 1, -1, 63, 64, -64, -65, long.MinValue, long.MaxValue, 1L << 53];

    private readonly Dictionary<TypeNode, List<object>> _made = [];
    private int _left = 2000;

    /// <summary>A type of data and a value of it.</summary>
    public static (EastType Type, object Value) Pair(Random random, bool sharing)
    {
        while (true)
        {
            var type = TypeGenerator.Make(random, data: true);
            if (new ValueGenerator(random, sharing).Make(TypeNode.Of(type), 0) is { } value) return (type, value);
        }
    }

    /// <summary>A value of a type, or null when none was found.</summary>
    public static object? Of(EastType type, Random random) => new ValueGenerator(random, sharing: true).Make(TypeNode.Of(type), 0);

    /// <summary>A value, or null when the type has none that is small.</summary>
    private object? Make(TypeNode node, int depth)
    {
        if (--_left < 0 || depth > MaxDepth) return null;
        return node.Type switch
        {
            StructType type => MakeStruct(node, type, depth),
            VariantType type => MakeVariant(node, type, depth),
            RefType or ArrayType or SetType or DictType => MakeContainer(node, depth),
            _ => MakeScalar(node.Type.Kind),
        };
    }

    private object? MakeScalar(EastTypeKind kind) => kind switch
    {
        EastTypeKind.Null => EastNull.Boxed,
        EastTypeKind.Boolean => random.Next(2) == 0,
        EastTypeKind.Integer => Integers[random.Next(Integers.Length)],
        EastTypeKind.Float => Floats[random.Next(Floats.Length)],
        EastTypeKind.String => Texts[random.Next(Texts.Length)],
        EastTypeKind.DateTime => new EastDateTime(random.NextInt64(-62_135_596_800_000, 253_402_300_799_999)),
        EastTypeKind.Blob => new EastBlob(new byte[random.Next(4)]),
        _ => null,
    };

    private EastStruct? MakeStruct(TypeNode node, StructType type, int depth)
    {
        var fields = new object?[type.Fields.Length];
        for (var i = 0; i < fields.Length; i++)
            if ((fields[i] = Make(node.Parts[i], depth + 1)) is null) return null;
        return EastStruct.Of(type, fields);
    }

    private EastVariant? MakeVariant(TypeNode node, VariantType type, int depth)
    {
        foreach (var index in Enumerable.Range(0, type.Cases.Length).OrderBy(_ => random.Next()))
            if (Make(node.Parts[index], depth + 1) is { } payload) return new EastVariant(type.Cases[index], payload);
        return null;
    }

    private object? MakeContainer(TypeNode node, int depth)
    {
        if (!_made.TryGetValue(node, out var made)) _made[node] = made = [];
        if (sharing && made.Count > 0 && random.Next(3) == 0) return made[random.Next(made.Count)];
        var container = EastValues.NewContainer(node);
        if (container is IEastRef cell) return FillRef(node, cell, made, depth);
        made.Add(container);
        for (var i = random.Next(4); i > 0; i--)
            switch (container)
            {
                case IEastArray array when Make(node.Parts[0], depth + 1) is { } element:
                    array.Add(element);
                    break;
                case IEastSet set when Make(node.Parts[0], depth + 1) is { } key:
                    set.Add(key);
                    break;
                case IEastDict dict when Make(node.Parts[0], depth + 1) is { } key && Make(node.Parts[1], depth + 1) is { } value:
                    dict.Set(key, value);
                    break;
            }
        return container;
    }

    /// <summary>A Ref is known to others only when it has its content, so it never holds itself directly.</summary>
    private object? FillRef(TypeNode node, IEastRef cell, List<object> made, int depth)
    {
        if (Make(node.Parts[0], depth + 1) is not { } content) return null;
        cell.Value = content;
        made.Add(cell);
        return cell;
    }
}
