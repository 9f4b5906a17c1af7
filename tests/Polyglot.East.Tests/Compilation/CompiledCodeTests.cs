namespace Polyglot.East.Tests;

/// <summary>What the code of programs promises beyond right results.</summary>
public sealed class CompiledCodeTests
{
    private static readonly PlatformFunction Allocated = new("allocated", [], EastType.Integer, IsAsync: false, (_, _) => GC.GetAllocatedBytesForCurrentThread());

    private readonly Nodes _n = new();

    [Test]
    public void Loops_over_numbers_allocate_nothing_per_iteration()
    {
        var (i, sum, x) = (_n.Variable("i", EastType.Integer, true), _n.Variable("sum", EastType.Integer, true), _n.Variable("x", EastType.Float, true));
        var step = _n.Block(
            _n.Assign(sum, _n.Op("IntegerRemainder", _n.Add(_n.Op("IntegerMultiply", sum, _n.Value(31L)), i), _n.Op("IntegerAdd", i, _n.Value(7L)))),
            _n.If(_n.Op("Greater", [EastType.Float], x, _n.Value(1000.0)), _n.Assign(x, _n.Value(0.5)), _n.Assign(x, _n.Op("FloatMultiply", x, _n.Value(1.001)))),
            _n.Assign(i, _n.Add(i, _n.Value(1L))));
        AssertConstant(n => [_n.Let(sum, _n.Value(0L)), _n.Let(x, _n.Value(0.5)), _n.Let(i, _n.Value(0L)), _n.While(_n.Op("Less", [EastType.Integer], i, n), step)]);
    }

    [Test]
    public void Loops_over_arrays_of_numbers_allocate_nothing_per_iteration()
    {
        var (array, sum) = (_n.Variable("array", EastType.Array(EastType.Float)), _n.Variable("sum", EastType.Float, true));
        var (k, v, round) = (_n.Variable("k", EastType.Integer), _n.Variable("v", EastType.Float), _n.Variable("round", EastType.Integer, true));
        var body = _n.Block(_n.Assign(sum, _n.Op("FloatAdd", sum, v)), _n.Op("ArrayUpdate", [EastType.Float], array, k, sum));
        AssertConstant(n =>
        [
            _n.Let(array, _n.Array(EastType.Float, [.. Enumerable.Range(0, 10).Select(x => _n.Value((double)x))])), _n.Let(sum, _n.Value(0.0)), _n.Let(round, _n.Value(0L)),
            _n.While(_n.Op("Less", [EastType.Integer], round, n), _n.Block(_n.ForArray(array, k, v, body, "inner"), _n.Assign(round, _n.Add(round, _n.Value(1L))))),
        ]);
    }

    [Test]
    public void Many_captures_many_fields_and_many_parameters_work()
    {
        var variables = Enumerable.Range(0, 20).Select(i => _n.Variable($"v{i}", i % 2 == 0 ? EastType.Integer : EastType.String, isMutable: i % 4 == 0, isCaptured: true)).ToArray();
        var lets = variables.Select((v, i) => (IrNode)_n.Let(v, i % 2 == 0 ? _n.Value((long)i) : _n.Value($"s{i}")));
        var made = _n.Struct([.. variables.Select(v => (v.Name, (IrNode)v))]);
        var capturing = _n.Function([], made, variables);
        var sum = variables.Where((_, i) => i % 2 == 0).Aggregate((IrNode)_n.Value(0L), (all, v) => _n.Add(all, v));
        var taking = _n.Function(variables, sum);
        var result = _n.Variable("result", made.Type);
        var root = _n.Program(_n.Block([.. lets, _n.Let(result, _n.Call(capturing)), _n.Call(taking, [.. variables.Select(v => _n.Get(result, v.Name))])]));
        Assert.That(Programs.Run(root), Is.EqualTo(90L));
    }

    [Test]
    public void Functions_outlive_their_run_and_go_into_another()
    {
        var (x, f) = (_n.Variable("x", EastType.Integer), _n.Variable("f", EastType.Function([EastType.Integer], EastType.Integer)));
        var count = _n.Variable("count", EastType.Integer, isMutable: true, isCaptured: true);
        var counter = _n.Function([x], _n.Block(_n.Assign(count, _n.Add(count, x)), count), [count]);
        var function = Programs.Run(_n.Program(_n.Block(_n.Let(count, _n.Value(100L)), counter)));
        Assert.That(((EastFunction)function!).Invoke(1L), Is.EqualTo(101L));
        var caller = _n.Function([f], _n.Add(_n.Call(f, _n.Value(2L)), _n.Call(f, _n.Value(3L))));
        Assert.That(Programs.Run(caller, function), Is.EqualTo(103L + 106L));
    }

    [Test]
    public void A_wrong_program_is_refused_with_its_problems()
    {
        var wrong = new BuiltinNode(EastType.Integer, _n.Here(), "IntegerAdd", [], [_n.Value(1L), _n.Value("x")]);
        var refusal = Assert.Throws<EastProgramException>(() => EastProgram.Compile(_n.Program(wrong), []))!;
        Assert.That(refusal.Problems, Has.Length.EqualTo(1));
        var lost = _n.Platform("lost", EastType.Null);
        Assert.That(() => EastProgram.Compile(_n.Program(lost), []), Throws.TypeOf<EastProgramException>().With.Message.Contains("lost"));
    }

    [Test]
    public void Code_that_is_kept_still_asks_for_its_platform()
    {
        var program = IrProgram.Of(_n.Program(_n.Platform("give", EastType.Integer)));
        PlatformFunction Give(object? value) => new("give", [], EastType.Integer, IsAsync: false, (_, _) => value);
        Assert.That(EastProgram.Compile(program, [Give(1L)]).Run([], EastLimits.None, default), Is.EqualTo(1L));
        Assert.That(EastProgram.Compile(program, [Give(2L)]).Run([], EastLimits.None, default), Is.EqualTo(2L));
        Assert.That(() => EastProgram.Compile(program, []), Throws.TypeOf<EastProgramException>());
        Assert.That(() => EastProgram.Compile(program, [Give(1L) with { Output = EastType.String }]), Throws.TypeOf<EastProgramException>());
        Assert.That(() => EastProgram.Compile(program, [Give("x")]).Run([], EastLimits.None, default),
            Throws.TypeOf<EastException>().With.Property("Locations").EqualTo(new[] { ((PlatformNode)program.Root.Body).Location }));
    }

    [Test]
    public void Arguments_that_do_not_fit_are_refused()
    {
        var program = EastProgram.Compile(_n.Function([_n.Variable("x", EastType.Integer)], _n.Value(1L)), []);
        Assert.That(() => program.Run([], EastLimits.None, default), Throws.ArgumentException.With.Message.StartsWith(ExecutionMessages.ArgumentCount(1, 0)));
        Assert.That(() => program.Run(["x"], EastLimits.None, default), Throws.ArgumentException);
    }

    /// <summary>The code between two looks at what was allocated allocates the same for few and for many iterations.</summary>
    private void AssertConstant(Func<IrNode, IrNode[]> loop)
    {
        var (before, after, count) = (_n.Variable("before", EastType.Integer), _n.Variable("after", EastType.Integer), _n.Variable("n", EastType.Integer));
        var program = EastProgram.Compile(_n.Function([count], _n.Block([
            _n.Let(before, _n.Platform("allocated", EastType.Integer)), .. loop(count), _n.Let(after, _n.Platform("allocated", EastType.Integer)),
            _n.Op("IntegerSubtract", after, before)])), [Allocated]);
        program.Run([10L], EastLimits.None, default);
        var few = program.Run([10L], EastLimits.None, default);
        Assert.That(program.Run([100_000L], EastLimits.None, default), Is.EqualTo(few));
    }
}
