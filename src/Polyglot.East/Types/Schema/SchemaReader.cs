namespace Polyglot.East;

/// <summary>
/// Reads a type from beast2 bytes. Lists of fields, cases and inputs are Arrays, so they may be back-references to earlier lists (spec 9, quirk 21: read, never written); a
/// type made so is a graph whose parts are shared, which <see cref="EastType.MaxNodes"/> keeps small when it is walked as a tree.
/// </summary>
internal ref struct SchemaReader(Beast2Reader reader)
{
    private readonly Dictionary<long, (string Name, EastType Type)[]?> _namedLists = [];
    private readonly Dictionary<long, EastType[]?> _inputLists = [];
    private Beast2Reader _reader = reader;

    public readonly long Position => _reader.Position;

    /// <summary>The cursor, which is behind the type once that is read.</summary>
    public readonly Beast2Reader Reader => _reader;

    public EastType ReadRoot()
    {
        var start = Position;
        var type = Read();
        return type.IsClosed ? type : throw new Beast2Failure(Beast2Messages.BadType(TypeMessages.Open(type), start), start);
    }

    private EastType Read()
    {
        var start = Position;
        _reader.Enter();
        try
        {
            return ReadOne();
        }
        catch (ArgumentException refused)
        {
            throw new Beast2Failure(Beast2Messages.BadType(refused.Message.Split(" (Parameter")[0], start), start);
        }
        finally
        {
            _reader.Leave();
        }
    }

    private EastType ReadOne()
    {
        switch ((EastTypeKind)_reader.ReadTag((int)EastTypeKind.Variant + 1))
        {
            case EastTypeKind.Never: return EastType.Never;
            case EastTypeKind.Null: return EastType.Null;
            case EastTypeKind.Boolean: return EastType.Boolean;
            case EastTypeKind.Integer: return EastType.Integer;
            case EastTypeKind.Float: return EastType.Float;
            case EastTypeKind.String: return EastType.String;
            case EastTypeKind.DateTime: return EastType.DateTime;
            case EastTypeKind.Blob: return EastType.Blob;
            case EastTypeKind.Ref: return EastType.Ref(Read());
            case EastTypeKind.Array: return EastType.Array(Read());
            case EastTypeKind.Set: return EastType.Set(Read());
            case EastTypeKind.Dict: return EastType.Dict(Read(), Read());
            case EastTypeKind.Struct: return EastType.Struct(ReadNamedList());
            case EastTypeKind.Variant: return ReadVariant();
            case EastTypeKind.Function: return EastType.Function(ReadInputs(), Read());
            case EastTypeKind.AsyncFunction: return EastType.AsyncFunction(ReadInputs(), Read());
            default: return ReadRecursive();
        }
    }

    private RecursiveType ReadRecursive()
    {
        var levels = _reader.ReadInteger();
        return levels is >= 1 and <= EastType.MaxDepth ? EastType.Recursive((int)levels) : throw new ArgumentException(TypeMessages.RecursiveDepth);
    }

    /// <summary>The order of the cases gives them their tags, so a list out of order is refused rather than sorted.</summary>
    private VariantType ReadVariant()
    {
        var cases = ReadNamedList();
        for (var i = 1; i < cases.Length; i++)
            if (string.CompareOrdinal(cases[i - 1].Name, cases[i].Name) > 0) throw new ArgumentException(TypeMessages.UnsortedCase(cases[i].Name));
        return EastType.Variant(cases);
    }

    private (string Name, EastType Type)[] ReadNamedList()
    {
        if (Shared(_namedLists) is { } shared) return shared;
        var registered = Position;
        var list = new (string Name, EastType Type)[_reader.ReadCount(minimumBytes: 2)];
        for (var i = 0; i < list.Length; i++) list[i] = (_reader.ReadString(), Read());
        _namedLists[registered] = list;
        return list;
    }

    private EastType[] ReadInputs()
    {
        if (Shared(_inputLists) is { } shared) return shared;
        var registered = Position;
        var list = new EastType[_reader.ReadCount(minimumBytes: 1)];
        for (var i = 0; i < list.Length; i++) list[i] = Read();
        _inputLists[registered] = list;
        return list;
    }

    /// <summary>The earlier list that the marker here refers to; null, with the place registered, when the list follows inline.</summary>
    private T[]? Shared<T>(Dictionary<long, T[]?> lists)
    {
        var start = Position;
        var distance = _reader.ReadVarint();
        if (distance == 0)
        {
            lists[Position] = null;
            return null;
        }
        var target = start - (long)distance;
        if (target < 0 || !lists.TryGetValue(target, out var list))
            throw new Beast2Failure(Beast2Messages.UndefinedReference(start, target), start);
        return list ?? throw new ArgumentException(TypeMessages.CyclicType);
    }
}
