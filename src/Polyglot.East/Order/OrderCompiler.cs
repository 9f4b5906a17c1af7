namespace Polyglot.East;

/// <summary>Makes the comparison routine of every node of a type graph, once.</summary>
internal sealed class OrderCompiler
{
    private readonly Dictionary<TypeNode, OrderRoutine> _routines = [];

    public OrderRoutine Compile(TypeNode node)
    {
        var recurs = node.Type.ContainsRecursion;
        switch (node.Type)
        {
            case StructType:
                var product = Keep(node, new StructOrder { MayRecur = recurs });
                product.Fields = Parts(node);
                return product;
            case VariantType type:
                var sum = Keep(node, new VariantOrder(type) { MayRecur = recurs });
                sum.Cases = Parts(node);
                return sum;
            case RefType t:
                return ClrTypes.Shape(t.Content).Accept(new RefMaker(this, node));
            case ArrayType t:
                return ClrTypes.Shape(t.Element).Accept(new ArrayMaker(this, node));
            case SetType t:
                return ClrTypes.Shape(t.Key).Accept(new SetMaker(this, node));
            case DictType t:
                return ClrTypes.Shape(t.Key).Accept(new DictKeyMaker(this, node, t));
            default:
                return Keep(node, Scalar(node.Type.Kind));
        }
    }

    private static OrderRoutine Scalar(EastTypeKind kind) => kind switch
    {
        EastTypeKind.Null => new NoOrder<EastNull>(),
        EastTypeKind.Boolean => new NaturalOrder<bool>(),
        EastTypeKind.Integer => new NaturalOrder<long>(),
        EastTypeKind.Float => new FloatOrder(),
        EastTypeKind.String => new StringOrder(),
        EastTypeKind.DateTime => new NaturalOrder<EastDateTime>(),
        EastTypeKind.Blob => new NaturalOrder<EastBlob>(),
        EastTypeKind.Never => new NeverOrder(),
        _ => new NoOrder<object>(),
    };

    private T Keep<T>(TypeNode node, T routine)
        where T : OrderRoutine
    {
        _routines[node] = routine;
        return routine;
    }

    private OrderRoutine Part(TypeNode node, int part) => node.IsBackReference(part)
        ? new BackReferenceOrder(_routines[node.Parts[part]])
        : Compile(node.Parts[part]);

    private OrderRoutine[] Parts(TypeNode node) => [.. Enumerable.Range(0, node.Parts.Length).Select(i => Part(node, i))];

    private sealed class RefMaker(OrderCompiler compiler, TypeNode node) : IClrVisitor<OrderRoutine>
    {
        public OrderRoutine Visit<T>()
        {
            var routine = compiler.Keep(node, new RefOrder<T> { MayRecur = node.Type.ContainsRecursion });
            routine.Content = (OrderRoutine<T>)compiler.Part(node, 0);
            return routine;
        }
    }

    private sealed class ArrayMaker(OrderCompiler compiler, TypeNode node) : IClrVisitor<OrderRoutine>
    {
        public OrderRoutine Visit<T>()
        {
            var routine = compiler.Keep(node, new ArrayOrder<T> { MayRecur = node.Type.ContainsRecursion });
            routine.Element = (OrderRoutine<T>)compiler.Part(node, 0);
            return routine;
        }
    }

    private sealed class SetMaker(OrderCompiler compiler, TypeNode node) : IClrVisitor<OrderRoutine>
    {
        public OrderRoutine Visit<T>()
        {
            var routine = compiler.Keep(node, new SetOrder<T> { MayRecur = node.Type.ContainsRecursion });
            routine.Key = (OrderRoutine<T>)compiler.Part(node, 0);
            return routine;
        }
    }

    private sealed class DictKeyMaker(OrderCompiler compiler, TypeNode node, DictType type) : IClrVisitor<OrderRoutine>
    {
        public OrderRoutine Visit<T>() => ClrTypes.Shape(type.Value).Accept(new DictMaker<T>(compiler, node));
    }

    private sealed class DictMaker<TKey>(OrderCompiler compiler, TypeNode node) : IClrVisitor<OrderRoutine>
    {
        public OrderRoutine Visit<T>()
        {
            var routine = compiler.Keep(node, new DictOrder<TKey, T> { MayRecur = node.Type.ContainsRecursion });
            routine.Key = (OrderRoutine<TKey>)compiler.Part(node, 0);
            routine.Value = (OrderRoutine<T>)compiler.Part(node, 1);
            return routine;
        }
    }
}
