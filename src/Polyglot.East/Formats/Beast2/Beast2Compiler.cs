namespace Polyglot.East;

/// <summary>Makes the codecs of a type.</summary>
internal sealed class Beast2Compiler : NodeCompiler<Beast2Codec>
{
    protected override Beast2Codec Leaf(TypeNode node) => Keep<Beast2Codec>(node, node.Type.Kind switch
    {
        EastTypeKind.Null => new NullCodec(node),
        EastTypeKind.Boolean => new BooleanCodec(node),
        EastTypeKind.Integer => new IntegerCodec(node),
        EastTypeKind.Float => new FloatCodec(node),
        EastTypeKind.String => new StringCodec(node),
        EastTypeKind.DateTime => new DateTimeCodec(node),
        EastTypeKind.Blob => new BlobCodec(node),
        EastTypeKind.Never => new NeverCodec(node),
        _ => new FunctionCodec(node),
    });

    protected override Beast2Codec Struct(TypeNode node, StructType type)
    {
        if (type.IsFixedWidth) return Keep(node, new PackedCodec(node, new PackedLayout(type)));
        var codec = Keep(node, new StructCodec(node, type, Minimum(type)));
        codec.Fields = Parts(node);
        return codec;
    }

    protected override Beast2Codec Variant(TypeNode node, VariantType type)
    {
        var codec = Keep(node, new VariantCodec(node, type, Minimum(type)));
        codec.Cases = Parts(node);
        return codec;
    }

    protected override Beast2Codec Ref<T>(TypeNode node)
    {
        var codec = Keep(node, new RefCodec<T>(node));
        codec.Content = (Beast2Codec<T>)Part(node, 0);
        return codec;
    }

    protected override Beast2Codec Array<T>(TypeNode node)
    {
        var codec = Keep(node, new ArrayCodec<T>(node));
        codec.Element = (Beast2Codec<T>)Part(node, 0);
        return codec;
    }

    protected override Beast2Codec Set<T>(TypeNode node)
    {
        var codec = Keep(node, new SetCodec<T>(node) { Order = EastOrder.Comparer<T>(((SetType)node.Type).Key) });
        codec.Key = (Beast2Codec<T>)Part(node, 0);
        return codec;
    }

    protected override Beast2Codec Dict<TKey, TValue>(TypeNode node)
    {
        var codec = Keep(node, new DictCodec<TKey, TValue>(node) { Order = EastOrder.Comparer<TKey>(((DictType)node.Type).Key) });
        codec.Key = (Beast2Codec<TKey>)Part(node, 0);
        codec.Value = (Beast2Codec<TValue>)Part(node, 1);
        return codec;
    }

    protected override Beast2Codec AsObject(Beast2Codec container) => new ObjectCodec(container);

    /// <summary>
    /// The bytes that a value takes at least. A container may be a back-reference of one byte. A type's back-reference is taken for
    /// nothing, which is never too much.
    /// </summary>
    private static int Minimum(EastType type) => type switch
    {
        StructType t => Math.Min(t.Fields.Sum(f => Minimum(f.Type)), EastType.MaxNodes),
        VariantType t => 1 + (t.Cases.Length == 0 ? 0 : t.Cases.Min(c => Minimum(c.Type))),
        RecursiveType => 0,
        _ => type.FixedWidth ?? 1,
    };
}
