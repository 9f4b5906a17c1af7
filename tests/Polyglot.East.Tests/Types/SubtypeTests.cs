namespace Polyglot.East.Tests;

public sealed class SubtypeTests
{
    private const string List = "Recursive<L = Variant<cons: Struct<head: Integer, tail: L>, nil>>";
    private const string Unfolded = "Variant<cons: Struct<head: Integer, tail: " + List + ">, nil>";

    [TestCase("Never", "Array<Integer>", true)]
    [TestCase("Variant<none>", "Option<Integer>", true)]
    [TestCase("Option<Integer>", "Variant<none>", false)]
    [TestCase("Struct<a: Variant<none>>", "Struct<a: Option<Integer>>", true)]
    [TestCase("Struct<a: Variant<none>>", "Struct<b: Option<Integer>>", false)]
    [TestCase("Array<Variant<none>>", "Array<Option<Integer>>", false)]
    [TestCase("(Option<Integer>) => Variant<none>", "(Variant<none>) => Option<Integer>", true)]
    [TestCase("(Variant<none>) => Null", "(Option<Integer>) => Null", false)]
    [TestCase("() => Null", "async () => Null", true)]
    [TestCase("async () => Null", "() => Null", false)]
    [TestCase("(Integer) => Null", "() => Null", false)]
    [TestCase(Unfolded, List, true)]
    [TestCase(List, Unfolded, false)]
    [TestCase("Variant<nil>", List, true)]
    public void Subtyping_follows_the_rules(string narrow, string wide, bool holds) =>
        Assert.That(TypeSyntax.Parse(narrow).Value.IsSubtypeOf(TypeSyntax.Parse(wide).Value), Is.EqualTo(holds));

    [Test]
    public void An_open_type_has_no_subtypes() =>
        Assert.That(() => EastType.Recursive(1).IsSubtypeOf(EastType.Integer), Throws.ArgumentException);
}
