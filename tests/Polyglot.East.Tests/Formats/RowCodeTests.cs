namespace Polyglot.East.Tests;

/// <summary>Structs that come in great numbers are read and written by code made for them; nobody may see a difference.</summary>
public sealed class RowCodeTests
{
    [TestCase("Struct<id: Integer, x: Float, name: String>")]
    [TestCase("Struct<s: String>")]
    [TestCase("Struct<n: Null, b: Boolean, t: DateTime, data: Blob, o: Option<Integer>, list: Array<Integer>, i: Integer>")]
    [TestCase("Struct<a: Integer, b: Integer, c: Integer, d: Integer, e: Integer, f: Integer, g: Integer, h: Integer, i: Integer>")]
    [TestCase("Struct<inner: Struct<a: Integer, s: String>, kept: Struct<x: Float>>")]
    [TestCase("Recursive<T = Struct<v: Integer, kids: Array<T>>>")]
    [TestCase("Recursive<T = Struct<name: String, all: Recursive<A = Array<A>>, kids: Array<T>>>")]
    public void Many_rows_are_as_few(string friendly)
    {
        var type = EastType.Array(TypeSyntax.Parse(friendly).Value);
        var few = new EastArray<EastStruct>();
        for (var seed = 0; few.Count < 50; seed++)
            if (ValueGenerator.Of(type.Element, new Random(seed)) is EastStruct row && Beast2.Write(Stream.Null, type.Element, row) is null) few.Add(row);
        var expected = EastText.Print(type, few);
        var many = new EastArray<EastStruct>(Enumerable.Range(0, 5000).Select(i => few[i % few.Count]));
        for (var round = 0; round < 2; round++)
        {
            var file = Beast2.Encode(type, many);
            var back = (EastArray<EastStruct>)Beast2.Decode(file, type).Value;
            Assert.That(ValueCheck.Find(type, back), Is.Null);
            Assert.That(Beast2.Encode(type, back), Is.EqualTo(file), "written from what was read");
            Assert.That(((EastArray<EastStruct>)Beast2.Decode(new SlowStream(file, 1000), type).Value).Count, Is.EqualTo(many.Count));
            Assert.That(Beast2.Verify(file, type), Is.Null);
        }
        var fewFile = Beast2.Encode(type, few);
        Assert.That(EastText.Print(type, Beast2.Decode(fewFile, type).Value), Is.EqualTo(expected));
    }

    [Test]
    public void Rows_hold_their_numbers_unboxed()
    {
        var type = (ArrayType)TypeSyntax.Parse("Array<Struct<id: Integer, x: Float, name: String>>").Value;
        var rows = new EastArray<EastStruct>(Enumerable.Range(0, 10_000).Select(i => EastStruct.Of((StructType)type.Element, (long)i, i * 0.5, "n")));
        var file = Beast2.Encode(type, rows);
        Beast2.Decode(file, type);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var back = (EastArray<EastStruct>)Beast2.Decode(file, type).Value;
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(100L * rows.Count), "one object and one text for each row");
        Assert.That(back[7].GetInteger(0), Is.EqualTo(7));
        Assert.That(back[7].GetFloat(1), Is.EqualTo(3.5));
    }

    [Test]
    public void Damage_in_the_middle_of_many_rows_is_found_where_it_is()
    {
        var type = (ArrayType)TypeSyntax.Parse("Array<Struct<id: Integer, name: String>>").Value;
        var rows = new EastArray<EastStruct>(Enumerable.Range(0, 5000).Select(i => EastStruct.Of((StructType)type.Element, 1L, "ab")));
        var file = Beast2.Encode(type, rows);
        file[^1] = 0xff;
        for (var round = 0; round < 2; round++)
            Assert.That(Beast2.Decode(file, type).Error?.Message, Is.EqualTo($"Invalid UTF-8 in the string at offset {file.Length - 3}"));
        var cut = file.AsSpan(0, file.Length - 5);
        Assert.That(Beast2.Decode(cut, type).Error?.ToString(), Is.EqualTo(Beast2.Verify(cut, type)?.ToString()).And.Not.Null);
    }
}
