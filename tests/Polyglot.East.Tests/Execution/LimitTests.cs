using Polyglot.Testing;

namespace Polyglot.East.Tests;

/// <summary>Programs that never end, call too deep or want too much are stopped, and the process lives on.</summary>
public sealed class LimitTests
{
    private readonly Nodes _n = new();

    private FunctionNode Endless => _n.Program(_n.Block(_n.While(_n.Value(true), _n.Null_()), _n.Value(1L)));

    /// <summary>A function that calls itself for ever; its result is caught where asked.</summary>
    private (FunctionNode Program, CallNode Call) Recursion(Func<IrNode, IrNode> around)
    {
        var type = EastType.Function([EastType.Integer], EastType.Integer);
        var self = _n.Variable("self", type, isMutable: true, isCaptured: true);
        var x = _n.Variable("x", EastType.Integer);
        var call = _n.Call(self, _n.Add(x, _n.Value(1L)));
        var placeholder = _n.Function([x], x);
        var body = _n.Function([x], call, [self]);
        return (_n.Program(_n.Block(_n.Let(self, placeholder), _n.Assign(self, body), around(_n.Call(self, _n.Value(0L))))), call);
    }

    [Test]
    public void An_endless_loop_ends_after_its_steps() =>
        Assert.That(() => Programs.Run(Endless, new EastLimits { Steps = 100_000 }, []),
            Throws.TypeOf<EastLimitException>().With.Property("Limit").EqualTo(EastLimit.Steps));

    [Test]
    public void A_program_within_its_steps_is_not_stopped() =>
        Assert.That(Programs.Run(_n.Program(_n.Value(1L)), new EastLimits { Steps = 1 }, []), Is.EqualTo(1L));

    [Test]
    public void An_endless_loop_ends_after_its_time()
    {
        var clock = new ManualTimeProvider();
        var platform = new PlatformFunction("wait", [], EastType.Null, IsAsync: false, (_, _) =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return null;
        });
        var program = _n.Program(_n.Block(_n.While(_n.Value(true), _n.Platform("wait", EastType.Null)), _n.Value(1L)));
        Assert.That(() => Programs.Run(program, new EastLimits { Time = TimeSpan.FromSeconds(10), Clock = clock }, [platform]),
            Throws.TypeOf<EastLimitException>().With.Property("Limit").EqualTo(EastLimit.Time));
    }

    [Test]
    public void A_cancelled_run_ends()
    {
        using var source = new CancellationTokenSource();
        var platform = new PlatformFunction("cancel", [], EastType.Null, IsAsync: false, (_, _) =>
        {
            source.Cancel();
            return null;
        });
        var program = _n.Program(_n.Block(_n.Platform("cancel", EastType.Null), _n.While(_n.Value(true), _n.Null_()), _n.Value(1L)));
        Assert.That(() => EastProgram.Compile(program, [platform]).Run([], EastLimits.None, source.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_limit_cannot_be_caught_and_no_finally_body_runs()
    {
        var log = new List<string>();
        var program = _n.Program(_n.Try(_n.While(_n.Value(true), _n.Null_()), _n.Null_(), _n.Platform("log", EastType.Null, _n.Value("f"))));
        Assert.That(() => Programs.Run(program, new EastLimits { Steps = 10_000 }, VectorPlatform.Logging(log)), Throws.TypeOf<EastLimitException>());
        Assert.That(log, Is.Empty);
    }

    [Test]
    public void A_function_that_outlives_its_run_has_the_steps_that_the_run_left()
    {
        var i = _n.Variable("i", EastType.Integer, isMutable: true);
        var loop = _n.While(_n.Op("Less", [EastType.Integer], i, _n.Value(60_000L)), _n.Assign(i, _n.Add(i, _n.Value(1L))));
        var inner = _n.Function([], _n.Block(_n.Let(i, _n.Value(0L)), loop, i));
        using var source = new CancellationTokenSource();
        var function = (EastFunction)EastProgram.Compile(_n.Program(inner), []).Run([], new EastLimits { Steps = 100_000 }, source.Token)!;
        // The run is over, and so is the watch over its cancellation.
        source.Cancel();
        Assert.That(function.Invoke(), Is.EqualTo(60_000L));
        Assert.That(() => function.Invoke(), Throws.TypeOf<EastLimitException>().With.Property("Limit").EqualTo(EastLimit.Steps));
    }

    [Test]
    public void A_builtin_that_calls_for_ever_is_stopped()
    {
        var type = EastType.Integer;
        var k = _n.Variable("k", type);
        var program = _n.Program(_n.Op("SetGenerate", [type], _n.Value(long.MaxValue), _n.Function([k], _n.Value(1L)), _n.Function([k], _n.Null_())));
        Assert.That(() => Programs.Run(program, new EastLimits { Steps = 100_000 }, []), Throws.TypeOf<EastLimitException>());
    }

    [Test]
    public void Calls_that_are_too_deep_are_an_error_at_the_call()
    {
        var (program, call) = Recursion(inner => inner);
        var error = Assert.Throws<EastException>(() => Programs.Run(program))!;
        Assert.That(error.Message, Is.EqualTo(ExecutionMessages.TooDeep));
        Assert.That(error.Locations[0], Is.EqualTo(call.Location));
        // One location for each call that was left: those of the function itself, and the first one.
        Assert.That(error.Locations, Has.Count.EqualTo(EastLimits.MaxCallDepth));
    }

    [Test]
    public void Calls_that_are_too_deep_can_be_caught_again_and_again()
    {
        var (program, _) = Recursion(inner => _n.Add(_n.Try(inner, _n.Value(1L)), _n.Try(_n.Call(_n.Variable("self", EastType.Function([EastType.Integer], EastType.Integer), true, true), _n.Value(0L)), _n.Value(2L))));
        Assert.That(Programs.Run(program), Is.EqualTo(3L));
    }

    [Test]
    public void Functions_that_take_much_stack_are_an_error_before_it_is_used_up()
    {
        var type = EastType.Function([EastType.Integer], EastType.Integer);
        var self = _n.Variable("self", type, isMutable: true, isCaptured: true);
        var x = _n.Variable("x", EastType.Integer);
        var statements = new List<IrNode>();
        IrNode sum = x;
        for (var i = 0; i < 3000; i++)
        {
            var local = _n.Variable($"v{i}", EastType.Integer);
            statements.Add(_n.Let(local, _n.Add(x, _n.Value((long)i))));
            if (i % 30 == 0) sum = _n.Add(sum, local);
        }
        statements.Add(_n.Add(_n.Call(self, x), sum));
        var body = _n.Function([x], _n.Block([.. statements]), [self]);
        var program = _n.Program(_n.Block(_n.Let(self, _n.Function([x], x)), _n.Assign(self, body), _n.Call(self, _n.Value(0L))));
        Assert.That(Assert.Throws<EastException>(() => Programs.Run(program))!.Message, Is.EqualTo(ExecutionMessages.TooDeep));
    }

    [Test]
    public void Requests_beyond_any_memory_are_errors()
    {
        var i = _n.Variable("i", EastType.Integer);
        Assert.That(Programs.Log(_n.Program(_n.Op("StringRepeat", _n.Value("ab"), _n.Value(1_000_000_000_000L)))), Does.StartWith("! String too long"));
        Assert.That(Programs.Log(_n.Program(_n.Op("ArrayGenerate", [EastType.Integer], _n.Value(1_000_000_000_000_000L), _n.Function([i], i)))),
            Is.EqualTo($"! {BuiltinMessages.TooLarge("Array")}"));
        Assert.That(Programs.Log(_n.Program(_n.Op("ArrayRange", _n.Value(long.MinValue), _n.Value(long.MaxValue), _n.Value(1L)))),
            Is.EqualTo($"! {BuiltinMessages.TooLarge("Array")}"));
        Assert.That(Programs.Log(_n.Program(_n.Op("ArrayLinspace", _n.Value(0.0), _n.Value(1.0), _n.Value(long.MaxValue)))),
            Is.EqualTo($"! {BuiltinMessages.TooLarge("Array")}"));
    }

    [Test]
    public void A_run_that_takes_too_much_memory_ends()
    {
        var a = _n.Variable("a", EastType.Array(EastType.Integer));
        var program = _n.Program(_n.Block(_n.Let(a, _n.Array(EastType.Integer)),
            _n.While(_n.Value(true), _n.Op("ArrayPushLast", [EastType.Integer], a, _n.Value(1L))), _n.Value(1L)));
        var limits = new EastLimits { Memory = GC.GetTotalMemory(forceFullCollection: false) + (64 << 20), Steps = 100_000_000 };
        Assert.That(() => Programs.Run(program, limits, []), Throws.TypeOf<EastLimitException>().With.Property("Limit").EqualTo(EastLimit.Memory));
    }
}
