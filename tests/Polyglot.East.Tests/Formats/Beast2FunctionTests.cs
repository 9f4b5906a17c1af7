using System.Diagnostics.CodeAnalysis;

namespace Polyglot.East.Tests;

/// <summary>Functions inside beast2 values (spec 3.1, "Functions as values").</summary>
public sealed class Beast2FunctionTests
{
    private static readonly IrLocation Here = new("t.east", 5, 3);
    private static readonly FunctionType Number = EastType.Function([EastType.Integer], EastType.Integer);

    [Test]
    public void A_function_is_written_as_its_program_text_and_read_back()
    {
        var function = FromText(Identity(Number));
        var bytes = Beast2.Encode(Number, function);
        Assert.That(bytes[Beast2.Header(Number).Length..], Is.EqualTo(IrWriter.ToValueBytes(function.Node!)));
        var back = (EastFunction)Beast2.Decode(bytes, Number, functions: new Maker()).Value;
        Assert.That(back.Type, Is.EqualTo(Number));
        Assert.That(Beast2.Encode(Number, back), Is.EqualTo(bytes));
        Assert.That(((EastFunction)Beast2.Decode(new SlowStream(bytes, 1), Number, functions: new Maker()).Value).Node, Is.Not.Null);
        Assert.That(Beast2.Decode(bytes, Number).Error?.Message, Does.Contain("functions cannot be read as values here"));
    }

    [Test]
    public void Functions_and_containers_share_one_table()
    {
        var type = (StructType)TypeSyntax.Parse("Struct<a: Array<Integer>, f: (Integer) => Integer, b: Array<Integer>, g: (Integer) => Integer>").Value;
        var shared = new EastArray<long>([1, 2]);
        var function = FromText(Identity(Number));
        var bytes = Beast2.Encode(type, EastStruct.Of(type, shared, function, shared, function));
        var back = (EastStruct)Beast2.Decode(bytes, type, functions: new Maker()).Value;
        Assert.That(back["a"], Is.SameAs(back["b"]));
        Assert.That(Beast2.Encode(type, back), Is.EqualTo(bytes));
    }

    [Test]
    public void Functions_with_captures_and_of_the_host_are_refused_in_the_languages_own_words()
    {
        var (a, b) = (Variable("a"), Variable("b"));
        var closure = new FunctionNode(Number, Here, [a, b], [Variable("x")], Variable("x"));
        Assert.That(Beast2.Write(Stream.Null, Number, FromText(closure))?.Message, Is.EqualTo(
            "Cannot serialize closure with 2 captured variable(s): a, b. Only free functions (no captures) can be serialized."));
        var waiting = EastType.AsyncFunction([EastType.Integer], EastType.Integer);
        var asyncClosure = new FunctionNode(waiting, Here, [a], [Variable("x")], Variable("x"));
        Assert.That(Beast2.Write(Stream.Null, EastType.Array(waiting), new EastArray<EastFunction>([FromText(asyncClosure)])), Is.EqualTo(
            new EncodeError(EncodeObstacle.Closure, "[0]", "Cannot serialize async closure with 1 captured variable(s): a. Only free functions (no captures) can be serialized.")));
        Assert.That(Beast2.Write(Stream.Null, Number, EastFunction.Of(Number, (long x) => x))?.Message, Does.StartWith("Cannot serialize function: no IR attached. "));
        Assert.That(Beast2.Write(Stream.Null, Number, FromText(Identity(Number)), Sharing.AsTree)?.Reason, Is.EqualTo(EncodeObstacle.Function));
    }

    [Test]
    public void What_is_no_function_of_the_type_is_refused()
    {
        var wider = EastType.Function([EastType.Integer], EastType.Option(EastType.Integer));
        var text = IrWriter.ToValueBytes(Identity(Number));
        Assert.That(Beast2.DecodeValue(text, wider, functions: new Maker()).Error?.Message, Is.EqualTo(
            $"Type mismatch: expected {TypeText.Print(wider)}, got {TypeText.Print(Number)}"));
        Assert.That(Beast2.DecodeValue(text, EastType.AsyncFunction([EastType.Integer], EastType.Integer), functions: new Maker()).Error?.Message, Is.EqualTo(
            "Expected AsyncFunction IR, got Function at offset 0"));
        Assert.That(Beast2.DecodeValue(IrWriter.ToValueBytes(Variable("x")), Number, functions: new Maker()).Error?.Message, Is.EqualTo(
            "Expected Function IR, got Variable at offset 0"));
        var closure = new FunctionNode(Number, Here, [Variable("a")], [Variable("x")], Variable("x"));
        Assert.That(Beast2.DecodeValue(IrWriter.ToValueBytes(closure), Number, functions: new Maker()).Error?.Message, Does.StartWith("Failed to compile decoded function: "));
        Assert.That(Beast2.DecodeValue(text, Number, functions: new Maker("there is no platform")).Error?.Message, Is.EqualTo("Failed to compile decoded function: there is no platform"));
    }

    [Test]
    public void A_function_of_a_subtype_may_stand_for_one_of_the_type()
    {
        var narrow = EastType.Function([EastType.Integer], EastType.Variant(("some", EastType.Integer)));
        var body = new VariantNode(narrow.Output, Here, "some", Variable("x"));
        var text = IrWriter.ToValueBytes(new FunctionNode(narrow, Here, [], [Variable("x")], body));
        Assert.That(Beast2.DecodeValue(text, EastType.Function([EastType.Integer], EastType.Option(EastType.Integer)), functions: new Maker()).IsSuccess, Is.True);
    }

    private static VariableNode Variable(string name) => new(EastType.Integer, Here, name, isMutable: false, isCaptured: false);

    private static FunctionNode Identity(FunctionType type) => new(type, Here, [], [Variable("x")], Variable("x"));

    private static EastFunction FromText(FunctionNode node) => EastFunction.Of(node.Type, node, (long x) => x);

    private sealed class Maker(string? problem = null) : IFunctionMaker
    {
        public bool TryMake(FunctionNode node, [NotNullWhen(true)] out EastFunction? function, [NotNullWhen(false)] out string? problemFound)
        {
            problemFound = problem;
            function = problem is null ? new EastFunction<Func<long, long>>(node.Type, node, x => x) : null;
            return function is not null;
        }
    }
}
