namespace Polyglot.East;

/// <summary>Makes the identity relation of a type.</summary>
internal sealed class IdentityCompiler : NodeCompiler<IdentityRoutine>
{
    protected override IdentityRoutine Leaf(TypeNode node) => Keep<IdentityRoutine>(node, node.Type.Kind switch
    {
        EastTypeKind.Null => new SameContent<EastNull>(),
        EastTypeKind.Boolean => new SameContent<bool>(),
        EastTypeKind.Integer => new SameContent<long>(),
        EastTypeKind.Float => new SameNumber(),
        EastTypeKind.String => new SameContent<string>(),
        EastTypeKind.DateTime => new SameContent<EastDateTime>(),
        EastTypeKind.Blob => new SameContent<EastBlob>(),
        EastTypeKind.Never => new NeverSame(),
        _ => throw new ArgumentException(OrderMessages.NoIdentity(node.Type)), // spec 9, quirk 30: raised at the builtin
    });

    protected override IdentityRoutine Struct(TypeNode node, StructType type)
    {
        var routine = Keep(node, new SameFields());
        routine.Fields = Parts(node);
        return routine;
    }

    protected override IdentityRoutine Variant(TypeNode node, VariantType type)
    {
        var routine = Keep(node, new SameCase(type));
        routine.Cases = Parts(node);
        return routine;
    }

    protected override IdentityRoutine Ref<T>(TypeNode node) => Keep(node, new SameObject<EastRef<T>>());

    protected override IdentityRoutine Array<T>(TypeNode node) => Keep(node, new SameObject<EastArray<T>>());

    protected override IdentityRoutine Set<T>(TypeNode node) => Keep(node, new SameObject<EastSet<T>>());

    protected override IdentityRoutine Dict<TKey, TValue>(TypeNode node) => Keep(node, new SameObject<EastDict<TKey, TValue>>());

    protected override IdentityRoutine AsObject(IdentityRoutine container) => new SameObject<object>();
}
