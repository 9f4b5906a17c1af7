namespace Polyglot.East;

/// <summary>
/// Makes a routine for every node of a type graph, once. Container routines are generic in the CLR types of what they hold. A routine
/// is known before its parts are made, so that back-references find it.
/// </summary>
internal abstract class NodeCompiler<TRoutine>
    where TRoutine : class
{
    private readonly Dictionary<TypeNode, TRoutine> _made = [];

    /// <summary>The routine of a node, for values as they are held (<see cref="TypeNode.Held"/>).</summary>
    public TRoutine Compile(TypeNode node) => AsHeld(node, OfClass(node));

    /// <summary>A primitive or a function.</summary>
    protected abstract TRoutine Leaf(TypeNode node);

    protected abstract TRoutine Struct(TypeNode node, StructType type);

    protected abstract TRoutine Variant(TypeNode node, VariantType type);

    protected abstract TRoutine Ref<T>(TypeNode node);

    protected abstract TRoutine Array<T>(TypeNode node);

    protected abstract TRoutine Set<T>(TypeNode node);

    protected abstract TRoutine Dict<TKey, TValue>(TypeNode node);

    /// <summary>The routine of a container for places that hold it as an object.</summary>
    protected abstract TRoutine AsObject(TRoutine container);

    /// <summary>Makes the routine known before its parts are asked for.</summary>
    protected T Keep<T>(TypeNode node, T routine)
        where T : TRoutine
    {
        _made[node] = routine;
        return routine;
    }

    protected TRoutine Part(TypeNode node, int part) =>
        node.IsBackReference(part) ? AsHeld(node.Parts[part], _made[node.Parts[part]]) : Compile(node.Parts[part]);

    protected TRoutine[] Parts(TypeNode node)
    {
        var parts = new TRoutine[node.Parts.Length];
        for (var i = 0; i < parts.Length; i++) parts[i] = Part(node, i);
        return parts;
    }

    private TRoutine AsHeld(TypeNode node, TRoutine routine) => ReferenceEquals(node.Held, node.Class) ? routine : AsObject(routine);

    private TRoutine OfClass(TypeNode node) => node.Type switch
    {
        StructType type => Struct(node, type),
        VariantType type => Variant(node, type),
        RefType => node.Parts[0].Held.Accept(new RefVisitor(this, node)),
        ArrayType => node.Parts[0].Held.Accept(new ArrayVisitor(this, node)),
        SetType => node.Parts[0].Held.Accept(new SetVisitor(this, node)),
        DictType => node.Parts[0].Held.Accept(new KeyVisitor(this, node)),
        _ => Leaf(node),
    };

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

    private sealed class KeyVisitor(NodeCompiler<TRoutine> compiler, TypeNode node) : IClrVisitor<TRoutine>
    {
        public TRoutine Visit<T>() => node.Parts[1].Held.Accept(new ValueVisitor<T>(compiler, node));
    }

    private sealed class ValueVisitor<TKey>(NodeCompiler<TRoutine> compiler, TypeNode node) : IClrVisitor<TRoutine>
    {
        public TRoutine Visit<T>() => compiler.Dict<TKey, T>(node);
    }
}
