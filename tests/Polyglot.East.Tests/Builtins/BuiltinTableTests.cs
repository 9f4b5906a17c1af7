namespace Polyglot.East.Tests;

public sealed class BuiltinTableTests
{
    [Test]
    public void A_builtin_is_found_by_name_with_its_method()
    {
        Assert.That(BuiltinTable.TryGet("IntegerAdd", out var add), Is.True);
        Assert.That(add!.Method, Is.EqualTo(typeof(IntegerArithmetic).GetMethod(nameof(IntegerArithmetic.Add))));
        Assert.That((add.Arity, add.TakesSite, add.TakesFunctions), Is.EqualTo((2, false, false)));
        Assert.That(BuiltinTable.TryGet("IntegerAddd", out _), Is.False);
    }

    [Test]
    public void A_signature_is_known_at_the_types_of_a_use()
    {
        BuiltinTable.TryGet("ArrayMap", out var map);
        var signature = map!.Signature([EastType.String, EastType.Float]);
        Assert.That(signature.Inputs, Is.EqualTo(new[] { TypeSyntax.Parse("Array<String>").Value, TypeSyntax.Parse("(String, Integer) => Float").Value }));
        Assert.That(signature.Output, Is.EqualTo(TypeSyntax.Parse("Array<Float>").Value));
        Assert.That(map.TakesFunctions, Is.True);
    }

    [Test]
    public void The_wrong_number_of_types_is_refused()
    {
        BuiltinTable.TryGet("ArrayMap", out var map);
        Assert.That(() => map!.Signature([EastType.String]), Throws.ArgumentException.With.Message.StartsWith(BuiltinMessages.TypeParameterCount("ArrayMap", 2, 1)));
    }

    [TestCase("<K, V>(Dict<K, Array<V>>) -> Set<K>", "(Dict<Integer, Array<Float>>) => Set<Integer>")]
    [TestCase("<K, V>(Ref<K>) -> Struct<start: K, end: V>", "(Ref<Integer>) => Struct<start: Integer, end: Float>")]
    [TestCase("<A, B>() -> Variant<month1, literal: String>", "() => Variant<month1, literal: String>")]
    [TestCase("<A, B>(() -> Option<A>, ((A) -> B) -> Null) -> Blob", "(() => Option<Integer>, ((Integer) => Float) => Null) => Blob")]
    public void Signatures_are_written_like_types(string signature, string expected)
    {
        var (_, inputs, output) = new SignatureReader(signature).ReadAll();
        var function = EastType.Function([.. inputs.Select(i => i.With([EastType.Integer, EastType.Float]))], output.With([EastType.Integer, EastType.Float]));
        Assert.That(function, Is.EqualTo(TypeSyntax.Parse(expected).Value));
    }

    [TestCase("(Integer -> Integer")]
    [TestCase("<T>(Array<T) -> T")]
    [TestCase("(Int) -> Integer")]
    [TestCase("(Integer) -> Integer x")]
    public void A_wrong_signature_is_a_bug_that_is_noticed(string signature) =>
        Assert.That(() => new SignatureReader(signature).ReadAll(), Throws.TypeOf<FormatException>());

    [Test]
    public void An_error_of_a_builtin_is_located_at_its_node()
    {
        BuiltinTable.TryGet("IntegerDivide", out var divide);
        var site = new BuiltinSite(divide!, [], new IrLocation("a.east", 3, 4));
        var error = Assert.Throws<EastException>(() => IntegerArithmetic.Divide(site, 1, 0))!;
        Assert.That(error.Display(), Is.EqualTo($"a.east:3:4: {IntegerMessages.DivisionByZero}"));
    }
}
