namespace Polyglot.East;

/// <summary>Makes values for code that knows their types only at run time.</summary>
public static class EastValues
{
    /// <summary>
    /// A fresh container of a Ref, Array, Set or Dict type, to be filled through <see cref="IEastRef"/>, <see cref="IEastArray"/>,
    /// <see cref="IEastSet"/> or <see cref="IEastDict"/>. A Ref starts with the CLR default, which must be replaced.
    /// </summary>
    /// <exception cref="ArgumentException">The type is not one of these.</exception>
    public static object NewContainer(EastType type) => Factory(type)();

    internal static object NewContainer(TypeNode node) => (node.Factory ??= Factory(node.Type))();

    private static Func<object> Factory(EastType type) => type switch
    {
        RefType t => ClrTypes.Shape(t.Content).Accept(new RefFactory()),
        ArrayType t => ClrTypes.Shape(t.Element).Accept(new ArrayFactory()),
        SetType t => ClrTypes.Shape(t.Key).Accept(new SetFactory(t.Key)),
        DictType t => ClrTypes.Shape(t.Key).Accept(new KeyFactory(t)),
        _ => throw new ArgumentException($"{type} is not a container type", nameof(type)),
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

    private sealed class KeyFactory(DictType type) : IClrVisitor<Func<object>>
    {
        public Func<object> Visit<T>() => ClrTypes.Shape(type.Value).Accept(new DictFactory<T>(type.Key));
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
