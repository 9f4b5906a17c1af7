namespace Polyglot.East;

/// <summary>Where the fields of a fixed-width Struct lie, and which bytes of it need a look when they come from outside.</summary>
internal sealed class PackedLayout
{
    private readonly (EastTypeKind Kind, int Offset, PackedLayout? Inner)[] _fields;

    public PackedLayout(StructType type)
    {
        Type = type;
        Width = type.FixedWidth ?? throw new ArgumentException($"{type} is not of fixed width", nameof(type));
        _fields = new (EastTypeKind, int, PackedLayout?)[type.Fields.Length];
        var (offset, floats, booleans) = (0, new List<int>(), new List<int>());
        for (var i = 0; i < _fields.Length; i++)
        {
            var field = type.Fields[i].Type;
            var inner = field is StructType nested ? new PackedLayout(nested) : null;
            _fields[i] = (field.Kind, offset, inner);
            if (field.Kind == EastTypeKind.Float) floats.Add(offset);
            if (field.Kind == EastTypeKind.Boolean) booleans.Add(offset);
            if (inner is not null)
            {
                floats.AddRange(inner.FloatOffsets.Select(o => o + offset));
                booleans.AddRange(inner.BooleanOffsets.Select(o => o + offset));
            }
            offset += field.FixedWidth!.Value;
        }
        FloatOffsets = [.. floats];
        BooleanOffsets = [.. booleans];
    }

    public StructType Type { get; }

    public int Width { get; }

    /// <summary>Where Floats lie, also those of nested structs.</summary>
    public int[] FloatOffsets { get; }

    /// <summary>Where Booleans lie, also those of nested structs.</summary>
    public int[] BooleanOffsets { get; }

    /// <summary>Nothing but Floats: rows side by side are one array of doubles.</summary>
    public bool IsAllFloats => Width > 0 && FloatOffsets.Length * sizeof(double) == Width;

    public EastTypeKind Kind(int field) => _fields[field].Kind;

    public int Offset(int field) => _fields[field].Offset;

    public PackedLayout? Inner(int field) => _fields[field].Inner;
}
