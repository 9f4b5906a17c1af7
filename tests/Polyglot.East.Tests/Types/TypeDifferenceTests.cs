namespace Polyglot.East.Tests;

public sealed class TypeDifferenceTests
{
    [TestCase("Integer", "Integer", null)]
    [TestCase("Integer", "Float", "expected Integer, got Float")]
    [TestCase("Array<Struct<date: DateTime, ppm: Float>>", "Array<Struct<date: DateTime, ppm: Integer>>", "[].ppm: expected Float, got Integer")]
    [TestCase("Struct<a: Null, b: Null>", "Struct<a: Null>", ".b: missing (expected Null)")]
    [TestCase("Struct<a: Null>", "Struct<a: Null, `b c`: Float>", ".`b c`: not expected (got Float)")]
    [TestCase("Struct<a: Null, b: Null>", "Struct<b: Null, a: Null>", "expected the fields in the order a, b, got b, a")]
    [TestCase("Variant<a, b: Float>", "Variant<a, b: Integer>", ".b: expected Float, got Integer")]
    [TestCase("Option<Float>", "Variant<none>", ".some: missing (expected Float)")]
    [TestCase("Dict<String, Float>", "Dict<Integer, Float>", "[key]: expected String, got Integer")]
    [TestCase("Dict<String, Ref<Float>>", "Dict<String, Ref<Blob>>", "[value][]: expected Float, got Blob")]
    [TestCase("(Integer) => Null", "(Float) => Null", "(0): expected Integer, got Float")]
    [TestCase("(Integer) => Null", "async (Integer) => Null", "expected (Integer) => Null, got async (Integer) => Null")]
    [TestCase("Recursive<S = Array<S>>", "Array<Integer>", "[]: expected Self, got Integer")]
    public void The_first_difference_is_named(string expected, string actual, string? text) =>
        Assert.That(TypeDifference.Find(TypeSyntax.Parse(expected).Value, TypeSyntax.Parse(actual).Value)?.ToString(), Is.EqualTo(text));
}
