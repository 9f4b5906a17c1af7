using Polyglot.Testing;

namespace Polyglot.East.Tests;

/// <summary>The programs of the benchmark, which are kept as files beside it; each takes an Integer that says how much to do.</summary>
public sealed class BenchPrograms
{
    private static readonly EastType Integer = EastType.Integer;
    private static readonly EastType Float = EastType.Float;
    private static readonly EastType Text = EastType.String;

    private readonly Nodes _n = new();
    private readonly VariableNode _count;

    public BenchPrograms() => _count = _n.Variable("n", Integer);

    public static IEnumerable<string> Names => ["integers", "mandelbrot", "text", "arrays", "dicts", "structs", "fibonacci"];

    [TestCaseSource(nameof(Names))]
    public void The_file_is_the_program(string name) =>
        Assert.That(File.ReadAllBytes(PathOf(name)), Is.EqualTo(IrWriter.ToBeast2(Make(name))), $"write it again with {nameof(Write_the_files)}");

    [TestCase("integers", 1000, "59431")]
    [TestCase("mandelbrot", 20, "23450")]
    [TestCase("text", 1000, "3890")]
    [TestCase("arrays", 1000, "250000")]
    [TestCase("dicts", 1000, "644")]
    [TestCase("structs", 100, "4925.023528319813")]
    [TestCase("fibonacci", 20, "6765")]
    public void It_gives(string name, long count, string result) =>
        Assert.That(EastText.Print(Make(name).Type.Output, Programs.Run(Make(name), count)), Is.EqualTo(result));

    [Test, Explicit("changes files of the repository")]
    public void Write_the_files()
    {
        foreach (var name in Names) File.WriteAllBytes(PathOf(name), IrWriter.ToBeast2(Make(name)));
    }

    private static string PathOf(string name) => Path.Combine(Repository.Root, "bench", "east", $"{name}.beast2");

    private FunctionNode Make(string name) => new BenchPrograms().Body(name);

    private FunctionNode Body(string name) => _n.Function([_count], name switch
    {
        "integers" => Integers(),
        "mandelbrot" => Mandelbrot(),
        "text" => Building(),
        "arrays" => Arrays(),
        "dicts" => Dicts(),
        "structs" => Structs(),
        _ => Fibonacci(),
    });

    private VariableNode Mutable(string name, EastType type) => _n.Variable(name, type, isMutable: true);

    private IrNode Up(VariableNode i) => _n.Assign(i, _n.Add(i, _n.Value(1L)));

    private IrNode Loop(VariableNode i, IrNode end, params IrNode[] body) =>
        _n.Block(_n.Let(i, _n.Value(0L)), _n.While(_n.Op("Less", [Integer], i, end), _n.Block([.. body, Up(i)]), $"loop {i.Name}"));

    private IrNode Op(string name, params IrNode[] arguments) => _n.Op(name, arguments);

    /// <summary>Collatz lengths: additions, multiplications, divisions and branches.</summary>
    private BlockNode Integers()
    {
        var (i, x, sum) = (Mutable("i", Integer), Mutable("x", Integer), Mutable("sum", Integer));
        var isOdd = _n.Op("Equal", [Integer], Op("IntegerRemainder", x, _n.Value(2L)), _n.Value(1L));
        var step = _n.If(isOdd, _n.Assign(x, _n.Add(Op("IntegerMultiply", x, _n.Value(3L)), _n.Value(1L))), _n.Assign(x, Op("IntegerDivide", x, _n.Value(2L))));
        var walk = _n.While(_n.Op("Greater", [Integer], x, _n.Value(1L)), _n.Block(step, Up(sum)), "walk");
        return _n.Block(_n.Let(sum, _n.Value(0L)), Loop(i, _count, _n.Let(x, i), walk), sum);
    }

    private BlockNode Mandelbrot()
    {
        var (row, column, step, total) = (Mutable("row", Integer), Mutable("column", Integer), Mutable("step", Integer), Mutable("total", Integer));
        var (x, y, next) = (Mutable("x", Float), Mutable("y", Float), _n.Variable("next", Float));
        var (a, b) = (_n.Variable("a", Float), _n.Variable("b", Float));
        IrNode Scaled(VariableNode i, double by, double from) =>
            Op("FloatAdd", Op("FloatDivide", Op("FloatMultiply", Op("IntegerToFloat", i), _n.Value(by)), Op("IntegerToFloat", _count)), _n.Value(from));
        IrNode Square(IrNode v) => Op("FloatMultiply", v, v);
        var isInside = _n.Op("LessEqual", [Float], Op("FloatAdd", Square(x), Square(y)), _n.Value(4.0));
        var iterate = _n.Block(_n.Let(step, _n.Value(0L)), _n.While(_n.Op("Less", [Integer], step, _n.Value(200L)), _n.Block(
            _n.If(isInside, _n.Null_(), _n.Break("escape")),
            _n.Let(next, Op("FloatAdd", Op("FloatSubtract", Square(x), Square(y)), a)),
            _n.Assign(y, Op("FloatAdd", Op("FloatMultiply", Op("FloatMultiply", _n.Value(2.0), x), y), b)),
            _n.Assign(x, next), Up(step), Up(total)), "escape"));
        return _n.Block(_n.Let(total, _n.Value(0L)), Loop(row, _count, Loop(column, _count,
            _n.Let(a, Scaled(column, 3.0, -2.0)), _n.Let(b, Scaled(row, 2.0, -1.0)), _n.Let(x, _n.Value(0.0)), _n.Let(y, _n.Value(0.0)), iterate)), total);
    }

    private BlockNode Building()
    {
        var (i, parts) = (Mutable("i", Integer), _n.Variable("parts", EastType.Array(Text)));
        return _n.Block(_n.Let(parts, _n.Array(Text)),
            Loop(i, _count, _n.Op("ArrayPushLast", [Text], parts, Op("StringConcat", _n.Value("#"), _n.Op("Print", [Integer], i)))),
            Op("StringLength", Op("ArrayStringJoin", parts, _n.Value(""))));
    }

    private BlockNode Arrays()
    {
        var (x, k, sum) = (_n.Variable("x", Integer), _n.Variable("k", Integer), _n.Variable("sum", Integer));
        var (made, mapped, kept) = (_n.Variable("made", EastType.Array(Integer)), _n.Variable("mapped", EastType.Array(Integer)), _n.Variable("kept", EastType.Array(Integer)));
        return _n.Block(
            _n.Let(made, Op("ArrayRange", _n.Value(0L), _count, _n.Value(1L))),
            _n.Let(mapped, _n.Op("ArrayMap", [Integer, Integer], made, _n.Function([x, k], _n.Add(Op("IntegerMultiply", x, _n.Value(3L)), k)))),
            _n.Let(kept, _n.Op("ArrayFilter", [Integer], mapped, _n.Function([x, k], _n.Op("NotEqual", [Integer], Op("IntegerRemainder", x, _n.Value(8L)), _n.Value(0L))))),
            _n.Op("ArrayFold", [Integer, Integer], kept, _n.Value(0L), _n.Function([sum, x, k], _n.Add(sum, Op("IntegerRemainder", x, _n.Value(1000L))))));
    }

    /// <summary>How many different remainders there are, counted in a Dict by their text, and how often one comes.</summary>
    private BlockNode Dicts()
    {
        var (i, s) = (Mutable("i", Integer), Mutable("s", Integer));
        var (counts, old, one, key) = (_n.Variable("counts", EastType.Dict(Text, Integer)), _n.Variable("old", Integer), _n.Variable("one", Integer), _n.Variable("key", Text));
        return _n.Block(_n.Let(counts, new NewDictNode(EastType.Dict(Text, Integer), _n.Here(), [])), _n.Let(s, _n.Value(1L)),
            Loop(i, _count,
                _n.Assign(s, Op("IntegerRemainder", _n.Add(Op("IntegerMultiply", s, _n.Value(1103515245L)), _n.Value(12345L)), _n.Value(2147483648L))),
                _n.Op("DictInsertOrUpdate", [Text, Integer], counts, Op("StringConcat", _n.Value("key"), _n.Op("Print", [Integer], Op("IntegerRemainder", s, _n.Value(1000L)))),
                    _n.Value(1L), _n.Function([old, one, key], _n.Add(old, one)))),
            _n.Op("DictSize", [Text, Integer], counts));
    }

    /// <summary>A hundred bodies on springs.</summary>
    private BlockNode Structs()
    {
        var body = EastType.Struct(("x", Float), ("v", Float), ("m", Float));
        var (bodies, round, i, b, v) = (_n.Variable("bodies", EastType.Array(body)), Mutable("round", Integer), _n.Variable("i", Integer), _n.Variable("b", body), _n.Variable("v", Float));
        var (sum, k) = (_n.Variable("sum", Float), _n.Variable("k", Integer));
        var made = _n.Op("ArrayGenerate", [body], _n.Value(100L), _n.Function([k], _n.Struct(("x", Op("IntegerToFloat", k)), ("v", _n.Value(0.0)), ("m", _n.Value(1.0)))));
        var move = _n.ForArray(bodies, i, b, _n.Block(
            _n.Let(v, Op("FloatSubtract", _n.Get(b, "v"), Op("FloatMultiply", _n.Get(b, "x"), _n.Value(0.0001)))),
            _n.Op("ArrayUpdate", [body], bodies, i, _n.Struct(("x", Op("FloatAdd", _n.Get(b, "x"), Op("FloatMultiply", v, _n.Value(0.01)))), ("v", v), ("m", _n.Get(b, "m"))))), "bodies");
        return _n.Block(_n.Let(bodies, made), Loop(round, _count, move),
            _n.Op("ArrayFold", [body, Float], bodies, _n.Value(0.0), _n.Function([sum, b, k], Op("FloatAdd", sum, Op("FloatMultiply", _n.Get(b, "m"), _n.Get(b, "x"))))));
    }

    private BlockNode Fibonacci()
    {
        var type = EastType.Function([Integer], Integer);
        var (fib, x) = (_n.Variable("fib", type, isMutable: true, isCaptured: true), _n.Variable("x", Integer));
        IrNode Of(long less) => _n.Call(fib, Op("IntegerSubtract", x, _n.Value(less)));
        var body = _n.Function([x], _n.If(_n.Op("Less", [Integer], x, _n.Value(2L)), x, _n.Add(Of(1), Of(2))), [fib]);
        return _n.Block(_n.Let(fib, _n.Function([x], x)), _n.Assign(fib, body), _n.Call(fib, _count));
    }
}
