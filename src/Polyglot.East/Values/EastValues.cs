namespace Polyglot.East;

/// <summary>Makes values for code that knows their types only at run time.</summary>
public static class EastValues
{
    /// <summary>
    /// A fresh container of a Ref, Array, Set or Dict type, to be filled through <see cref="IEastRef"/>, <see cref="IEastArray"/>,
    /// <see cref="IEastSet"/> or <see cref="IEastDict"/>. A Ref starts with the CLR default, which must be replaced.
    /// </summary>
    /// <exception cref="ArgumentException">The type is not one of these, or it is open.</exception>
    public static object NewContainer(EastType type) => NewContainer(TypeNode.Of(type));

    internal static object NewContainer(TypeNode node) => (node.Factory ??= Factory(node))();

    private static Func<object> Factory(TypeNode node) => node.Type switch
    {
        RefType => node.Parts[0].Held.Accept(new RefFactory()),
        ArrayType => node.Parts[0].Held.Accept(new ArrayFactory()),
        SetType t => node.Parts[0].Held.Accept(new SetFactory(t.Key)),
        DictType t => node.Parts[0].Held.Accept(new KeyFactory(t.Key, node.Parts[1].Held)),
        _ => throw new ArgumentException($"{node.Type} is not a container type", nameof(node)),
    };

    private sealed class RefFactory : IClrVisitor<Func<object>>
    {
        public Func<object> Visit<T>() => static () => new EastRef<T>(default!);
    }

    private sealed class ArrayFactory : IClrVisitor<Func<object>>
    {
        public Func<object> Visit<T>() => static () => new EastArray<T>();
    }

    private sealed class SetFactory(EastType key) : IClrVisitor<Func<object>>
    {
        public Func<object> Visit<T>()
        {
            var order = EastOrder.Comparer<T>(key);
            return () => new EastSet<T>(order);
        }
    }

    private sealed class KeyFactory(EastType key, ClrShape value) : IClrVisitor<Func<object>>
    {
        public Func<object> Visit<T>() => value.Accept(new DictFactory<T>(key));
    }

    private sealed class DictFactory<TKey>(EastType key) : IClrVisitor<Func<object>>
    {
        public Func<object> Visit<T>()
        {
            var order = EastOrder.Comparer<TKey>(key);
            return () => new EastDict<TKey, T>(order);
        }
    }
}
