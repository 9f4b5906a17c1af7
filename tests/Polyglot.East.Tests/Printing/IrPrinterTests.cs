using Polyglot.Testing;

namespace Polyglot.East.Tests;

/// <summary>Programs as code. The expected texts are files, so that a reader can judge them as they are.</summary>
public sealed class IrPrinterTests
{
    private readonly Nodes _n = new();

    [Test]
    public void Every_kind_of_node_is_printed_as_expected() => Golden("every-kind", _n.EveryKind());

    [Test]
    public void Operators_get_parentheses_only_where_they_are_needed()
    {
        IrNode V(string name) => _n.Variable(name, EastType.Integer);
        IrNode B(string name, params IrNode[] arguments) => _n.Builtin(name, EastType.Integer, arguments);
        Prints("a + b + c", B("IntegerAdd", B("IntegerAdd", V("a"), V("b")), V("c")));
        Prints("a + (b + c)", B("IntegerAdd", V("a"), B("IntegerAdd", V("b"), V("c"))));
        Prints("(a + b) * c", B("IntegerMultiply", B("IntegerAdd", V("a"), V("b")), V("c")));
        Prints("a + b * c", B("FloatAdd", V("a"), B("FloatMultiply", V("b"), V("c"))));
        Prints("(a ** b) ** c", B("IntegerPow", B("IntegerPow", V("a"), V("b")), V("c")));
        Prints("-(-1)", B("IntegerNegate", _n.Value(-1L)));
        Prints("!(a < b)", B("BooleanNot", B("Less", V("a"), V("b"))));
        Prints("(a == b) == c", B("Equal", B("Equal", V("a"), V("b")), V("c")));
        Prints("a | b & c ^ d", B("BooleanOr", V("a"), B("BooleanXor", B("BooleanAnd", V("b"), V("c")), V("d"))));
        Prints("a[b + 1]", B("ArrayGet", V("a"), B("IntegerAdd", V("b"), _n.Value(1L))));
        Prints("(a + b).f", new GetFieldNode(EastType.Integer, _n.Here(), "f", B("IntegerAdd", V("a"), V("b"))));
        Prints("(a as Integer) + b", B("IntegerAdd", new ConversionNode(EastType.Integer, _n.Here(), ConversionKind.As, V("a")), V("b")));
        Prints("Parse<Integer>(a)", _n.Builtin("Parse", [EastType.Integer], EastType.Integer, V("a")));
        Prints("IntegerAbs(a)", B("IntegerAbs", V("a")));
        Prints("(if a { 1 } else { 2 }) + b", B("IntegerAdd", _n.If(V("a"), _n.Value(1L), _n.Value(2L)), V("b")));
    }

    [Test]
    public void Literals_and_names_read_as_in_East_text()
    {
        Assert.That(_n.Literals().Select(IrPrinter.Print), Is.EqualTo(new[] { "null", "true", "-5", "NaN", "\"é\\n\"", "1970-01-01T00:00:00.005", "0x0102" }));
        Prints("`odd name`", _n.Variable("odd name", EastType.Null));
        Prints("Array<Integer> []", new NewArrayNode(EastType.Array(EastType.Integer), _n.Here(), []));
        Prints("Set<String> {}", new NewSetNode(EastType.Set(EastType.String), _n.Here(), []));
        Prints("Dict<String, Integer> {}", new NewDictNode(EastType.Dict(EastType.String, EastType.Integer), _n.Here(), []));
    }

    [Test]
    public void Labels_are_printed_where_they_are_used()
    {
        IrNode While(string label, IrNode body) => new WhileNode(EastType.Null, _n.Here(), _n.Value(true), new IrLabel(label, _n.Here()), body);
        Prints("while true {}", While("a", _n.Null_()));
        Prints("a: while true {\n    while true {\n        break a\n    }\n}", While("a", While("b", new BreakNode(EastType.Never, _n.Here(), new IrLabel("a", _n.Here())))));
    }

    [Test]
    public void Long_lists_take_a_line_for_each_item()
    {
        var names = Enumerable.Range(0, 12).Select(i => _n.Value($"number {i}")).ToArray<IrNode>();
        var text = IrPrinter.Print(new NewArrayNode(EastType.Array(EastType.String), _n.Here(), [.. names]));
        Assert.That(text, Does.StartWith("[\n    \"number 0\",\n").And.EndWith("    \"number 11\",\n]"));
        var loop = new WhileNode(EastType.Null, _n.Here(), _n.Value(true), _n.Label("l"), _n.Null_());
        Prints("f(1, fn () -> Null {\n    while true {}\n})",
            new CallNode(EastType.Null, _n.Here(), false, _n.Variable("f", EastType.Null), [_n.Value(1L), _n.Function([], loop)]));
    }

    [Test]
    public void What_is_nested_too_deeply_is_left_out()
    {
        IrNode deep = _n.Null_();
        for (var i = 0; i < 20_000; i++) deep = new NewRefNode(EastType.Ref(EastType.Null), _n.Here(), deep);
        Assert.That(IrPrinter.Print(deep), Does.Contain("…").And.Length.LessThan(2_000_000));
    }

    [Test]
    public void The_suites_are_printed()
    {
        foreach (var (name, file) in ProgramFiles.Suites())
        {
            var text = IrPrinter.Print(IrReader.FromBeast2(file).Value.Root);
            Assert.That(text, Does.StartWith("async fn () -> Null {").And.Contain("@describe("), name);
        }
    }

    private static void Prints(string expected, IrNode node) => Assert.That(IrPrinter.Print(node), Is.EqualTo(expected));

    private static void Golden(string name, IrNode node)
    {
        var path = Path.Combine(Repository.Root, "tests", "Polyglot.East.Tests", "Printing", "golden", name + ".txt");
        var actual = IrPrinter.Print(node) + "\n";
        Assert.That(actual, Is.EqualTo(File.ReadAllText(path)));
    }
}
