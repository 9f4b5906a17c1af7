namespace Polyglot.East.Tests;

/// <summary>Finally bodies run last on every way out of a try body or catch body, and have the last word (spec 4.5).</summary>
public sealed class FinallyTests
{
    private readonly Nodes _n = new();

    private IrNode Log(string text) => _n.Platform("log", EastType.Null, _n.Value(text));

    private TryCatchNode Try(IrNode body, IrNode handler) => _n.Try(body, handler, Log("f"));

    private string Run(params IrNode[] statements) => Programs.Log(_n.Program(_n.Block(statements)));

    [Test]
    public void A_value_passes() => Assert.That(Run(Try(_n.Value(1L), _n.Value(2L))), Is.EqualTo("f = 1"));

    [Test]
    public void An_error_is_caught_first() => Assert.That(Run(Try(_n.Error("e"), _n.Block(Log("c"), _n.Value(2L)))), Is.EqualTo("c f = 2"));

    [Test]
    public void An_error_of_the_catch_body_passes() => Assert.That(Run(Try(_n.Error("e"), _n.Error("again")), _n.Value(1L)), Is.EqualTo("f ! again"));

    [Test]
    public void A_return_of_the_try_body_passes() => Assert.That(Run(Try(_n.Return(_n.Value(1L)), _n.Value(2L)), _n.Value(3L)), Is.EqualTo("f = 1"));

    [Test]
    public void A_return_of_the_catch_body_passes() =>
        Assert.That(Run(Try(_n.Error("e"), _n.Return(_n.Value(2L))), _n.Value(3L)), Is.EqualTo("f = 2"));

    [Test]
    public void A_break_passes_and_leaves_the_loop() =>
        Assert.That(Run(_n.While(_n.Value(true), Try(_n.Break(), _n.Null_())), Log("after"), _n.Value(1L)), Is.EqualTo("f after = 1"));

    [Test]
    public void A_continue_passes_and_goes_on()
    {
        var i = _n.Variable("i", EastType.Integer, isMutable: true);
        Assert.That(Run(_n.Let(i, _n.Value(0L)), _n.While(_n.Op("Less", [EastType.Integer], i, _n.Value(2L)), _n.Block(
            _n.Assign(i, _n.Add(i, _n.Value(1L))), Try(_n.Continue(), _n.Null_()), Log("never"))), i), Is.EqualTo("f f = 2"));
    }

    [Test]
    public void A_break_runs_every_finally_body_from_inside() => Assert.That(
        Run(_n.While(_n.Value(true), _n.Try(_n.Try(_n.Break(), _n.Null_(), Log("inner")), _n.Null_(), Log("outer"))), _n.Value(1L)),
        Is.EqualTo("inner outer = 1"));

    [Test]
    public void A_return_of_the_finally_body_replaces_an_error() =>
        Assert.That(Run(_n.Try(_n.Error("e"), _n.Error("again"), _n.Return(_n.Value(7L))), _n.Value(1L)), Is.EqualTo("= 7"));

    [Test]
    public void A_break_of_the_finally_body_replaces_a_return() => Assert.That(
        Run(_n.While(_n.Value(true), _n.Try(_n.Return(_n.Value(1L)), _n.Null_(), _n.Break())), _n.Value(2L)), Is.EqualTo("= 2"));

    [Test]
    public void An_error_of_the_finally_body_replaces_a_value() =>
        Assert.That(Run(_n.Try(_n.Value(1L), _n.Value(2L), _n.Error("f"))), Is.EqualTo("! f"));

    [Test]
    public void A_lock_is_released_on_the_way_out()
    {
        var a = _n.Variable("a", EastType.Array(EastType.Integer));
        Assert.That(Run(_n.Let(a, _n.Array(EastType.Integer, _n.Value(1L))),
            _n.Try(_n.ForArray(a, _n.Variable("k", EastType.Integer), _n.Variable("v", EastType.Integer), _n.Error("e")), _n.Null_()),
            _n.ForArray(a, _n.Variable("k", EastType.Integer), _n.Variable("v", EastType.Integer), _n.Break()),
            _n.Op("ArrayPushLast", [EastType.Integer], a, _n.Value(2L)), a), Is.EqualTo("= [1, 2]"));
    }

    [Test]
    public void Operands_before_a_jump_or_a_try_are_kept()
    {
        var attempt = _n.Try(_n.Error("e"), _n.Value(2L));
        Assert.That(Run(_n.Add(_n.Value(40L), attempt)), Is.EqualTo("= 42"));
        Assert.That(Run(_n.Add(_n.Value(40L), _n.As(_n.Return(_n.Value(7L)), EastType.Integer))), Is.EqualTo("= 7"));
    }

    [Test]
    public void A_return_inside_an_argument_leaves_the_function_around_it()
    {
        var f = _n.Function([_n.Variable("x", EastType.Integer)], _n.Value(0L));
        Assert.That(Run(_n.Call(f, _n.As(_n.Return(_n.Value(5L)), EastType.Integer)), _n.Value(9L)), Is.EqualTo("= 5"));
    }
}
