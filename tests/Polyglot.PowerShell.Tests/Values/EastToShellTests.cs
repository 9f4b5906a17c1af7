using Polyglot.East;
using Polyglot.PowerShell.Shell;
using Polyglot.PowerShell.Tests.Support;
using Polyglot.PowerShell.Values;

namespace Polyglot.PowerShell.Tests.Values;

public sealed class EastToShellTests
{
    [Test]
    public void Primitive_values_are_what_a_shell_has_for_them()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Shown("Null", "null"), Is.Null);
            Assert.That(Shown("Boolean", "true"), Is.True);
            Assert.That(Shown("Integer", "-9223372036854775808"), Is.EqualTo(long.MinValue));
            Assert.That(Shown("Float", "0.1"), Is.EqualTo(0.1));
            Assert.That(Shown("String", "\"née\""), Is.EqualTo("née"));
            Assert.That(Shown("Blob", "0x00ff"), Is.EqualTo(new byte[] { 0, 255 }));
        });
    }

    [Test]
    public void A_date_is_in_utc_and_says_so()
    {
        var date = (DateTime)Shown("DateTime", "2026-03-01T12:30:00.250")!;

        Assert.That((date, date.Kind), Is.EqualTo((new DateTime(2026, 3, 1, 12, 30, 0, 250, DateTimeKind.Utc), DateTimeKind.Utc)));
    }

    [Test]
    public void A_date_that_the_shell_cannot_hold_is_a_fault_and_not_another_date()
    {
        var type = EastType.DateTime;

        var thrown = Assert.Throws<FaultException>(() => new EastToShell(new Bags()).Convert(type, new EastDateTime(long.MaxValue)));

        Assert.That(thrown!.Fault.Id, Is.EqualTo("NoSuchForm"));
    }

    [Test]
    public void Lists_of_primitives_are_typed_and_others_are_not()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Shown("Array<Float>", "[1.0, 2.5]"), Is.TypeOf<double[]>().And.EqualTo(new[] { 1.0, 2.5 }));
            Assert.That(Shown("Array<Integer>", "[1, 2]"), Is.TypeOf<long[]>());
            Assert.That(Shown("Array<String>", "[\"a\"]"), Is.TypeOf<string[]>());
            Assert.That(Shown("Array<Array<Boolean>>", "[[true], []]"), Is.TypeOf<object[]>().And.EqualTo(new object[] { new[] { true }, Array.Empty<bool>() }));
            Assert.That(Shown("Set<Integer>", "{3,1,2}"), Is.EqualTo(new object[] { 1L, 2L, 3L }));
        });
    }

    [Test]
    public void A_struct_has_its_fields_as_properties_in_order()
    {
        var bag = (Bag)Shown("Struct<zeta: Integer, alpha: String>", "(zeta=1, alpha=\"x\")")!;

        Assert.That(bag.Properties, Is.EqualTo(new[] { KeyValuePair.Create("zeta", (object?)1L), KeyValuePair.Create("alpha", (object?)"x") }));
    }

    [Test]
    public void A_dict_is_an_ordered_dictionary_by_its_own_keys()
    {
        var texts = (OrderedDictionary<string, object?>)Shown("Dict<String, Integer>", "{\"b\":2,\"a\":1}")!;
        var numbers = (OrderedDictionary<long, object?>)Shown("Dict<Integer, String>", "{7:\"seven\"}")!;

        Assert.That(texts.Keys, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(texts["b"], Is.EqualTo(2L));
        Assert.That(numbers[7L], Is.EqualTo("seven"));
    }

    [Test]
    public void A_dict_with_keys_that_no_dictionary_has_is_a_list_of_entries()
    {
        var entries = (object?[])Shown("Dict<Struct<x: Integer>, String>", "{(x=1):\"one\"}")!;

        var entry = (Bag)entries.Single()!;
        Assert.That(((Bag)entry["Key"]!)["x"], Is.EqualTo(1L));
        Assert.That(entry["Value"], Is.EqualTo("one"));
    }

    [Test]
    public void An_option_is_its_content_or_nothing()
    {
        Assert.That(Shown("Option<Integer>", ".some 3"), Is.EqualTo(3L));
        Assert.That(Shown("Option<Integer>", ".none"), Is.Null);
    }

    [TestCase("Option<Option<Integer>>", ".some .none", "some", null)]
    [TestCase("Option<Option<Integer>>", ".none", "none", null)]
    [TestCase("Option<Null>", ".some null", "some", null)]
    [TestCase("Variant<circle: Float, dot: Null>", ".circle 2.0", "circle", 2.0)]
    [TestCase("Variant<circle: Float, dot: Null>", ".dot", "dot", null)]
    public void Variants_say_which_case_they_are_where_null_would_not(string type, string text, string name, object? content)
    {
        var bag = (Bag)Shown(type, text)!;

        Assert.That((bag.TypeName, bag["Case"], bag["Value"]), Is.EqualTo(("Polyglot.Variant", (object)name, content)));
    }

    [Test]
    public void A_recursive_value_is_followed_to_its_end()
    {
        var tree = EastType.Struct(("name", EastType.String), ("children", EastType.Array(EastType.Recursive(2))));
        var value = EastText.Parse(tree, """(name="root", children=[(name="leaf", children=[])])""").Value;

        var root = (Bag)new EastToShell(new Bags()).Convert(tree, value)!;

        Assert.That(((Bag)((object?[])root["children"]!).Single()!)["name"], Is.EqualTo("leaf"));
    }

    [Test]
    public void A_value_that_goes_too_deep_is_a_fault_and_does_not_end_the_process()
    {
        var list = EastType.Variant(("end", EastType.Null), ("more", EastType.Recursive(1)));
        object value = new EastVariant(list, "end");
        for (var i = 0; i < 1_000_000; i++) value = new EastVariant(list, "more", value);

        var thrown = Assert.Throws<FaultException>(() => new EastToShell(new Bags()).Convert(list, value));

        Assert.That(thrown!.Fault.Id, Is.EqualTo("NoSuchForm"));
    }

    private static object? Shown(string type, string text)
    {
        var parsed = TypeSyntax.Parse(type).Value;
        var value = EastText.Parse(parsed, text);
        Assert.That(value.IsSuccess, Is.True, value.IsSuccess ? "" : value.Error.ToString());
        return new EastToShell(new Bags()).Convert(parsed, value.Value);
    }
}
