namespace Polyglot.East;

/// <summary>A Struct whose fields take different numbers of bytes. Where there are many, they go through <see cref="RowCode"/>.</summary>
internal sealed class StructCodec(TypeNode node, StructType type, int minimumBytes) : Beast2Codec<EastStruct>(node, minimumBytes)
{
    /// <summary>Making code takes about as long as this many Structs without it.</summary>
    private const int Many = 2000;

    private int _emptyFields;
    private int _seen;
    private Type? _held;
    private RowReading? _reading;
    private RowWriting? _writing;

    public StructType Type => type;

    public Beast2Codec[] Fields
    {
        get;
        set
        {
            field = value;
            _emptyFields = value.Count(f => f.MinimumBytes == 0);
            _held = RowCode.ClassOf(Node);
        }
    } = [];

    public override void Write(Beast2Writer to, EastStruct value)
    {
        to.Enter();
        if (_writing is { } writing) writing(this, to, value);
        else WriteFields(to, value);
        to.Leave();
    }

    public override void WriteMany(Beast2Writer to, ReadOnlySpan<EastStruct> values)
    {
        Count(values.Length);
        to.Enter();
        if (_writing is { } writing)
            foreach (var value in values) writing(this, to, value);
        else
            foreach (var value in values) WriteFields(to, value);
        to.Leave();
    }

    public override EastStruct Read(ref Beast2Reader from)
    {
        from.Enter();
        if (_emptyFields > 0) from.CountEmptyFields(_emptyFields);
        var value = _reading is { } reading ? reading(this, ref from) : ReadFields(ref from);
        from.Leave();
        return value;
    }

    public override void ReadMany(ref Beast2Reader from, Span<EastStruct> values)
    {
        Count(values.Length);
        from.Enter();
        for (var i = 0; i < values.Length; i++)
        {
            if (_emptyFields > 0) from.CountEmptyFields(_emptyFields);
            values[i] = _reading is { } reading ? reading(this, ref from) : ReadFields(ref from);
        }
        from.Leave();
    }

    public override void Skip(ref Beast2Reader from)
    {
        from.Enter();
        if (_emptyFields > 0) from.CountEmptyFields(_emptyFields);
        foreach (var field in Fields) field.Skip(ref from);
        from.Leave();
    }

    /// <summary>Writes the fields, however they are held.</summary>
    public void WriteFields(Beast2Writer to, EastStruct value)
    {
        for (var i = 0; i < Fields.Length; i++) Fields[i].WriteObject(to, value[i]);
    }

    private BoxedStruct ReadFields(ref Beast2Reader from)
    {
        var fields = new object?[Fields.Length];
        for (var i = 0; i < fields.Length; i++) fields[i] = Fields[i].ReadObject(ref from);
        return new BoxedStruct(type, fields);
    }

    /// <summary>Makes the code when it is worth it. Two threads may both make it; either will do.</summary>
    private void Count(int values)
    {
        if (_reading is not null || _held is null) return;
        _seen = (int)Math.Min(int.MaxValue, (long)_seen + values);
        if (_seen < Many) return;
        _writing = RowCode.Writing(Node, _held);
        _reading = RowCode.Reading(Node, _held);
    }
}

/// <summary>A Variant.</summary>
internal sealed class VariantCodec(TypeNode node, VariantType type, int minimumBytes) : Beast2Codec<EastVariant>(node, minimumBytes)
{
    private readonly EastVariant?[] _plain =
        [.. type.Cases.Select(c => c.Type.Kind == EastTypeKind.Null ? new EastVariant(c, EastNull.Boxed) : null)];

    public Beast2Codec[] Cases { get; set; } = [];

    public override void Write(Beast2Writer to, EastVariant value)
    {
        var index = value.IndexIn(type);
        if (index < 0) throw new InvalidCastException($"no case '{value.Case}' in {type}");
        to.Enter();
        to.WriteVarint((ulong)index);
        Cases[index].WriteObject(to, value.Payload);
        to.Leave();
    }

    public override EastVariant Read(ref Beast2Reader from)
    {
        var index = from.ReadTag(Cases.Length);
        if (_plain[index] is { } plain) return plain;
        from.Enter();
        var value = new EastVariant(type.Cases[index], Cases[index].ReadObject(ref from));
        from.Leave();
        return value;
    }

    public override void Skip(ref Beast2Reader from)
    {
        var index = from.ReadTag(Cases.Length);
        if (_plain[index] is not null) return;
        from.Enter();
        Cases[index].Skip(ref from);
        from.Leave();
    }
}
