namespace Polyglot.East.Tests;

/// <summary>Loops, jumps, calls and data.</summary>
internal sealed partial class Nodes
{
    /// <summary>A builtin whose result type is that of its signature.</summary>
    public BuiltinNode Op(string name, EastType[] types, params IrNode[] arguments)
    {
        Assert.That(BuiltinTable.TryGet(name, out var definition), Is.True, name);
        return Builtin(name, types, definition!.Signature([.. types]).Output, arguments);
    }

    public BuiltinNode Op(string name, params IrNode[] arguments) => Op(name, [], arguments);

    public WhileNode While(IrNode predicate, IrNode body, string label = "loop") => new(Null, Here(), predicate, Label(label), body);

    public ForArrayNode ForArray(IrNode array, VariableNode key, VariableNode value, IrNode body, string label = "loop") =>
        new(Null, Here(), array, Label(label), key, value, body);

    public BreakNode Break(string label = "loop") => new(EastType.Never, Here(), Label(label));

    public ContinueNode Continue(string label = "loop") => new(EastType.Never, Here(), Label(label));

    public ReturnNode Return(IrNode value) => new(EastType.Never, Here(), value);

    public ErrorNode Error(string message) => new(EastType.Never, Here(), Value(message));

    public CallNode Call(IrNode function, params IrNode[] arguments) =>
        new(((FunctionType)function.Type).Output, Here(), function.Type.Kind == EastTypeKind.AsyncFunction, function, [.. arguments]);

    public PlatformNode Platform(string name, EastType output, params IrNode[] arguments) => new(output, Here(), name, [.. arguments], isAsync: false);

    public TryCatchNode Try(IrNode body, IrNode handler, IrNode? last = null, string message = "message", string stack = "stack") => new(
        body.Type.Kind == EastTypeKind.Never ? handler.Type : body.Type, Here(), body, handler, Variable(message, String), Variable(stack, IrTypes.ErrorStack), last ?? Null_());

    public NewArrayNode Array(EastType element, params IrNode[] values) => new(EastType.Array(element), Here(), [.. values]);

    public NewRefNode Ref(IrNode value) => new(EastType.Ref(value.Type), Here(), value);

    public StructNode Struct(params (string Name, IrNode Value)[] fields) =>
        new(EastType.Struct([.. fields.Select(f => (f.Name, f.Value.Type))]), Here(), [.. fields.Select(f => new StructPart(f.Name, f.Value))]);

    public GetFieldNode Get(IrNode value, string field)
    {
        var type = (StructType)value.Type;
        return new GetFieldNode(type.Fields[type.IndexOf(field)].Type, Here(), field, value);
    }

    public ConversionNode As(IrNode value, EastType type) => new(type, Here(), ConversionKind.As, value);

}
