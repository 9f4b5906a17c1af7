namespace Polyglot.East;

/// <summary>
/// Reads the types inside programs. Equal types come out as one instance. Lists may be back-references, so that few bytes can say a large
/// type again and again; the work is counted and bounded.
/// </summary>
internal sealed class SpellingReader(ListTable lists)
{
    private const int MaxWork = 1 << 25;

    private readonly Dictionary<EastType, EastType> _types = [];
    private readonly Dictionary<long, TypeSpelling> _recursive = [];
    private int _work;

    /// <summary>A closed type.</summary>
    public TypeSpelling Read(ref Beast2Reader from)
    {
        var start = from.Position;
        var spelling = ReadPart(ref from);
        return spelling.Type.IsClosed ? spelling : throw Refuse(TypeMessages.Open(spelling.Type), start);
    }

    /// <summary>A list of closed types (a builtin's type parameters), with its marker.</summary>
    public InputList ReadList(ref Beast2Reader from)
    {
        var start = from.Position;
        var list = Inputs(ref from);
        foreach (var item in list.Items)
            if (!item.Type.IsClosed) throw Refuse(TypeMessages.Open(item.Type), start);
        return list;
    }

    private static Beast2Failure Refuse(string problem, long offset) => new(Beast2Messages.BadType(problem, offset), offset);

    private TypeSpelling ReadPart(ref Beast2Reader from)
    {
        var start = from.Position;
        var kind = (EastTypeKind)from.ReadTag((int)EastTypeKind.Variant + 1);
        if (TypeSpelling.Primitive(kind) is { } primitive) return primitive;
        from.Enter();
        try
        {
            return ReadComposite(ref from, kind);
        }
        catch (ArgumentException refused)
        {
            throw Refuse(refused.Message.Split(" (Parameter")[0], start);
        }
        finally
        {
            from.Leave();
        }
    }

    private TypeSpelling ReadComposite(ref Beast2Reader from, EastTypeKind kind)
    {
        switch (kind)
        {
            case EastTypeKind.Ref:
                var content = ReadPart(ref from);
                return Make(EastType.Ref(content.Type), null, content);
            case EastTypeKind.Array:
                var element = ReadPart(ref from);
                return Make(EastType.Array(element.Type), null, element);
            case EastTypeKind.Set:
                var member = ReadPart(ref from);
                return Make(EastType.Set(member.Type), null, member);
            case EastTypeKind.Dict:
                var key = ReadPart(ref from);
                var value = ReadPart(ref from);
                return Make(EastType.Dict(key.Type, value.Type), null, key, value);
            case EastTypeKind.Recursive:
                return ReadRecursive(ref from);
            case EastTypeKind.Struct:
                var fields = Named(ref from);
                return fields.Struct ??= Make(EastType.Struct(Pairs(fields)), fields);
            case EastTypeKind.Variant:
                var cases = Named(ref from);
                return cases.Variant ??= ReadVariant(cases);
            default:
                var inputs = Inputs(ref from);
                var output = ReadPart(ref from);
                if (inputs.Function is { } known && known.Type.Kind == kind && ReferenceEquals(known.Part, output)) return known;
                return inputs.Function = Make(FunctionType(kind, inputs, output), inputs, output);
        }
    }

    private TypeSpelling ReadRecursive(ref Beast2Reader from)
    {
        var levels = from.ReadInteger();
        if (levels is < 1 or > EastType.MaxDepth) throw new ArgumentException(TypeMessages.RecursiveDepth);
        if (!_recursive.TryGetValue(levels, out var known)) _recursive[levels] = known = Make(EastType.Recursive((int)levels), null);
        return known;
    }

    /// <summary>The order of the cases gives them their tags, so a list out of order is refused rather than sorted.</summary>
    private TypeSpelling ReadVariant(NamedList cases)
    {
        var names = cases.Names;
        for (var i = 1; i < names.Length; i++)
            if (string.CompareOrdinal(names[i - 1], names[i]) > 0) throw new ArgumentException(TypeMessages.UnsortedCase(names[i]));
        return Make(EastType.Variant(Pairs(cases)), cases);
    }

    private FunctionType FunctionType(EastTypeKind kind, InputList inputs, TypeSpelling output)
    {
        Work(inputs.Items.Length);
        EastType[] types = [.. inputs.Items.Select(i => i.Type)];
        return kind == EastTypeKind.Function ? EastType.Function(types, output.Type) : EastType.AsyncFunction(types, output.Type);
    }

    private (string, EastType)[] Pairs(NamedList list)
    {
        Work(list.Items.Length);
        var pairs = new (string, EastType)[list.Items.Length];
        for (var i = 0; i < pairs.Length; i++) pairs[i] = (list.Names[i], list.Items[i].Type);
        return pairs;
    }

    private NamedList Named(ref Beast2Reader from)
    {
        if (lists.Shared<NamedList>(ref from) is { } shared) return shared;
        from.Enter();
        var place = from.Position;
        var count = from.ReadCount(minimumBytes: 2);
        var (names, items) = (new string[count], new TypeSpelling[count]);
        for (var i = 0; i < count; i++)
        {
            names[i] = lists.Text(ref from);
            items[i] = ReadPart(ref from);
        }
        from.Leave();
        return lists.Close(place, new NamedList(names, items));
    }

    private InputList Inputs(ref Beast2Reader from)
    {
        if (lists.Shared<InputList>(ref from) is { } shared) return shared;
        from.Enter();
        var place = from.Position;
        var items = new TypeSpelling[from.ReadCount(minimumBytes: 1)];
        for (var i = 0; i < items.Length; i++) items[i] = ReadPart(ref from);
        from.Leave();
        return lists.Close(place, new InputList(items));
    }

    private TypeSpelling Make(EastType type, SpelledList? list, TypeSpelling? part = null, TypeSpelling? value = null)
    {
        Work(1);
        if (_types.TryGetValue(type, out var known)) type = known;
        else _types.Add(type, type);
        return TypeSpelling.Of(type, list, part, value);
    }

    private void Work(int parts)
    {
        _work += parts;
        if (_work > MaxWork) throw new ArgumentException(TypeMessages.TooLarge);
    }
}
