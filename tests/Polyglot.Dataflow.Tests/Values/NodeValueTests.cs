using System.Text;
using Polyglot.Dataflow.Projects.Reading;
using Polyglot.Dataflow.Projects.Syntax;
using Polyglot.Dataflow.Values;
using Polyglot.East;

namespace Polyglot.Dataflow.Tests.Values;

public class NodeValueTests
{
    [TestCase("", "Null", "null")]
    [TestCase("true", "Boolean", "true")]
    [TestCase("False", "Boolean", "false")]
    [TestCase("520", "Integer", "520")]
    [TestCase("+5", "Integer", "5")]
    [TestCase("'-9223372036854775808'", "Integer", "-9223372036854775808")]
    [TestCase("1", "Float", "1.0")]
    [TestCase("-2.5e3", "Float", "-2500.0")]
    [TestCase(".inf", "Float", "Infinity")]
    [TestCase("-.inf", "Float", "-Infinity")]
    [TestCase("NaN", "Float", "NaN")]
    [TestCase("-0.0", "Float", "-0.0")]
    [TestCase("hello", "String", "\"hello\"")]
    [TestCase("'1'", "String", "\"1\"")]
    [TestCase("2024-01-31", "DateTime", "2024-01-31T00:00:00.000")]
    [TestCase("2024-01-31T10:00:00+02:00", "DateTime", "2024-01-31T08:00:00.000")]
    [TestCase("2024-01-31T10:00:00.25", "DateTime", "2024-01-31T10:00:00.250")]
    [TestCase("0x00ff", "Blob", "0x00ff")]
    [TestCase("[1, 2]", "Array<Integer>", "[1, 2]")]
    [TestCase("[b, a]", "Set<String>", "{\"a\",\"b\"}")]
    [TestCase("[7]", "Ref<Integer>", "&7")]
    [TestCase("{ b: 2, a: 1 }", "Dict<String, Integer>", "{\"a\":1,\"b\":2}")]
    [TestCase("{ 10: x, 9: y }", "Dict<Integer, String>", "{9:\"y\",10:\"x\"}")]
    [TestCase("[{ key: 1, value: 2 }]", "Dict<Integer, Integer>", "{1:2}")]
    [TestCase("{ b: x, a: 1 }", "Struct<a: Integer, b: String>", "(a=1, b=\"x\")")]
    [TestCase("none", "Option<Integer>", ".none")]
    [TestCase("~", "Option<Integer>", ".none")]
    [TestCase("{ some: 3 }", "Option<Integer>", ".some 3")]
    [TestCase("{ type: some, value: 3 }", "Option<Integer>", ".some 3")]
    [TestCase("{ cons: { head: 1, tail: { cons: { head: 2, tail: nil } } } }",
        "Recursive<List = Variant<cons: Struct<head: Integer, tail: List>, nil>>", ".cons (head=1, tail=.cons (head=2, tail=.nil))")]
    [TestCase("{ v: 1, kids: [{ v: 2, kids: [] }, { v: 3, kids: [] }] }",
        "Recursive<Tree = Struct<v: Integer, kids: Array<Tree>>>", "(v=1, kids=[(v=2, kids=[]), (v=3, kids=[])])")]
    public void A_value_is_read_as_its_type_asks(string yaml, string type, string expected)
    {
        var (bytes, problems) = Encode(yaml, type);
        Assert.That(problems, Is.Empty);
        var t = TypeSyntax.Parse(type).Value;
        Assert.That(EastText.Print(t, Beast2.Decode(bytes, t).Value), Is.EqualTo(expected));
    }

    [TestCase("1", "Null", "expected nothing")]
    [TestCase("yes", "Boolean", "expected true or false, found the text \"yes\"")]
    [TestCase("1.5", "Integer", "expected a whole number")]
    [TestCase("9223372036854775808", "Integer", "expected a whole number")]
    [TestCase("x", "Float", "expected a number")]
    [TestCase("1e999", "Float", "expected a number")]
    [TestCase("1", "String", "expected text, found the number \"1\"")]
    [TestCase("31.1.2024", "DateTime", "expected a date")]
    [TestCase("0xf", "Blob", "expected hex bytes")]
    [TestCase("x", "Never", "expected no value")]
    [TestCase("[1, x]", "Array<Integer>", "at [1]: expected a whole number")]
    [TestCase("{}", "Array<Integer>", "expected a list, found a mapping")]
    [TestCase("[1, 2]", "Ref<Integer>", "expected a list of one")]
    [TestCase("[1]", "Dict<String, Integer>", "expected a mapping, found a list")]
    [TestCase("{ a: x }", "Dict<String, Integer>", "at [\"a\"]: expected a whole number")]
    [TestCase("{ a: 1, c: 1 }", "Struct<a: Integer, b: Integer>", "there is no field `c`")]
    [TestCase("{ a: 1 }", "Struct<a: Integer, b: Integer>", "the field `b` is missing")]
    [TestCase("{ a: { b: x } }", "Struct<a: Struct<b: Integer>>", "at .a.b: expected a whole number")]
    [TestCase("other", "Variant<one, two>", "there is no case `other`")]
    [TestCase("[one]", "Variant<one, two>", "expected a case")]
    [TestCase("{ one: 1 }", "Variant<one, two>", "at .one: expected nothing")]
    public void A_value_that_does_not_fit_is_a_problem_with_its_place(string yaml, string type, string message)
    {
        var (_, problems) = Encode(yaml, type);
        Assert.That(problems.Select(p => p.Message), Has.Some.Contains(message));
        Assert.That(problems, Has.All.Property("Line").EqualTo(1));
    }

    [Test]
    public void Every_wrong_part_is_reported()
    {
        var (_, problems) = Encode("[x, 1, y]", "Array<Integer>");
        Assert.That(problems.Select(p => p.Column), Is.EqualTo(new[] { 2, 8 }));
    }

    private static (byte[]? Bytes, IReadOnlyList<Polyglot.Dataflow.Projects.ProjectProblem> Problems) Encode(string yaml, string type)
    {
        var problems = new ProblemList("a.yaml");
        var document = ProjectDocument.Read("a.yaml", Encoding.UTF8.GetBytes(yaml));
        return (NodeValue.Encode(document.Root!, TypeSyntax.Parse(type).Value, problems), problems.ToList());
    }
}
