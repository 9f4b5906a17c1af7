namespace Polyglot.East;

/// <summary>A Struct whose fields take different numbers of bytes.</summary>
internal sealed class StructCodec(TypeNode node, StructType type, int minimumBytes) : Beast2Codec<EastStruct>(node, minimumBytes)
{
    private int _emptyFields;

    public Beast2Codec[] Fields
    {
        get;
        set
        {
            field = value;
            _emptyFields = value.Count(f => f.MinimumBytes == 0);
        }
    } = [];

    public override void Write(Beast2Writer to, EastStruct value)
    {
        to.Enter();
        for (var i = 0; i < Fields.Length; i++) Fields[i].WriteObject(to, value[i]);
        to.Leave();
    }

    public override EastStruct Read(ref Beast2Reader from)
    {
        from.Enter();
        if (_emptyFields > 0) from.CountEmptyFields(_emptyFields);
        var fields = new object?[Fields.Length];
        for (var i = 0; i < fields.Length; i++) fields[i] = Fields[i].ReadObject(ref from);
        from.Leave();
        return new BoxedStruct(type, fields);
    }

    public override void Skip(ref Beast2Reader from)
    {
        from.Enter();
        if (_emptyFields > 0) from.CountEmptyFields(_emptyFields);
        foreach (var field in Fields) field.Skip(ref from);
        from.Leave();
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
