using System.Reflection;

namespace Polyglot.East.Tests;

/// <summary>What the checker refuses: a program for each message, with the line it must name.</summary>
public sealed class IrCheckerTests
{
    private static readonly EastType Null = EastType.Null;
    private static readonly EastType Integer = EastType.Integer;
    private static readonly EastType String = EastType.String;
    private static readonly EastType Never = EastType.Never;
    private static readonly FunctionType Thunk = EastType.Function([], Integer);
    private static readonly FunctionType AsyncThunk = EastType.AsyncFunction([], Integer);
    private static readonly StructType Pair = EastType.Struct(("a", Integer), ("b", String));
    private static readonly VariantType Option = EastType.Option(Integer);
    private static readonly VariantType List = EastType.Variant(("cons", EastType.Struct(("head", Integer), ("tail", EastType.Recursive(2)))), ("nil", Null));

    private static readonly PlatformSignatures Platform = new(
    [
        new("log", [String], Null, IsAsync: false),
        new("later", [Integer], Integer, IsAsync: true),
        new("call", [AsyncThunk], Integer, IsAsync: false),
    ]);

    private readonly Nodes _n = new();

    [Test]
    public void A_program_with_every_kind_of_node_is_in_order()
    {
        var problems = IrChecker.Check(_n.EveryKind(), Platform);
        // The program uses one builtin that does not exist, to have a node of that kind whatever builtins there are.
        Assert.That(problems.Select(p => p.Message), Is.EqualTo(new[] { CheckMessages.NoBuiltin("IntegerX", null) }));
    }

    [Test]
    public void A_node_says_the_type_that_its_parts_make()
    {
        Refuse(new ValueNode(String, At(7), 1L), 7, CheckMessages.NodeType("the literal", Integer, String));
        Refuse(new LetNode(Integer, At(7), X(Integer), _n.Value(1L)), 7, CheckMessages.NodeType("Let", Null, Integer));
        Refuse(Seq(Let("x", 1L, mutable: true), new AssignNode(Integer, At(7), X(Integer, true), _n.Value(1L))), 7,
            CheckMessages.NodeType("Assign", Null, Integer));
        Refuse(new ErrorNode(Integer, At(7), _n.Value("m")), 7, CheckMessages.NodeType("Error", Never, Integer));
        Refuse(new WhileNode(Integer, At(7), _n.Value(false), new IrLabel("l", At(1)), _n.Null_()), 7, CheckMessages.NodeType("the loop", Null, Integer));
        Refuse(Seq(Let("p", new StructNode(Pair, At(1), [new("a", _n.Value(1L)), new("b", _n.Value("x"))])),
            new GetFieldNode(String, At(7), "a", _n.Variable("p", Pair))), 7, CheckMessages.NodeType("the field 'a'", Integer, String));
        Refuse(new BuiltinNode(String, At(7), "IntegerAdd", [], [_n.Value(1L), _n.Value(2L)]), 7,
            CheckMessages.NodeType("the result of IntegerAdd", Integer, String));
        Refuse(new PlatformNode(Integer, At(7), "log", [_n.Value("x")], isAsync: false), 7, CheckMessages.NodeType("the result of log", Null, Integer));
        Refuse(new CallNode(String, At(7), isAsync: false, _n.Program(_n.Value(1L)), []), 7, CheckMessages.NodeType("the result of the call", Integer, String));
        foreach (var (node, what, made) in (ReadOnlySpan<(IrNode, string, string)>)
            [
                (new NewRefNode(Integer, At(7), _n.Value(1L)), "NewRef", "a Ref"),
                (new NewArrayNode(Integer, At(7), [_n.Value(1L)]), "NewArray", "an Array"),
                (new NewSetNode(Integer, At(7), [_n.Value(1L)]), "NewSet", "a Set"),
                (new NewDictNode(Integer, At(7), [new(_n.Value(1L), _n.Value(1L))]), "NewDict", "a Dict"),
                (new StructNode(Integer, At(7), [new("a", _n.Value(1L))]), "Struct", "a Struct"),
                (new VariantNode(Integer, At(7), "a", _n.Value(1L)), "Variant", "a Variant"),
            ])
            Refuse(node, 7, CheckMessages.NodeKind(what, made, Integer));
    }

    [Test]
    public void Parts_have_the_types_that_are_asked_for()
    {
        Refuse(new NewRefNode(EastType.Ref(String), At(1), Bad), 7, CheckMessages.Mismatch("the content", String, Integer));
        Refuse(new NewArrayNode(EastType.Array(String), At(1), [_n.Value("x"), Bad]), 7, CheckMessages.Mismatch("the element", String, Integer));
        Refuse(new NewSetNode(EastType.Set(String), At(1), [Bad]), 7, CheckMessages.Mismatch("the key", String, Integer));
        Refuse(new NewDictNode(EastType.Dict(String, Integer), At(1), [new(Bad, Bad)]), 7, CheckMessages.Mismatch("the key", String, Integer));
        Refuse(new NewDictNode(EastType.Dict(Integer, String), At(1), [new(Bad, Bad)]), 7, CheckMessages.Mismatch("the value", String, Integer));
        Refuse(new StructNode(Pair, At(1), [new("a", _n.Value(1L)), new("b", Bad)]), 7, CheckMessages.Mismatch("the field 'b'", String, Integer));
        Refuse(new VariantNode(EastType.Option(String), At(1), "some", Bad), 7, CheckMessages.Mismatch("the payload of 'some'", String, Integer));
        Refuse(new LetNode(Null, At(1), X(String), Bad), 7, CheckMessages.Mismatch("the value of 'x'", String, Integer));
        Refuse(Seq(Let("x", "s", mutable: true), _n.Assign(X(String, true), Bad)), 7, CheckMessages.Mismatch("the value of 'x'", String, Integer));
        Refuse(new BlockNode(String, At(7), [_n.Value(1L)]), 7, CheckMessages.Mismatch("the value of the block", String, Integer));
        Refuse(new IfElseNode(Null, At(1), [new(Bad, _n.Null_())], _n.Null_()), 7, CheckMessages.Mismatch("the condition", EastType.Boolean, Integer));
        Refuse(new IfElseNode(Null, At(1), [new(_n.Value(true), Bad)], _n.Null_()), 7, CheckMessages.Mismatch("the branch", Null, Integer));
        Refuse(new IfElseNode(Null, At(1), [new(_n.Value(true), _n.Null_())], Bad), 7, CheckMessages.Mismatch("the else branch", Null, Integer));
        Refuse(new WhileNode(Null, At(1), Bad, new IrLabel("l", At(1)), _n.Null_()), 7, CheckMessages.Mismatch("the condition", EastType.Boolean, Integer));
        Refuse(new ErrorNode(Never, At(1), Bad), 7, CheckMessages.Mismatch("the message", String, Integer));
        Refuse(Match(Some(1L), ("none", Null, _n.Value("x")), ("some", Integer, Bad)), 7, CheckMessages.Mismatch("the case 'some'", String, Integer));
        Refuse(Try(String, Bad, _n.Value("x")), 7, CheckMessages.Mismatch("the try", String, Integer));
        Refuse(Try(String, _n.Value("x"), Bad), 7, CheckMessages.Mismatch("the catch", String, Integer));
        Refuse(_n.Builtin("IntegerAdd", Integer, _n.Value(1L), new ValueNode(String, At(7), "x")), 7,
            CheckMessages.Mismatch("argument 2 of IntegerAdd", Integer, String));
        Refuse(new PlatformNode(Null, At(1), "log", [Bad], isAsync: false), 7, CheckMessages.Mismatch("argument 1 of log", String, Integer));
        Refuse(new CallNode(Integer, At(1), isAsync: false, _n.Function([X(String)], _n.Value(1L)), [Bad]), 7,
            CheckMessages.Mismatch("argument 1 of the function", String, Integer));
        Refuse(_n.Function([], Bad, output: String), 7, CheckMessages.Mismatch("the result of the function", String, Integer));
        Refuse(_n.Function([], new ReturnNode(Never, At(1), Bad), output: String), 7, CheckMessages.Mismatch("the returned value", String, Integer));
        Refuse(new ConversionNode(List, At(7), ConversionKind.WrapRecursive, _n.Value(1L)), 7,
            CheckMessages.Mismatch("the wrapped value", List.Unfold(), Integer));
    }

    [Test]
    public void What_the_language_binds_has_the_type_that_it_gives()
    {
        var numbers = new NewArrayNode(EastType.Array(String), At(1), []);
        var keys = new NewSetNode(EastType.Set(String), At(1), []);
        var counts = new NewDictNode(EastType.Dict(String, String), At(1), []);
        var label = new IrLabel("l", At(1));
        Refuse(new ForArrayNode(Null, At(1), numbers, label, BadVariable(String), _n.Variable("v", String), _n.Null_()), 7,
            CheckMessages.Mismatch("the index", Integer, String));
        Refuse(new ForArrayNode(Null, At(1), numbers, label, _n.Variable("i", Integer), BadVariable(Integer), _n.Null_()), 7,
            CheckMessages.Mismatch("the element", String, Integer));
        Refuse(new ForSetNode(Null, At(1), keys, label, BadVariable(Integer), _n.Null_()), 7, CheckMessages.Mismatch("the key", String, Integer));
        Refuse(new ForDictNode(Null, At(1), counts, label, BadVariable(Integer), _n.Variable("v", String), _n.Null_()), 7,
            CheckMessages.Mismatch("the key", String, Integer));
        Refuse(new ForDictNode(Null, At(1), counts, label, _n.Variable("k", String), BadVariable(Integer), _n.Null_()), 7,
            CheckMessages.Mismatch("the value", String, Integer));
        Refuse(new MatchNode(Null, At(1), Some(1L), [new("none", _n.Variable("v", Null), _n.Null_()), new("some", BadVariable(String), _n.Null_())]), 7,
            CheckMessages.Mismatch("the payload of 'some'", Integer, String));
        Refuse(new TryCatchNode(Null, At(1), _n.Null_(), _n.Null_(), BadVariable(Integer), _n.Variable("s", IrTypes.ErrorStack), _n.Null_()), 7,
            CheckMessages.Mismatch("the message", String, Integer));
        Refuse(new TryCatchNode(Null, At(1), _n.Null_(), _n.Null_(), _n.Variable("m", String), BadVariable(Integer), _n.Null_()), 7,
            CheckMessages.Mismatch("the stack", IrTypes.ErrorStack, Integer));
        Refuse(new FunctionNode(EastType.Function([String], Integer), At(1), [], [BadVariable(Integer)], _n.Value(1L)), 7,
            CheckMessages.Mismatch("the parameter 'v'", String, Integer));
    }

    [Test]
    public void Values_of_the_right_kind_stand_in_the_right_place()
    {
        var label = new IrLabel("l", At(1));
        Refuse(new GetFieldNode(Integer, At(7), "a", _n.Value(1L)), 7, CheckMessages.ExpectedKind("what has the field 'a'", "a Struct", Integer));
        Refuse(new CallNode(Integer, At(7), isAsync: false, _n.Value(1L), []), 7, CheckMessages.ExpectedKind("what is called", "a function", Integer));
        Refuse(Match(Bad), 7, CheckMessages.ExpectedKind("what is matched", "a Variant", Integer));
        Refuse(new ForArrayNode(Null, At(1), Bad, label, _n.Variable("i", Integer), X(Integer), _n.Null_()), 7,
            CheckMessages.ExpectedKind("what the loop goes through", "an Array", Integer));
        Refuse(new ForSetNode(Null, At(1), Bad, label, X(Integer), _n.Null_()), 7, CheckMessages.ExpectedKind("what the loop goes through", "a Set", Integer));
        Refuse(new ForDictNode(Null, At(1), Bad, label, X(Integer), X(Integer), _n.Null_()), 7,
            CheckMessages.ExpectedKind("what the loop goes through", "a Dict", Integer));
    }

    [Test]
    public void Variables_exist_and_are_used_as_they_were_declared()
    {
        Refuse(X(Integer, line: 7), 7, CheckMessages.Undefined("x"));
        Refuse(Seq(_n.Block(Let("x", 1L)), X(Integer, line: 7)), 7, CheckMessages.Undefined("x"));
        Refuse(new IfElseNode(Null, At(1), [new(_n.Value(true), Let("x", 1L))], new LetNode(Null, At(1), _n.Variable("y", Integer), X(Integer, line: 7))), 7,
            CheckMessages.Undefined("x"));
        Refuse(Seq(Let("x", 1L), X(String, line: 7)), 7, CheckMessages.VariableType("x", Integer, String));
        Refuse(Seq(Let("x", 1L), X(Integer, true, line: 7)), 7, CheckMessages.VariableMutable("x", declared: false));
        Refuse(Seq(Let("x", 1L, mutable: true), X(Integer, line: 7)), 7, CheckMessages.VariableMutable("x", declared: true));
        Refuse(Seq(Let("x", 1L), new AssignNode(Null, At(7), X(Integer), _n.Value(1L))), 7, CheckMessages.NotMutable("x"));
        Refuse(Seq(Let("x", 1L), _n.Program(X(Integer, line: 7))), 7, CheckMessages.NotCaptured("x"));
        Refuse(Seq(Let("x", 1L), _n.Program(_n.Function([], X(Integer), [X(Integer, line: 7)]))), 7, CheckMessages.NotCaptured("x"));
        Refuse(_n.Function([], X(Integer), [X(Integer, line: 7)]), 7, CheckMessages.CaptureUndefined("x"));
        var root = _n.Function([], X(Integer), [X(Integer)]);
        Assert.That(IrChecker.Check(root, Platform), Is.EqualTo(new[] { new IrProblem(root.Location, CheckMessages.NoEnclosingFunction) }));
    }

    [Test]
    public void A_name_may_be_bound_again_and_hide()
    {
        Accept(Seq(Let("x", 1L), Let("x", "s"), X(String)));
        Accept(Seq(Let("x", 1L), _n.Block(Let("x", "s"), X(String)), X(Integer)));
        Accept(Seq(Let("x", 1L), _n.Function([X(String)], X(String), [X(Integer)])));
    }

    [Test]
    public void Structs_variants_and_recursive_types_are_made_of_what_they_consist_of()
    {
        Refuse(new StructNode(Pair, At(7), [new("b", _n.Value("x")), new("a", _n.Value(1L))]), 7, CheckMessages.Fields(["a", "b"], ["b", "a"]));
        Refuse(Seq(Let("p", new StructNode(Pair, At(1), [new("a", _n.Value(1L)), new("b", _n.Value("x"))])),
            new GetFieldNode(Integer, At(7), "c", _n.Variable("p", Pair))), 7, CheckMessages.NoField("c", Pair));
        Refuse(new VariantNode(Option, At(7), "other", _n.Value(1L)), 7, CheckMessages.NoCase("other", Option));
        Refuse(Match(Some(1L), ("none", Null, _n.Value("x")), ("some", Integer, _n.Value("x")), ("other", Null, _n.Value("x"))), 8,
            CheckMessages.NoCase("other", Option));
        Refuse(Match(Some(1L), ("some", Integer, _n.Value("x"))), 7, CheckMessages.MissingCase("none"));
        Refuse(Match(Some(1L), ("none", Null, _n.Value("x")), ("some", Integer, _n.Value("x")), ("some", Integer, _n.Value("x"))), 8,
            CheckMessages.RepeatedCase("some"));
        Refuse(new ConversionNode(String, At(7), ConversionKind.As, _n.Value(1L)), 7, CheckMessages.NotSubtype(Integer, String));
        Refuse(new ConversionNode(Integer, At(7), ConversionKind.WrapRecursive, _n.Value(1L)), 7, CheckMessages.NotRecursive(Integer));
        Refuse(new ConversionNode(Integer, At(7), ConversionKind.UnwrapRecursive, _n.Value(1L)), 7, CheckMessages.NotRecursive(Integer));
        var unfolded = List.Unfold();
        var nil = new VariantNode(unfolded, At(1), "nil", _n.Null_());
        Accept(new ConversionNode(List, At(1), ConversionKind.WrapRecursive, nil));
        Accept(new ConversionNode(unfolded, At(1), ConversionKind.UnwrapRecursive, new ConversionNode(List, At(1), ConversionKind.WrapRecursive, nil)));
        Accept(new ConversionNode(List, At(1), ConversionKind.WrapRecursive, new VariantNode(List, At(1), "nil", _n.Null_())));
        Refuse(new ConversionNode(Integer, At(7), ConversionKind.UnwrapRecursive, new VariantNode(List, At(1), "nil", _n.Null_())), 7,
            CheckMessages.NodeType("the unwrapped value", unfolded, Integer));
    }

    [Test]
    public void Functions_are_called_as_they_are_declared()
    {
        Refuse(new FunctionNode(EastType.Function([], Integer), At(7), [], [X(Integer)], _n.Value(1L)), 7, CheckMessages.ParameterCount(0, 1));
        Refuse(new CallNode(Integer, At(7), isAsync: false, _n.Program(_n.Value(1L)), [_n.Value(1L)]), 7, CheckMessages.ArgumentCount("the function", 0, 1));
        Refuse(new BuiltinNode(Integer, At(7), "IntegerAdd", [], [_n.Value(1L)]), 7, CheckMessages.ArgumentCount("IntegerAdd", 2, 1));
        Refuse(new PlatformNode(Null, At(7), "log", [], isAsync: false), 7, CheckMessages.ArgumentCount("log", 1, 0));
        Refuse(new CallNode(Integer, At(7), isAsync: false, Async(_n.Value(1L)), []), 7, CheckMessages.AsyncCallee(AsyncThunk));
        Refuse(new CallNode(Integer, At(7), isAsync: true, Async(_n.Value(1L)), []), 7, CheckMessages.AsyncInFunction("the call"));
        Refuse(Async(new CallNode(Integer, At(7), isAsync: true, _n.Program(_n.Value(1L)), [])), 7,
            CheckMessages.ExpectedKind("what CallAsync calls", "an AsyncFunction", Thunk));
        Refuse(new PlatformNode(Integer, At(7), "later", [_n.Value(1L)], isAsync: true), 7, CheckMessages.AsyncInFunction("the platform function 'later'"));
        Accept(Async(new CallNode(Integer, At(7), isAsync: true, new ConversionNode(AsyncThunk, At(1), ConversionKind.As, _n.Program(_n.Value(1L))), [])));
        Accept(Async(new PlatformNode(Integer, At(7), "later", [_n.Value(1L)], isAsync: false)));
        Accept(new PlatformNode(Integer, At(7), "call", [_n.Program(_n.Value(1L))], isAsync: false));
    }

    [Test]
    public void Builtins_and_platform_functions_exist()
    {
        Refuse(new BuiltinNode(Integer, At(7), "IntegerAd", [], [X(Integer, line: 8)]), 8, CheckMessages.Undefined("x"));
        Refuse(new BuiltinNode(Integer, At(7), "IntegerAd", [], []), 7, CheckMessages.NoBuiltin("IntegerAd", "IntegerAdd"));
        Refuse(new BuiltinNode(Integer, At(7), "IntegerAdd", [Integer], [_n.Value(1L), _n.Value(1L)]), 7,
            CheckMessages.BuiltinTypes(BuiltinMessages.TypeParameterCount("IntegerAdd", 0, 1)));
        Refuse(new PlatformNode(Null, At(7), "print", [], isAsync: false), 7, CheckMessages.NoPlatform("print", Platform.Names));
        var program = _n.Program(new PlatformNode(Null, At(7), "print", [], isAsync: false));
        Assert.That(IrChecker.Check(program, PlatformSignatures.None).Single().Message, Is.EqualTo(CheckMessages.NoPlatform("print", [])));
        Assert.That(() => new PlatformSignatures([new("f", [], Null, false), new("f", [], Null, false)]),
            Throws.ArgumentException.With.Message.StartsWith(CheckMessages.DuplicatePlatform("f")));
    }

    [Test]
    public void A_builtin_may_give_nothing_instead_of_its_result_but_nothing_else()
    {
        Accept(new BuiltinNode(Null, At(7), "IntegerAdd", [], [_n.Value(1L), _n.Value(2L)]));
        Refuse(new BuiltinNode(EastType.Boolean, At(7), "IntegerAdd", [], [_n.Value(1L), _n.Value(2L)]), 7,
            CheckMessages.NodeType("the result of IntegerAdd", Integer, EastType.Boolean));
        // It is the result alone that is thrown away: arguments, platform functions and calls are held to their types.
        Refuse(new BuiltinNode(Null, At(1), "IntegerAdd", [], [_n.Value(1L), new ValueNode(String, At(7), "x")]), 7,
            CheckMessages.Mismatch("argument 2 of IntegerAdd", Integer, String));
        Refuse(new PlatformNode(Null, At(7), "later", [_n.Value(1L)], isAsync: true), 7, CheckMessages.NodeType("the result of later", Integer, Null));
        Refuse(new CallNode(Null, At(7), isAsync: false, _n.Program(_n.Value(1L)), []), 7, CheckMessages.NodeType("the result of the call", Integer, Null));
        // And what was thrown away is not there: the node is Null to what is around it.
        Refuse(_n.Add(_n.Value(1L), new BuiltinNode(Null, At(7), "IntegerAdd", [], [_n.Value(1L), _n.Value(2L)])), 7,
            CheckMessages.Mismatch("argument 2 of IntegerAdd", Integer, Null));
    }

    [Test]
    public void Loops_are_left_from_inside_and_within_one_function()
    {
        IrNode While(IrNode body, string label = "l") => new WhileNode(Null, At(1), _n.Value(true), new IrLabel(label, At(1)), body);
        BreakNode Break() => new(Never, At(7), new IrLabel("l", At(7)));
        Accept(While(Break()));
        Accept(While(While(new ContinueNode(Never, At(7), new IrLabel("l", At(7))), "inner")));
        Refuse(Break(), 7, CheckMessages.NoLoop("l"));
        Refuse(Seq(While(_n.Null_()), new ContinueNode(Never, At(7), new IrLabel("l", At(7)))), 7, CheckMessages.NoLoop("l"));
        Refuse(While(_n.Function([], Break(), output: Null)), 7, CheckMessages.LoopOutsideFunction("l"));
        Refuse(While(new BreakNode(Integer, At(7), new IrLabel("l", At(7)))), 7, CheckMessages.NodeType("Break", Never, Integer));
    }

    [Test]
    public void Every_problem_is_reported_once_and_nobody_else_is_blamed()
    {
        var sum = _n.Add(_n.Add(new ValueNode(String, At(3), "x"), _n.Value(1L)), X(Integer, line: 4));
        var problems = IrChecker.Check(_n.Program(Seq(
            new LetNode(Null, At(2), _n.Variable("y", Integer), sum), X(Integer), _n.Variable("y", Integer),
            new ForArrayNode(Null, At(5), Bad, new IrLabel("l", At(5)), _n.Variable("i", Integer), _n.Variable("e", String), _n.Variable("e", String)))), Platform);
        Assert.That(problems.Select(p => p.Location.Line), Is.EqualTo(new[] { 3, 4, 7 }));
        Assert.That(problems[0].ToString(), Is.EqualTo($"t.east:3:1: {CheckMessages.Mismatch("argument 1 of IntegerAdd", Integer, String)}"));
    }

    [Test]
    public void What_never_returns_fits_everywhere()
    {
        IrNode Fail() => new ErrorNode(Never, At(1), _n.Value("m"));
        Accept(_n.Add(Fail(), _n.Value(1L)));
        Accept(new IfElseNode(Integer, At(1), [new(Fail(), _n.Value(1L))], Fail()));
        Accept(new GetFieldNode(Integer, At(1), "a", Fail()));
        Accept(new CallNode(Integer, At(1), isAsync: false, Fail(), []));
        Accept(new MatchNode(Integer, At(1), Fail(), []));
        Accept(new ForSetNode(Null, At(1), Fail(), new IrLabel("l", At(1)), X(Integer), _n.Null_()));
        Accept(new ConversionNode(Integer, At(1), ConversionKind.UnwrapRecursive, Fail()));
    }

    [Test]
    public void A_program_too_deep_for_the_stack_is_a_problem_not_a_crash()
    {
        IrNode deep = _n.Value(1L);
        for (var i = 0; i < 300_000; i++) deep = new BlockNode(Integer, At(7), [deep]);
        Assert.That(IrChecker.Check(_n.Program(deep), Platform), Is.EqualTo(new[] { new IrProblem(At(7), CheckMessages.TooDeep) }));
    }

    [Test]
    public void Every_message_has_a_test()
    {
        var source = File.ReadAllText(Path.Combine(Testing.Repository.Root, "tests/Polyglot.East.Tests/Checking/IrCheckerTests.cs"));
        var names = typeof(CheckMessages).GetMembers(BindingFlags.Static | BindingFlags.Public).Where(m => m is MethodInfo or FieldInfo).Select(m => m.Name);
        Assert.That(names.Distinct().Where(name => !source.Contains($"CheckMessages.{name}", StringComparison.Ordinal)), Is.Empty);
    }

    private static IrLocation At(long line) => new("t.east", line, 1);

    private ValueNode Bad => new(Integer, At(7), 1L);

    private static VariableNode BadVariable(EastType type) => new(type, At(7), "v", isMutable: false, isCaptured: false);

    private static VariableNode X(EastType type, bool mutable = false, long line = 1) => new(type, At(line), "x", mutable, isCaptured: false);

    private LetNode Let(string name, object value, bool mutable = false)
    {
        var node = value as IrNode ?? _n.Value(value);
        return _n.Let(_n.Variable(name, node.Type, mutable), node);
    }

    private static VariantNode Some(long value) => new(Option, At(1), "some", new ValueNode(Integer, At(1), value));

    private BlockNode Seq(params IrNode[] statements) => _n.Block(statements);

    private static MatchNode Match(IrNode variant, params (string Case, EastType Type, IrNode Body)[] cases) => new(
        String, At(7), variant, [.. cases.Select(c => new MatchCase(c.Case, new VariableNode(c.Type, At(8), "v", false, false), c.Body))]);

    private TryCatchNode Try(EastType type, IrNode attempt, IrNode handler) =>
        new(type, At(1), attempt, handler, _n.Variable("m", String), _n.Variable("s", IrTypes.ErrorStack), _n.Null_());

    private FunctionNode Async(IrNode body) => _n.Function([], body, isAsync: true);

    private void Accept(IrNode node) => Assert.That(IrChecker.Check(_n.Program(node), Platform), Is.Empty);

    /// <summary>The message is reported at the line; whatever else is wrong on purpose comes with it.</summary>
    private void Refuse(IrNode node, long line, string message)
    {
        var problems = IrChecker.Check(_n.Program(node), Platform);
        Assert.That(problems, Has.Member(new IrProblem(At(line), message)), string.Join("\n", problems));
        Assert.That(problems, Has.Length.LessThanOrEqualTo(2), string.Join("\n", problems));
    }
}
