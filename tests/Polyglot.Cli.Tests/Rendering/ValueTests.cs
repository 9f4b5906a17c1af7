using Polyglot.Cli.Rendering;
using Polyglot.Cli.Rendering.Values;
using Polyglot.East;

namespace Polyglot.Cli.Tests.Rendering;

public sealed class ValueTests
{
    private static (EastType Type, object Value) Read(string type, string text)
    {
        var parsed = TypeSyntax.Parse(type).Value;
        return (parsed, EastText.Parse(parsed, text).Value);
    }

    private static string Table(string type, string text, int? limit = null)
    {
        var (parsed, value) = Read(type, text);
        using var to = new StringWriter { NewLine = "\n" };
        ValueTable.Write(to, parsed, value, limit, Palette.None, null);
        return to.ToString();
    }

    private static string Pretty(string type, string text, int width = 30, int? limit = null)
    {
        var (parsed, value) = Read(type, text);
        using var to = new StringWriter { NewLine = "\n" };
        new PrettyEast(to, width, limit).Write(parsed, value);
        return to.ToString();
    }

    [Test]
    public void An_array_of_structs_is_a_table_with_its_fields_as_columns() =>
        Assert.That(
            Table("Array<Struct<name: String, ppm: Option<Float>>>", "[(name=\"a\", ppm=.some 315.25), (name=\"longer\", ppm=.none)]"),
            Is.EqualTo("   name       ppm\n0  a       315.25\n1  longer    none\n"));

    [Test]
    public void A_dict_has_its_key_and_the_fields_of_its_values() =>
        Assert.That(
            Table("Dict<String, Struct<n: Integer>>", "{\"x\":(n=1),\"y\":(n=20)}"),
            Is.EqualTo("   key   n\n0  x     1\n1  y    20\n"));

    [Test]
    public void Long_tables_show_their_head_and_tail_and_say_how_long_they_are() =>
        Assert.That(
            Table("Array<Integer>", "[10, 11, 12, 13, 14, 15]", limit: 3),
            Is.EqualTo("   value\n0     10\n1     11\n⋮      ⋮\n5     15\n6 rows, 3 shown; --limit 0 shows all\n"));

    [Test]
    public void An_empty_table_says_so() => Assert.That(Table("Set<Integer>", "{}"), Is.EqualTo("  key\nno rows\n"));

    [Test]
    public void Nested_values_are_cut_to_a_cell()
    {
        var numbers = string.Join(", ", Enumerable.Range(1, 50));
        Assert.That(Table("Array<Struct<v: Array<Integer>>>", $"[(v=[{numbers}])]").Split('\n')[1], Does.EndWith("…").And.Length.EqualTo(63));
    }

    [TestCase("Array<Struct<a: Integer>>", true, true)]
    [TestCase("Array<Integer>", false, true)]
    [TestCase("Dict<String, Integer>", false, true)]
    [TestCase("Struct<a: Integer>", false, false)]
    [TestCase("Recursive<T = Array<Struct<t: T>>>", true, false)]
    public void Types_know_whether_they_are_tables(string type, bool natural, bool possible)
    {
        var parsed = TypeSyntax.Parse(type).Value;
        Assert.That(ValueTable.IsNatural(parsed), Is.EqualTo(natural));
        Assert.That(ValueTable.IsPossible(parsed), Is.EqualTo(possible));
    }

    [Test]
    public void What_fits_stays_on_a_line() =>
        Assert.That(Pretty("Struct<a: Integer, b: Array<Integer>>", "(a=1, b=[1,2])"), Is.EqualTo("(a=1, b=[1, 2])\n"));

    [Test]
    public void What_does_not_fit_is_indented() =>
        Assert.That(
            Pretty("Struct<name: String, tags: Dict<String, Option<Integer>>>", "(name=\"carbon dioxide\", tags={\"first\":.some 1,\"second\":.none})"),
            Is.EqualTo("(\n  name=\"carbon dioxide\",\n  tags={\n    \"first\": .some 1,\n    \"second\": .none\n  }\n)\n"));

    [Test]
    public void Pretty_text_reads_back_as_the_same_value()
    {
        const string type = "Array<Struct<k: Variant<a: Ref<Array<Integer>>, b>, s: Set<String>, `odd name`: Blob>>";
        var text = "[(k=.a &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], s={\"some longer text\",\"x\"}, `odd name`=0x00ff), (k=.b, s={}, `odd name`=0x)]";
        var (parsed, value) = Read(type, text);
        foreach (var width in new[] { 5, 20, 40, 200 })
            Assert.That(EastText.Print(parsed, EastText.Parse(parsed, Pretty(type, text, width)).Value), Is.EqualTo(EastText.Print(parsed, value)), $"width {width}");
    }

    [Test]
    public void With_a_limit_long_lists_are_cut_in_the_middle() =>
        Assert.That(
            Pretty("Array<Integer>", "[1, 2, 3, 4, 5, 6]", limit: 4),
            Is.EqualTo("[\n  1,\n  2,\n  … 2 more\n  5,\n  6\n]\n"));

    [Test]
    public void Values_with_shared_parts_keep_their_references() =>
        Assert.That(Pretty("Array<Array<Integer>>", "[[1, 2], 1#[0]]", width: 5), Is.EqualTo("[[1, 2], 1#[0]]\n"));
}
