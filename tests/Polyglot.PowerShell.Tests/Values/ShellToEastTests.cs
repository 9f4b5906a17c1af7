using System.Collections;
using System.Collections.Specialized;
using System.Numerics;
using Polyglot.East;
using Polyglot.PowerShell.Shell;
using Polyglot.PowerShell.Tests.Support;
using Polyglot.PowerShell.Values;

namespace Polyglot.PowerShell.Tests.Values;

public sealed class ShellToEastTests
{
    private static IEnumerable<TestCaseData> Accepted()
    {
        yield return Case("Null", null, "null");
        yield return Case("Boolean", true, "true");
        yield return Case("Boolean", "False", "false");
        yield return Case("Integer", 3, "3");
        yield return Case("Integer", (byte)3, "3");
        yield return Case("Integer", ulong.MaxValue / 2, "9223372036854775807");
        yield return Case("Integer", 4.0, "4");
        yield return Case("Integer", 4m, "4");
        yield return Case("Integer", new BigInteger(5), "5");
        yield return Case("Integer", " -17 ", "-17");
        yield return Case("Float", 1, "1.0");
        yield return Case("Float", 0.1, "0.1");
        yield return Case("Float", -0.0, "-0.0");
        yield return Case("Float", double.NaN, "NaN");
        yield return Case("Float", double.NegativeInfinity, "-Infinity");
        yield return Case("Float", "1.5e3", "1500.0");
        yield return Case("String", "née", "\"née\"");
        yield return Case("String", 'x', "\"x\"");
        yield return Case("DateTime", new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc), "2026-03-01T12:00:00.000");
        yield return Case("DateTime", new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Unspecified), "2026-03-01T12:00:00.000");
        yield return Case("DateTime", new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(2)), "2026-03-01T10:00:00.000");
        yield return Case("DateTime", "2026-03-01", "2026-03-01T00:00:00.000");
        yield return Case("DateTime", "2026-03-01T12:00:00.123+01:00", "2026-03-01T11:00:00.123");
        yield return Case("Blob", new byte[] { 1, 255 }, "0x01ff");
        yield return Case("Blob", "0x01FF", "0x01ff");
        yield return Case("Array<Integer>", new object[] { 1, 2L, "3" }, "[1,2,3]");
        yield return Case("Array<Integer>", new ArrayList { new Wrapped(1) }, "[1]");
        yield return Case("Set<String>", new[] { "b", "a", "b" }, "{\"a\",\"b\"}");
        yield return Case("Dict<String, Integer>", new Hashtable { ["b"] = 2, ["a"] = 1 }, "{\"a\":1,\"b\":2}");
        yield return Case("Dict<String, Integer>", Bag.Of(("a", 1)), "{\"a\":1}");
        yield return Case("Dict<Integer, String>", new Hashtable { [7] = "seven" }, "{7:\"seven\"}");
        yield return Case("Dict<Struct<x: Integer>, String>", new object[] { Bag.Of(("Key", Bag.Of(("x", 1))), ("Value", "one")) }, "{(x=1):\"one\"}");
        yield return Case("Struct<a: Integer, b: String>", Bag.Of(("b", "x"), ("a", 1), ("more", 3)), "(a=1, b=\"x\")");
        yield return Case("Struct<a: Integer, b: String>", new OrderedDictionary { ["B"] = "x", ["A"] = "1" }, "(a=1, b=\"x\")");
        yield return Case("Struct<Length: Integer>", "text".AsMemory(), "(Length=4)");
        yield return Case("Option<Integer>", null, ".none");
        yield return Case("Option<Integer>", 3, ".some 3");
        yield return Case("Option<Integer>", Bag.Of(("Case", "some"), ("Value", 3)), ".some 3");
        yield return Case("Option<Struct<Case: String, Value: Integer>>", Bag.Of(("Case", "some"), ("Value", 3)), ".some (Case=\"some\", Value=3)");
        yield return Case("Option<Option<Integer>>", Bag.Of(("Case", "some"), ("Value", null)), ".some .none");
        yield return Case("Variant<circle: Float, dot: Null>", "dot", ".dot");
        yield return Case("Variant<circle: Float, dot: Null>", new Hashtable { ["circle"] = 2 }, ".circle 2.0");
        yield return Case("Variant<circle: Float, dot: Null>", new Hashtable { ["Case"] = "circle", ["Value"] = 2 }, ".circle 2.0");

        static TestCaseData Case(string type, object? value, string text) => new TestCaseData(type, value, text).SetArgDisplayNames(type, text);
    }

    [TestCaseSource(nameof(Accepted))]
    public void What_a_shell_has_becomes_a_value(string type, object? value, string text)
    {
        var parsed = TypeSyntax.Parse(type).Value;

        var decoded = Beast2.Decode(new ShellToEast(new Bags()).Encode(parsed, value), parsed);

        Assert.That(EastText.Print(parsed, decoded.Value), Is.EqualTo(EastText.Print(parsed, EastText.Parse(parsed, text).Value)));
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case("Null", 0, "value should be $null, not 0");
        yield return Case("Integer", 1.5, "value should be a whole number of at most 64 bits, not 1.5");
        yield return Case("Integer", 1e300, "value should be a whole number of at most 64 bits, not 1E+300");
        yield return Case("Integer", "three", "value should be a whole number of at most 64 bits, not the text 'three'");
        yield return Case("Integer", true, "value should be a whole number of at most 64 bits, not $true");
        yield return Case("Boolean", 1, "value should be true or false, not 1");
        yield return Case("String", 1, "value should be text, not 1");
        yield return Case("DateTime", "01/02/2026", "value should be a date, not the text '01/02/2026'");
        yield return Case("Blob", "ff", "value should be bytes, or hex text that begins with 0x, not the text 'ff'");
        yield return Case("Array<Integer>", "abc", "value should be a list, not the text 'abc'");
        yield return Case("Array<Integer>", new Hashtable(), "value should be a list, not a hashtable");
        yield return Case("Array<Struct<a: Array<Integer>>>", new object[] { Bag.Of(("a", new object?[] { 1, null })) }, "value[0].a[1] should be a whole number of at most 64 bits, not $null");
        yield return Case("Struct<colour: String>", Bag.Of(("color", "red")), "value has no colour; did you mean `color`?");
        yield return Case("Struct<a: Integer>", 3, "value should be an object or a hashtable, not 3");
        yield return Case("Dict<String, Integer>", new object[] { 1 }, "value should be objects with Key and Value, not 1");
        yield return Case("Variant<circle: Float, dot: Null>", "square", "value should be a case (circle, dot), not the text 'square'");
        yield return Case("Variant<circle: Float, dot: Null>", null, "value should be a case (circle, dot), not $null");

        static TestCaseData Case(string type, object? value, string message) => new TestCaseData(type, value, message).SetArgDisplayNames(type, message);
    }

    [TestCaseSource(nameof(Refused))]
    public void What_is_no_value_of_the_type_is_refused_by_its_place(string type, object? value, string message)
    {
        var parsed = TypeSyntax.Parse(type).Value;

        var thrown = Assert.Throws<FaultException>(() => new ShellToEast(new Bags()).Encode(parsed, value));

        Assert.That((thrown!.Fault.Id, thrown.Message), Is.EqualTo(("InvalidValue", message)));
    }

    [Test]
    public void An_object_that_holds_itself_is_refused()
    {
        var type = EastType.Array(EastType.Recursive(1));
        var list = new ArrayList();
        list.Add(list);

        var thrown = Assert.Throws<FaultException>(() => new ShellToEast(new Bags()).Encode(type, list));

        Assert.That(thrown!.Message, Does.EndWith("goes too deep; an object may hold itself"));
    }

    [TestCase("Integer", "42")]
    [TestCase("DateTime", "2026-03-01T12:30:00.250")]
    [TestCase("Blob", "0x00ff")]
    [TestCase("Array<Struct<date: DateTime, ppm: Option<Float>>>", "[(date=2026-01-01T00:00:00.000, ppm=.none),(date=2026-01-08T00:00:00.000, ppm=.some 1.5)]")]
    [TestCase("Set<Struct<x: Integer>>", "{(x=1),(x=2)}")]
    [TestCase("Dict<DateTime, Array<Boolean>>", "{2026-01-01T00:00:00.000:[true,false]}")]
    [TestCase("Dict<Boolean, Ref<Integer>>", "{true:&3}")]
    [TestCase("Dict<Struct<x: Integer>, Option<Option<String>>>", "{(x=1):.some .none}")]
    [TestCase("Variant<a: Struct<b: Null>, c: Variant<d: Null>>", ".c .d")]
    public void A_value_that_was_shown_is_taken_back_as_it_was(string type, string text)
    {
        var parsed = TypeSyntax.Parse(type).Value;
        var before = EastText.Parse(parsed, text).Value;

        var shown = new EastToShell(new Bags()).Convert(parsed, before);
        var after = Beast2.Decode(new ShellToEast(new Bags()).Encode(parsed, shown), parsed).Value;

        Assert.That(EastText.Print(parsed, after), Is.EqualTo(EastText.Print(parsed, before)));
    }
}
