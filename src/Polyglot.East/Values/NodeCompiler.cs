namespace Polyglot.East;

/// <summary>
/// Makes a routine for every node of a type graph, once. Container routines are generic in the CLR types of what they hold. A routine
/// is known before its parts are made, so that back-references find it.
/// </summary>
internal abstract class NodeCompiler<TRoutine>
    where TRoutine : class
{
    private readonly Dictionary<TypeNode, TRoutine> _made = [];

    public TRoutine Compile(TypeNode node) => node.Type switch
    {
        StructType type => Struct(node, type),
        VariantType type => Variant(node, type),
        RefType type => ClrTypes.Shape(type.Content).Accept(new RefVisitor(this, node)),
        ArrayType type => ClrTypes.Shape(type.Element).Accept(new ArrayVisitor(this, node)),
        SetType type => ClrTypes.Shape(type.Key).Accept(new SetVisitor(this, node)),
        DictType type => ClrTypes.Shape(type.Key).Accept(new KeyVisitor(this, node, type)),
        _ => Leaf(node),
    };

    /// <summary>A primitive or a function.</summary>
    protected abstract TRoutine Leaf(TypeNode node);

    protected abstract TRoutine Struct(TypeNode node, StructType type);

    protected abstract TRoutine Variant(TypeNode node, VariantType type);

    protected abstract TRoutine Ref<T>(TypeNode node);

    protected abstract TRoutine Array<T>(TypeNode node);

    protected abstract TRoutine Set<T>(TypeNode node);

    protected abstract TRoutine Dict<TKey, TValue>(TypeNode node);

    /// <summary>A position written as a back-reference, where values are held as objects.</summary>
    protected abstract TRoutine BackReference(TRoutine target);

    /// <summary>Makes the routine known before its parts are asked for.</summary>
    protected T Keep<T>(TypeNode node, T routine)
        where T : TRoutine
    {
        _made[node] = routine;
        return routine;
    }

    protected TRoutine Part(TypeNode node, int part) =>
        node.IsBackReference(part) ? BackReference(_made[node.Parts[part]]) : Compile(node.Parts[part]);

    protected TRoutine[] Parts(TypeNode node)
    {
        var parts = new TRoutine[node.Parts.Length];
        for (var i = 0; i < parts.Length; i++) parts[i] = Part(node, i);
        return parts;
    }

    private sealed class RefVisitor(NodeCompiler<TRoutine> compiler, TypeNode node) : IClrVisitor<TRoutine>
    {
        public TRoutine Visit<T>() => compiler.Ref<T>(node);
    }

    private sealed class ArrayVisitor(NodeCompiler<TRoutine> compiler, TypeNode node) : IClrVisitor<TRoutine>
    {
        public TRoutine Visit<T>() => compiler.Array<T>(node);
    }

    private sealed class SetVisitor(NodeCompiler<TRoutine> compiler, TypeNode node) : IClrVisitor<TRoutine>
    {
        public TRoutine Visit<T>() => compiler.Set<T>(node);
    }

    private sealed class KeyVisitor(NodeCompiler<TRoutine> compiler, TypeNode node, DictType type) : IClrVisitor<TRoutine>
    {
        public TRoutine Visit<T>() => ClrTypes.Shape(type.Value).Accept(new ValueVisitor<T>(compiler, node));
    }

    private sealed class ValueVisitor<TKey>(NodeCompiler<TRoutine> compiler, TypeNode node) : IClrVisitor<TRoutine>
    {
        public TRoutine Visit<T>() => compiler.Dict<TKey, T>(node);
    }
}
