using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Polyglot.East;

/// <summary>
/// Reads nodes from beast2 bytes, straight into <see cref="IrNode"/>. One decoder serves all functions inside one value, which share
/// its table of lists. What is wrong is thrown as <see cref="Beast2Failure"/>.
/// </summary>
internal sealed class IrDecoder
{
    private readonly ListTable _lists = new();
    private readonly SpellingReader _types;
    private IrLocation _last = new("", 0, 0);
    private byte[] _lastFile = [];
    private long _nodes;

    public IrDecoder() => _types = new SpellingReader(_lists);

    /// <summary>A node of any kind.</summary>
    public IrNode Read(ref Beast2Reader from) => Read(ref from, out _);

    /// <summary>A Function node (or AsyncFunction node), as functions inside values are written.</summary>
    public FunctionNode ReadFunction(ref Beast2Reader from, bool isAsync)
    {
        var start = from.Position;
        var node = Read(ref from, out var kind);
        var expected = isAsync ? IrKind.AsyncFunction : IrKind.Function;
        return kind == expected ? (FunctionNode)node : throw new Beast2Failure(IrMessages.ExpectedFunction(expected, kind, start), start);
    }

    private IrNode Read(ref Beast2Reader from, out IrKind kind)
    {
        // A node is a constructor of two levels, a Struct in a Variant, and counts as such.
        from.Enter();
        from.Enter();
        CountNodes(1, from.Position);
        var start = from.Position;
        kind = (IrKind)from.ReadTag(IrKinds.Count);
        var type = _types.Read(ref from);
        var location = ReadLocation(ref from);
        var node = ReadRest(ref from, kind, type, location, start);
        node.Spelling = type;
        from.Leave();
        from.Leave();
        return node;
    }

    private IrNode ReadRest(ref Beast2Reader from, IrKind kind, TypeSpelling spelling, IrLocation location, long start)
    {
        var type = spelling.Type;
        switch (kind)
        {
            case IrKind.As: return new ConversionNode(type, location, ConversionKind.As, Read(ref from));
            case IrKind.WrapRecursive: return new ConversionNode(type, location, ConversionKind.WrapRecursive, Read(ref from));
            case IrKind.UnwrapRecursive: return new ConversionNode(type, location, ConversionKind.UnwrapRecursive, Read(ref from));
            case IrKind.Assign: return new AssignNode(type, location, ReadVariable(ref from), Read(ref from));
            case IrKind.Let: return new LetNode(type, location, ReadVariable(ref from), Read(ref from));
            case IrKind.Function or IrKind.AsyncFunction:
                var functionType = type as FunctionType;
                if (functionType is null || functionType.IsAsync != (kind == IrKind.AsyncFunction))
                    throw new Beast2Failure(IrMessages.FunctionType(kind, type, start), start);
                return new FunctionNode(functionType, location, ReadVariables(ref from), ReadVariables(ref from), Read(ref from));
            case IrKind.Block: return new BlockNode(type, location, ReadNodes(ref from));
            case IrKind.Break: return new BreakNode(type, location, ReadLabel(ref from));
            case IrKind.Continue: return new ContinueNode(type, location, ReadLabel(ref from));
            case IrKind.Builtin: return ReadBuiltin(ref from, type, location);
            case IrKind.Call: return new CallNode(type, location, isAsync: false, Read(ref from), ReadNodes(ref from));
            case IrKind.CallAsync: return new CallNode(type, location, isAsync: true, Read(ref from), ReadNodes(ref from));
            case IrKind.Error: return new ErrorNode(type, location, Read(ref from));
            case IrKind.ForArray:
                return new ForArrayNode(
                    type, location, Read(ref from), ReadLabel(ref from), ReadVariable(ref from), ReadVariable(ref from), Read(ref from));
            case IrKind.ForDict:
                return new ForDictNode(
                    type, location, Read(ref from), ReadLabel(ref from), ReadVariable(ref from), ReadVariable(ref from), Read(ref from));
            case IrKind.ForSet:
                return new ForSetNode(type, location, Read(ref from), ReadLabel(ref from), ReadVariable(ref from), Read(ref from));
            case IrKind.While: return new WhileNode(type, location, Read(ref from), ReadLabel(ref from), Read(ref from));
            case IrKind.GetField: return new GetFieldNode(type, location, _lists.Text(ref from), Read(ref from));
            case IrKind.IfElse: return new IfElseNode(type, location, ReadBranches(ref from), Read(ref from));
            case IrKind.Match: return new MatchNode(type, location, Read(ref from), ReadCases(ref from));
            case IrKind.NewArray: return new NewArrayNode(type, location, ReadNodes(ref from));
            case IrKind.NewSet: return new NewSetNode(type, location, ReadNodes(ref from));
            case IrKind.NewDict: return new NewDictNode(type, location, ReadEntries(ref from));
            case IrKind.NewRef: return new NewRefNode(type, location, Read(ref from));
            case IrKind.Platform: return new PlatformNode(type, location, _lists.Text(ref from), ReadNodes(ref from), from.ReadBoolean());
            case IrKind.Return: return new ReturnNode(type, location, Read(ref from));
            case IrKind.Struct: return new StructNode(type, location, ReadFields(ref from));
            case IrKind.TryCatch:
                var (attempt, handler) = (Read(ref from), Read(ref from));
                return new TryCatchNode(type, location, attempt, handler, ReadVariable(ref from), ReadVariable(ref from), Read(ref from));
            case IrKind.Value: return new ValueNode(type, location, ReadLiteral(ref from));
            case IrKind.Variable: return new VariableNode(type, location, _lists.Text(ref from), from.ReadBoolean(), from.ReadBoolean());
            default: return new VariantNode(type, location, _lists.Text(ref from), Read(ref from));
        }
    }

    private BuiltinNode ReadBuiltin(ref Beast2Reader from, EastType type, IrLocation location)
    {
        var name = _lists.Text(ref from);
        var parameters = _types.ReadList(ref from);
        ImmutableArray<EastType> types = [.. parameters.Items.Select(p => p.Type)];
        return new BuiltinNode(type, location, name, types, ReadNodes(ref from)) { SpelledParameters = parameters };
    }

    private VariableNode ReadVariable(ref Beast2Reader from)
    {
        var start = from.Position;
        var node = Read(ref from, out var kind);
        return node as VariableNode ?? throw new Beast2Failure(IrMessages.NotAVariable(kind, start), start);
    }

    private ImmutableArray<IrNode> ReadNodes(ref Beast2Reader from) => ReadList(
        ref from, static (IrDecoder self, ref Beast2Reader from) => self.Read(ref from), minimumBytes: 5, AsVariables);

    /// <summary>Such a list may also stand where nodes of any kind may; a list of variables is therefore always an array of variables.</summary>
    private ImmutableArray<VariableNode> ReadVariables(ref Beast2Reader from)
    {
        var start = from.Position;
        var nodes = ReadNodes(ref from);
        if (ImmutableCollectionsMarshal.AsArray(nodes) is VariableNode[] variables) return ImmutableCollectionsMarshal.AsImmutableArray(variables);
        throw new Beast2Failure(IrMessages.NotAVariable(IrKinds.Of(nodes.First(n => n is not VariableNode)), start), start);
    }

    private static IrNode[] AsVariables(IrNode[] nodes)
    {
        foreach (var node in nodes)
            if (node is not VariableNode) return nodes;
        return Array.ConvertAll(nodes, node => (VariableNode)node);
    }

    private ImmutableArray<IfBranch> ReadBranches(ref Beast2Reader from) => ReadList(
        ref from, static (IrDecoder self, ref Beast2Reader from) => new IfBranch(self.Read(ref from), self.Read(ref from)), minimumBytes: 10);

    private ImmutableArray<DictEntry> ReadEntries(ref Beast2Reader from) => ReadList(
        ref from, static (IrDecoder self, ref Beast2Reader from) => new DictEntry(self.Read(ref from), self.Read(ref from)), minimumBytes: 10);

    private ImmutableArray<StructPart> ReadFields(ref Beast2Reader from) => ReadList(
        ref from, static (IrDecoder self, ref Beast2Reader from) => new StructPart(self._lists.Text(ref from), self.Read(ref from)), minimumBytes: 6);

    private ImmutableArray<MatchCase> ReadCases(ref Beast2Reader from) => ReadList(
        ref from,
        static (IrDecoder self, ref Beast2Reader from) => new MatchCase(self._lists.Text(ref from), self.ReadVariable(ref from), self.Read(ref from)),
        minimumBytes: 11);

    private ImmutableArray<T> ReadList<T>(ref Beast2Reader from, Reading<T> read, int minimumBytes, Func<T[], T[]>? complete = null)
        where T : class
    {
        if (_lists.Shared<NodeList<T>>(ref from) is { } shared)
        {
            CountNodes(shared.Weight, from.Position);
            return shared.Immutable;
        }
        from.Enter();
        from.Enter();
        var (place, before) = (from.Position, _nodes);
        var items = new T[from.ReadCount(minimumBytes)];
        for (var i = 0; i < items.Length; i++) items[i] = read(this, ref from);
        if (complete is not null) items = complete(items);
        from.Leave();
        from.Leave();
        return _lists.Close(place, new NodeList<T>(items, _nodes - before)).Immutable;
    }

    private IrLabel ReadLabel(ref Beast2Reader from) => new(_lists.Text(ref from), ReadLocation(ref from));

    /// <summary>Neighbouring nodes tend to come from the same file, and often from the same place.</summary>
    private IrLocation ReadLocation(ref Beast2Reader from)
    {
        var utf8 = from.ReadUtf8();
        var file = _last.File;
        if (!utf8.SequenceEqual(_lastFile))
        {
            _lastFile = utf8.ToArray();
            file = _lists.Text(utf8);
        }
        var (line, column) = (from.ReadInteger(), from.ReadInteger());
        if (_last.Line != line || _last.Column != column || !ReferenceEquals(_last.File, file)) _last = new IrLocation(file, line, column);
        return _last;
    }

    private static object ReadLiteral(ref Beast2Reader from) => from.ReadTag(IrTypes.Literal.Cases.Length) switch
    {
        0 => EastBlob.Wrap(from.ReadBlob()),
        1 => from.ReadBoolean(),
        2 => new EastDateTime(from.ReadInteger()),
        3 => from.ReadFloat(),
        4 => from.ReadInteger(),
        5 => EastNull.Boxed,
        _ => from.ReadString(),
    };

    /// <summary>Lists may be shared, so few bytes can stand for many nodes; everything that walks programs walks them as trees.</summary>
    private void CountNodes(long nodes, long offset)
    {
        _nodes += nodes;
        if (_nodes > IrReader.MaxNodes) throw new Beast2Failure(IrMessages.TooLarge, offset);
    }

    private delegate T Reading<out T>(IrDecoder self, ref Beast2Reader from);
}
