namespace Polyglot.East;

/// <summary>
/// Reads the type that a value of <see cref="TypeOfTypes.Type"/> stands for. The lists in such a value may be shared or contain
/// themselves; nodes are counted as they are met, so that neither takes long.
/// </summary>
internal sealed class TypeFromValue
{
    private int _depth;
    private int _nodes;

    /// <exception cref="ArgumentException">The value stands for no type.</exception>
    public EastType Read(EastVariant value)
    {
        if (++_depth > EastType.MaxDepth) throw new ArgumentException(TypeMessages.TooDeep);
        if (++_nodes > EastType.MaxNodes) throw new ArgumentException(TypeMessages.TooLarge);
        var type = ReadOne(value);
        _depth--;
        return type;
    }

    private EastType ReadOne(EastVariant value)
    {
        var payload = value.Payload!;
        switch ((EastTypeKind)TypeOfTypes.Type.IndexOf(value.Case))
        {
            case EastTypeKind.Never: return EastType.Never;
            case EastTypeKind.Null: return EastType.Null;
            case EastTypeKind.Boolean: return EastType.Boolean;
            case EastTypeKind.Integer: return EastType.Integer;
            case EastTypeKind.Float: return EastType.Float;
            case EastTypeKind.String: return EastType.String;
            case EastTypeKind.DateTime: return EastType.DateTime;
            case EastTypeKind.Blob: return EastType.Blob;
            case EastTypeKind.Ref: return EastType.Ref(Read((EastVariant)payload));
            case EastTypeKind.Array: return EastType.Array(Read((EastVariant)payload));
            case EastTypeKind.Set: return EastType.Set(Read((EastVariant)payload));
            case EastTypeKind.Dict: return EastType.Dict(Part(payload, 0), Part(payload, 1));
            case EastTypeKind.Struct: return EastType.Struct(Named((IEastArray)payload));
            case EastTypeKind.Variant: return EastType.Variant(Named((IEastArray)payload));
            case EastTypeKind.Function: return EastType.Function(Inputs(payload), Part(payload, 1));
            case EastTypeKind.AsyncFunction: return EastType.AsyncFunction(Inputs(payload), Part(payload, 1));
            case EastTypeKind.Recursive:
                return (long)payload is >= 1 and <= EastType.MaxDepth and var levels
                    ? EastType.Recursive((int)levels)
                    : throw new ArgumentException(TypeMessages.RecursiveDepth);
            default: throw new ArgumentException(TypeMessages.UnknownKind(value.Case));
        }
    }

    private EastType Part(object parts, int index) => Read((EastVariant)((EastStruct)parts)[index]!);

    private (string Name, EastType Type)[] Named(IEastArray parts)
    {
        var named = new (string, EastType)[parts.Count];
        for (var i = 0; i < named.Length; i++)
        {
            var part = (EastStruct)parts[i]!;
            named[i] = ((string)part[0]!, Part(part, 1));
        }
        return named;
    }

    private EastType[] Inputs(object function)
    {
        var inputs = (IEastArray)((EastStruct)function)[0]!;
        var types = new EastType[inputs.Count];
        for (var i = 0; i < types.Length; i++) types[i] = Read((EastVariant)inputs[i]!);
        return types;
    }
}
