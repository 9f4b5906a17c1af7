using System.Collections.Immutable;

namespace Polyglot.East.Tests;

/// <summary>Makes nodes tersely. Lines count up, so that every node has a place of its own.</summary>
internal sealed partial class Nodes
{
    private long _line;

    public static EastType Null => EastType.Null;

    public static EastType Integer => EastType.Integer;

    public static EastType String => EastType.String;

    public IrLocation Here() => new("t.east", ++_line, 1);

    public IrLabel Label(string name) => new(name, Here());

    public ValueNode Value(object value) => new(
        value switch
        {
            long => EastType.Integer,
            bool => EastType.Boolean,
            double => EastType.Float,
            string => EastType.String,
            EastDateTime => EastType.DateTime,
            EastBlob => EastType.Blob,
            _ => EastType.Null,
        }, Here(), value);

    public ValueNode Null_() => Value(EastNull.Boxed);

    public VariableNode Variable(string name, EastType type, bool isMutable = false, bool isCaptured = false) => new(type, Here(), name, isMutable, isCaptured);

    public LetNode Let(VariableNode variable, IrNode value) => new(Null, Here(), variable, value);

    public AssignNode Assign(VariableNode variable, IrNode value) => new(Null, Here(), variable, value);

    public BlockNode Block(params IrNode[] statements) => new(statements is [.., var last] ? last.Type : Null, Here(), [.. statements]);

    public BuiltinNode Builtin(string name, EastType type, params IrNode[] arguments) => new(type, Here(), name, [], [.. arguments]);

    public BuiltinNode Builtin(string name, EastType[] types, EastType type, params IrNode[] arguments) =>
        new(type, Here(), name, [.. types], [.. arguments]);

    public IrNode Add(IrNode left, IrNode right) => Builtin("IntegerAdd", Integer, left, right);

    public IfElseNode If(IrNode predicate, IrNode body, IrNode @else) => new(body.Type, Here(), [new IfBranch(predicate, body)], @else);

    public FunctionNode Function(VariableNode[] parameters, IrNode body, VariableNode[]? captures = null, EastType? output = null, bool isAsync = false)
    {
        EastType[] inputs = [.. parameters.Select(p => p.Type)];
        var type = isAsync ? EastType.AsyncFunction(inputs, output ?? body.Type) : EastType.Function(inputs, output ?? body.Type);
        return new FunctionNode(type, Here(), [.. captures ?? []], [.. parameters], body);
    }

    /// <summary>A program of no parameters.</summary>
    public FunctionNode Program(IrNode body) => Function([], body);

    /// <summary>A program with one node of every kind.</summary>
    public FunctionNode EveryKind()
    {
        var option = EastType.Option(Integer);
        var list = EastType.Variant(("cons", EastType.Struct(("head", Integer), ("tail", EastType.Recursive(2)))), ("nil", Null));
        var unfolded = EastType.Variant(("cons", EastType.Struct(("head", Integer), ("tail", list))), ("nil", Null));
        var pair = EastType.Struct(("a", Integer), ("b c", String));
        var numbers = EastType.Array(Integer);
        var keys = EastType.Set(String);
        var counts = EastType.Dict(String, Integer);
        var n = Variable("n", Integer, isMutable: true, isCaptured: true);
        var inner = Function([Variable("x", Integer)], Add(Variable("x", Integer), Variable("n", Integer, true, true)), [Variable("n", Integer, true, true)]);
        var later = Function([], new CallNode(Integer, Here(), isAsync: true, Variable("g", EastType.AsyncFunction([], Integer)), []),
            [Variable("g", EastType.AsyncFunction([], Integer))], isAsync: true);
        var loop = Label("loop");
        return Program(Block(
            Let(n, Value(1L)),
            Let(Variable("f", inner.Type), inner),
            Let(Variable("p", pair), new StructNode(pair, Here(), [new StructPart("a", Value(2L)), new StructPart("b c", Value("x"))])),
            Let(Variable("o", option), new VariantNode(option, Here(), "some", new GetFieldNode(Integer, Here(), "a", Variable("p", pair)))),
            Let(Variable("xs", numbers), new NewArrayNode(numbers, Here(), [Value(1L), Variable("n", Integer, true, true)])),
            Let(Variable("ks", keys), new NewSetNode(keys, Here(), [Value("k")])),
            Let(Variable("d", counts), new NewDictNode(counts, Here(), [new DictEntry(Value("k"), Value(1L))])),
            Let(Variable("r", EastType.Ref(Integer)), new NewRefNode(EastType.Ref(Integer), Here(), Value(0L))),
            Let(Variable("l", list), new ConversionNode(list, Here(), ConversionKind.WrapRecursive, new VariantNode(unfolded, Here(), "nil", Null_()))),
            Let(Variable("u", unfolded), new ConversionNode(unfolded, Here(), ConversionKind.UnwrapRecursive, Variable("l", list))),
            new ForArrayNode(Null, Here(), Variable("xs", numbers), loop, Variable("i", Integer), Variable("x", Integer), Block(
                If(Builtin("IntegerX", EastType.Boolean, Value(true)), new BreakNode(EastType.Never, Here(), loop), new ContinueNode(EastType.Never, Here(), loop)))),
            new ForSetNode(Null, Here(), Variable("ks", keys), Label("sets"), Variable("k", String), Null_()),
            new ForDictNode(Null, Here(), Variable("d", counts), Label("dicts"), Variable("k", String), Variable("v", Integer), Null_()),
            new WhileNode(Null, Here(), Value(false), Label("while"), Assign(n, Value(3L))),
            new TryCatchNode(Null, Here(), new ErrorNode(EastType.Never, Here(), Value("boom")),
                new PlatformNode(Null, Here(), "log", [Variable("m", String)], isAsync: false),
                Variable("m", String), Variable("s", IrTypes.ErrorStack), Null_()),
            Let(Variable("later", later.Type), later.Captures.Length == 0 ? later : Function([], Value(1L), isAsync: true)),
            new MatchNode(Integer, Here(), Variable("o", option), [
                new MatchCase("none", Variable("_", Null), Value(0L)),
                new MatchCase("some", Variable("v", Integer), new ReturnNode(EastType.Never, Here(), Variable("v", Integer)))]),
            new ConversionNode(Integer, Here(), ConversionKind.As, new CallNode(Integer, Here(), isAsync: false, Variable("f", inner.Type), [Value(1L)]))));
    }

    /// <summary>Literals of every kind.</summary>
    public ImmutableArray<ValueNode> Literals() =>
        [Null_(), Value(true), Value(-5L), Value(double.NaN), Value("é\n"), Value(new EastDateTime(5)), Value(new EastBlob([1, 2]))];
}
