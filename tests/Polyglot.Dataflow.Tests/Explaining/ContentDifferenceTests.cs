using System.Text;
using Polyglot.Dataflow.Explaining;
using Polyglot.East;

namespace Polyglot.Dataflow.Tests.Explaining;

public class ContentDifferenceTests
{
    [Test]
    public void Of_a_table_the_cells_are_told()
    {
        var difference = Between("Array<Struct<year: Integer, ppm: Float>>", "[(year=2001, ppm=370.1), (year=2002, ppm=372.0)]", "[(year=2001, ppm=370.1), (year=2002, ppm=372.5)]");
        Assert.That(difference.Changes, Is.EqualTo(new[] { new ValueChange("[1].ppm", "372.0", "372.5") }));
        Assert.That(difference, Has.Property("MoreChanges").EqualTo(0).And.Property("Diff").Null);
    }

    [Test]
    public void A_row_that_was_put_in_is_one_change() =>
        Assert.That(Between("Array<Integer>", "[1, 2, 3, 4]", "[1, 2, 99, 3, 4]").Changes, Is.EqualTo(new[] { new ValueChange("[2]", null, "99") }));

    [Test]
    public void Keys_that_came_went_and_changed_are_told_in_order() =>
        Assert.That(Between("Dict<String, Integer>", """{"a": 1, "b": 2, "c": 3}""", """{"a": 1, "c": 4, "d": 5}""").Changes,
            Is.EqualTo(new[] { new ValueChange("[\"b\"]", "2", null), new ValueChange("[\"c\"]", "3", "4"), new ValueChange("[\"d\"]", null, "5") }));

    [Test]
    public void Sets_variants_and_references_have_their_places()
    {
        Assert.That(Between("Set<Integer>", "{1, 2}", "{2, 3}").Changes, Is.EqualTo(new[] { new ValueChange("[1]", "1", null), new ValueChange("[3]", null, "3") }));
        Assert.That(Between("Variant<some: Integer, none: Null>", ".some 1", ".some 2").Changes, Is.EqualTo(new[] { new ValueChange(".some", "1", "2") }));
        Assert.That(Between("Variant<some: Integer, none: Null>", ".some 1", ".none").Changes.Single(), Is.EqualTo(new ValueChange("", ".some 1", ".none")));
    }

    [Test]
    public void More_places_than_are_given_are_counted()
    {
        var difference = Between("Array<Integer>", $"[{string.Join(", ", Enumerable.Range(0, 50))}]", $"[{string.Join(", ", Enumerable.Range(100, 50))}]");
        Assert.That(difference.Changes, Has.Count.EqualTo(ContentDifference.MostChanges));
        Assert.That(difference.MoreChanges, Is.EqualTo(30));
    }

    [Test]
    public void Texts_have_a_difference_of_lines_and_other_bytes_the_first_that_differs()
    {
        Assert.That(Blobs("a,1\nb,2\n"u8, "a,1\nb,3\n"u8).Diff, Is.EqualTo("@@ -1,2 +1,2 @@\n a,1\n-b,2\n+b,3\n"));
        Assert.That(Blobs([0, 1, 2, 3], [0, 1, 9, 3, 4]).Changes, Is.EqualTo(new[] { new ValueChange("byte 2", "0x02", "0x09"), new ValueChange("length", "4", "5") }));
        Assert.That(Between("String", "\"one line\"", "\"another\"").Changes, Is.EqualTo(new[] { new ValueChange("", "\"one line\"", "\"another\"") }));
    }

    [Test]
    public void Another_type_and_what_is_not_there_are_said_without_a_comparison()
    {
        var types = ContentDifference.Between(Encode("Integer", "1"), Encode("Float", "1.5"))!;
        Assert.That((types.Old, types.New, types.OldType, types.NewType, types.Changes.Count), Is.EqualTo(("1", "1.5", EastType.Integer, EastType.Float, 0)));
        Assert.That(ContentDifference.Between(null, Encode("Integer", "1")), Has.Property("Old").Null.And.Property("New").EqualTo("1"));
        Assert.That(ContentDifference.Between(null, null), Is.Null);
        Assert.That(ContentDifference.Between(Encoding.UTF8.GetBytes("no value"), null), Is.Null);
    }

    [Test]
    public void What_is_long_is_shortened()
    {
        var text = new string('x', 500);
        var difference = Between("Struct<s: String>", $"(s=\"{text}\")", "(s=\"y\")");
        Assert.That(difference.Changes.Single().Old, Has.Length.EqualTo(100).And.EndsWith("…"));
        Assert.That(Between("Array<Integer>", $"[{string.Join(", ", Enumerable.Range(0, 5000))}]", "[]").Old, Is.EqualTo(".Array .Integer of 5000 elements").Or.EqualTo("Array<Integer> of 5000 elements"));
    }

    private static ContentDifference Between(string type, string old, string now) => ContentDifference.Between(Encode(type, old), Encode(type, now))!;

    private static ContentDifference Blobs(ReadOnlySpan<byte> old, ReadOnlySpan<byte> now) =>
        ContentDifference.Between(Beast2.Encode(EastType.Blob, new EastBlob(old)), Beast2.Encode(EastType.Blob, new EastBlob(now)))!;

    private static byte[] Encode(string type, string text)
    {
        var parsed = TypeSyntax.Parse(type).Value;
        return Beast2.Encode(parsed, EastText.Parse(parsed, text).Value);
    }
}
