namespace Polyglot.East.Tests;

/// <summary>Programs that nest far more than people write: a result or an error, never the end of the process.</summary>
public sealed class NestingTests
{
    private readonly Nodes _n = new();

    public static IEnumerable<TestCaseData> Shapes()
    {
        foreach (var depth in new[] { 50, 300, 100_000 })
            foreach (var shape in new[] { "sum", "block", "condition", "branch", "match", "try", "array", "call", "callback", "closure", "loop", "field" })
                yield return new TestCaseData(shape, depth).SetName($"{{m}}({shape}, {depth})");
    }

    [TestCaseSource(nameof(Shapes))]
    public void A_deep_program_comes_to_its_result_or_to_an_error(string shape, int depth)
    {
        IrNode body = _n.Value(1L);
        for (var i = 0; i < depth; i++) body = Around(shape, body, i);
        try
        {
            Assert.That(Programs.Run(_n.Program(_n.Block(_n.Let(_n.Variable("x", EastType.Integer), body), _n.Value(7L)))), Is.EqualTo(7L));
            Assert.That(depth, Is.LessThan(100_000), "so deep a program is refused");
            if (shape == "loop") Assert.That(depth, Is.LessThanOrEqualTo(IrChecker.MaxRegions));
        }
        catch (EastProgramException refused)
        {
            Assert.That(depth, Is.GreaterThan(50), "a depth that some program may have");
            Assert.That(refused.Problems[0].Message, Is.EqualTo(CheckMessages.TooDeep));
        }
        catch (EastException error)
        {
            Assert.That(depth, Is.GreaterThan(50), "a depth that some program may have");
            Assert.That(error.Message, Is.EqualTo(ExecutionMessages.TooDeep));
        }
    }

    [Test]
    public void A_long_program_runs()
    {
        var i = _n.Variable("i", EastType.Integer, isMutable: true);
        IrNode[] statements = [_n.Let(i, _n.Value(0L)), .. Enumerable.Range(0, 20_000).Select(_ => _n.Assign(i, _n.Add(i, _n.Value(1L)))), i];
        Assert.That(Programs.Run(_n.Program(_n.Block(statements))), Is.EqualTo(20_000L));
    }

    [Test]
    public void A_value_that_never_comes_can_be_taken_apart()
    {
        var integer = EastType.Integer;
        var fail = _n.Error("e");
        Assert.That(Programs.Log(_n.Program(new MatchNode(integer, _n.Here(), fail, []))), Is.EqualTo("! e"));
        Assert.That(Programs.Log(_n.Program(new MatchNode(integer, _n.Here(), fail, [new MatchCase("some", _n.Variable("v", integer), _n.Value(1L))]))), Is.EqualTo("! e"));
        Assert.That(Programs.Log(_n.Program(_n.Add(_n.Value(1L), new GetFieldNode(integer, _n.Here(), "a", fail)))), Is.EqualTo("! e"));
        Assert.That(Programs.Log(_n.Program(_n.Block(new ForArrayNode(EastType.Null, _n.Here(), fail, _n.Label("l"), _n.Variable("k", integer), _n.Variable("v", integer), _n.Null_()), _n.Value(1L)))), Is.EqualTo("! e"));
        Assert.That(Programs.Log(_n.Program(_n.Block(new ForSetNode(EastType.Null, _n.Here(), fail, _n.Label("l"), _n.Variable("k", integer), _n.Null_()), _n.Value(1L)))), Is.EqualTo("! e"));
        Assert.That(Programs.Log(_n.Program(_n.Block(new ForDictNode(EastType.Null, _n.Here(), fail, _n.Label("l"), _n.Variable("k", integer), _n.Variable("v", integer), _n.Null_()), _n.Value(1L)))), Is.EqualTo("! e"));
        var call = new CallNode(integer, _n.Here(), isAsync: false, fail, [_n.Value(1L)]);
        Assert.That(Assert.Throws<EastException>(() => Programs.Run(_n.Program(call)))!.Locations, Is.EqualTo(new[] { fail.Location, call.Location }));
    }

    private IrNode Around(string shape, IrNode inner, int level)
    {
        var integer = EastType.Integer;
        switch (shape)
        {
            case "sum": return _n.Add(_n.Value(1L), inner);
            case "block": return _n.Block(_n.Let(_n.Variable($"v{level}", integer), inner), _n.Variable($"v{level}", integer));
            case "condition": return _n.If(_n.Op("Equal", [integer], inner, _n.Value(1L)), _n.Value(1L), _n.Value(2L));
            case "branch": return _n.If(_n.Value(true), inner, _n.Value(2L));
            case "match":
                var option = EastType.Option(integer);
                return new MatchNode(integer, _n.Here(), new VariantNode(option, _n.Here(), "some", inner),
                    [new MatchCase("none", _n.Variable("_", EastType.Null), _n.Value(0L)), new MatchCase("some", _n.Variable("v", integer), _n.Variable("v", integer))]);
            case "try": return _n.Try(inner, _n.Value(2L));
            case "array": return _n.Op("ArrayGet", [integer], _n.Array(integer, inner), _n.Value(0L));
            case "call": return _n.Call(_n.Function([_n.Variable("p", integer)], _n.Variable("p", integer)), inner);
            case "callback":
                return _n.Op("ArrayFold", [integer, integer], _n.Array(integer, _n.Value(1L)), _n.Value(0L),
                    _n.Function([_n.Variable("a", integer), _n.Variable("b", integer), _n.Variable("c", integer)], inner));
            case "closure": return _n.Call(_n.Function([], inner));
            case "loop":
                return _n.Block(_n.ForArray(_n.Array(integer, _n.Value(1L)), _n.Variable("i", integer), _n.Variable("e", integer), _n.Block(_n.Let(_n.Variable("w", integer), inner), _n.Null_()), $"l{level}"), _n.Value(1L));
            default: return _n.Get(_n.Struct(("a", inner)), "a");
        }
    }
}
