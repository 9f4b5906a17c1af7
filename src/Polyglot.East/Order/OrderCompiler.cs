namespace Polyglot.East;

/// <summary>Makes the comparison routines of a type.</summary>
internal sealed class OrderCompiler : NodeCompiler<OrderRoutine>
{
    protected override OrderRoutine Leaf(TypeNode node) => Keep<OrderRoutine>(node, node.Type.Kind switch
    {
        EastTypeKind.Null => new NoOrder<EastNull>(),
        EastTypeKind.Boolean => new NaturalOrder<bool>(),
        EastTypeKind.Integer => new NaturalOrder<long>(),
        EastTypeKind.Float => new FloatOrder(),
        EastTypeKind.String => new StringOrder(),
        EastTypeKind.DateTime => new NaturalOrder<EastDateTime>(),
        EastTypeKind.Blob => new NaturalOrder<EastBlob>(),
        EastTypeKind.Never => new NeverOrder(),
        _ => new NoOrder<EastFunction>(),
    });

    protected override OrderRoutine Struct(TypeNode node, StructType type)
    {
        var routine = Keep(node, new StructOrder { MayRecur = type.ContainsRecursion });
        routine.Fields = Parts(node);
        return routine;
    }

    protected override OrderRoutine Variant(TypeNode node, VariantType type)
    {
        var routine = Keep(node, new VariantOrder(type) { MayRecur = type.ContainsRecursion });
        routine.Cases = Parts(node);
        return routine;
    }

    protected override OrderRoutine Ref<T>(TypeNode node)
    {
        var routine = Keep(node, new RefOrder<T> { MayRecur = node.Type.ContainsRecursion });
        routine.Content = (OrderRoutine<T>)Part(node, 0);
        return routine;
    }

    protected override OrderRoutine Array<T>(TypeNode node)
    {
        var routine = Keep(node, new ArrayOrder<T> { MayRecur = node.Type.ContainsRecursion });
        routine.Element = (OrderRoutine<T>)Part(node, 0);
        return routine;
    }

    protected override OrderRoutine Set<T>(TypeNode node)
    {
        var routine = Keep(node, new SetOrder<T> { MayRecur = node.Type.ContainsRecursion });
        routine.Key = (OrderRoutine<T>)Part(node, 0);
        return routine;
    }

    protected override OrderRoutine Dict<TKey, TValue>(TypeNode node)
    {
        var routine = Keep(node, new DictOrder<TKey, TValue> { MayRecur = node.Type.ContainsRecursion });
        routine.Key = (OrderRoutine<TKey>)Part(node, 0);
        routine.Value = (OrderRoutine<TValue>)Part(node, 1);
        return routine;
    }

    protected override OrderRoutine AsObject(OrderRoutine container) => new ObjectOrder(container) { MayRecur = container.MayRecur };
}
