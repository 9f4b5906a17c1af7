namespace Polyglot.East.Tests;

public sealed class Beast2Tests
{
    private static readonly EastType Ints = EastType.Array(EastType.Integer);

    /// <summary>The worked examples of the specification, as type, text and the bytes after the magic.</summary>
    [TestCase("Integer", "1", "0802")]
    [TestCase("Array<Integer>", "[1, -2]", "000800020203")]
    [TestCase("Dict<String, Integer>", "{\"a\":1,\"b\":2}", "050e08000201610201" + "6204")]
    [TestCase("Struct<a: Integer, b: String>", "(a=1, b=\"x\")", "0f000201610801620e020178")]
    [TestCase("Option<Integer>", ".some 3", "100002046e6f6e650a04736f6d65080106")]
    [TestCase("Option<Option<Integer>>", ".some .none", "100002046e6f6e650a04736f6d65100002046e6f6e650a04736f6d65080100")]
    [TestCase("Recursive<L = Variant<cons: Struct<head: Integer, tail: L>, nil>>", ".cons (head=1, tail=.cons (head=2, tail=.nil))",
        "10000204636f6e730f0002046865616408047461696c0b04036e696c0a0002000401")]
    [TestCase("Array<Array<Integer>>", "[[1, 2], 1#[0], [3]]", "00000800030002020403000106")]
    [TestCase("Recursive<T = Struct<v: Integer, kids: Array<T>>>", "(v=1, kids=[(v=1, kids=2#)])", "0f0002017608046b696473000b040200010202")]
    [TestCase("Recursive<R = Ref<Option<R>>>", "&.some 2#", "0c100002046e6f6e650a04736f6d650b04000101")]
    [TestCase("Dict<String, Array<Integer>>", "{\"k1\":[1, 2],\"k2\":1#[\"k1\"]}", "050e00080002026b3100020204026b3206")]
    [TestCase("Set<Struct<a: Integer>>", "{(a=1),(a=2)}", "0d0f0001016108000202" + "04")]
    [TestCase("Array<Ref<Null>>", "[&null, &null]", "000c0a00020000")]
    public void The_worked_examples_of_the_specification_hold(string friendly, string text, string hex)
    {
        var type = TypeSyntax.Parse(friendly).Value;
        var file = Beast2.Encode(type, EastText.Parse(type, text).Value);
        Assert.That(Convert.ToHexStringLower(file), Is.EqualTo("89456173740d0a01" + hex));
        Assert.That(EastText.Print(type, Beast2.Decode(file, type).Value), Is.EqualTo(text));
        Assert.That(Beast2.Verify(file, type), Is.Null);
    }

    [Test]
    public void A_tree_repeats_what_is_shared()
    {
        var shared = EastText.Parse(EastType.Array(Ints), "[[1, 2], 1#[0]]").Value;
        var plain = EastText.Parse(EastType.Array(Ints), "[[1, 2], [1, 2]]").Value;
        Assert.That(Beast2.Encode(EastType.Array(Ints), shared, Sharing.AsTree), Is.EqualTo(Beast2.Encode(EastType.Array(Ints), plain)));
        Assert.That(Beast2.Encode(EastType.Array(Ints), shared), Is.Not.EqualTo(Beast2.Encode(EastType.Array(Ints), plain)));
    }

    [TestCase("Recursive<A = Array<A>>", "[[], [2#]]", "[1][0]")]
    [TestCase("Recursive<T = Struct<v: Integer, kids: Array<T>>>", "(v=1, kids=[(v=2, kids=[]), (v=1, kids=2#)])", ".kids[1].kids")]
    [TestCase("Recursive<J = Variant<none, obj: Dict<String, J>>>", ".obj {\"a b\":.obj 2#}", ".obj[\"a b\"].obj")]
    [TestCase("Recursive<R = Ref<Option<R>>>", "&.some 2#", "[].some")]
    public void A_tree_cannot_hold_a_cycle_and_the_place_is_named(string friendly, string text, string path)
    {
        var type = TypeSyntax.Parse(friendly).Value;
        var value = EastText.Parse(type, text).Value;
        Assert.That(Beast2.Write(Stream.Null, type, value, Sharing.AsTree), Is.EqualTo(new EncodeError(EncodeObstacle.Cycle, path)));
        Assert.That(() => Beast2.Encode(type, value, Sharing.AsTree), Throws.InstanceOf<EncodeException>().With.Message.Contains(path));
        Assert.That(Beast2.Write(Stream.Null, type, value), Is.Null);
    }

    [Test]
    public void A_ref_that_begins_with_itself_has_no_form()
    {
        var direct = TypeSyntax.Parse("Recursive<R = Ref<R>>").Value;
        var cell = new EastRef<object>(null!);
        cell.Value = cell;
        Assert.That(Beast2.Write(Stream.Null, direct, cell)?.Reason, Is.EqualTo(EncodeObstacle.SelfReference));
        var first = TypeSyntax.Parse("Recursive<R = Ref<Struct<n: Null, self: R, i: Integer>>>").Value;
        var outer = new EastRef<EastStruct>(null!);
        outer.Value = EastStruct.Of((StructType)((RefType)first).Content, EastNull.Boxed, outer, 1L);
        Assert.That(Beast2.Write(Stream.Null, first, outer), Is.EqualTo(new EncodeError(EncodeObstacle.SelfReference, "[].self")));
    }

    [Test]
    public void A_ref_without_contents_that_is_shared_at_once_is_written_anew()
    {
        var type = EastType.Array(EastType.Ref(EastType.Null));
        var cell = new EastRef<EastNull>(default);
        var other = new EastRef<EastNull>(default);
        var bytes = Beast2.Encode(type, new EastArray<EastRef<EastNull>>([cell, cell, other, cell]));
        var back = (EastArray<EastRef<EastNull>>)Beast2.Decode(bytes, type).Value;
        Assert.That(back.Count, Is.EqualTo(4));
        Assert.That(Beast2.Encode(type, back), Has.Length.EqualTo(bytes.Length));
    }

    [Test]
    public void Functions_are_refused_with_their_place()
    {
        var type = TypeSyntax.Parse("Struct<f: Option<() => Null>>").Value;
        var option = (VariantType)((StructType)type).Fields[0].Type;
        var value = EastStruct.Of((StructType)type, new EastVariant(option, "some", TestFunctions.Nothing()));
        Assert.That(Beast2.Write(Stream.Null, type, value, Sharing.AsTree)?.Message, Is.EqualTo("there is a function at .f.some: functions cannot be written as values here"));
        Assert.That(Beast2.Write(Stream.Null, type, EastStruct.Of((StructType)type, new EastVariant(option, "none"))), Is.Null);
    }

    [Test]
    public void A_value_of_a_subtype_is_written_as_the_supertype()
    {
        var narrow = EastType.Variant(("some", EastType.Integer));
        var wide = EastType.Option(EastType.Integer);
        Assert.That(Beast2.Encode(wide, new EastVariant(narrow, "some", 5L)), Is.EqualTo(Beast2.Encode(wide, new EastVariant(wide, "some", 5L))));
        Assert.That(() => Beast2.Encode(narrow, new EastVariant(wide, "none")), Throws.ArgumentException);
    }

    [Test]
    public void All_NaNs_are_written_as_one()
    {
        var odd = BitConverter.UInt64BitsToDouble(0xfff8_0000_0000_1234);
        var many = new EastArray<double>(Enumerable.Repeat(odd, 5000));
        var type = EastType.Array(EastType.Float);
        var one = new EastArray<double>(Enumerable.Repeat(BitConverter.UInt64BitsToDouble(0x7ff8_0000_0000_0000), 5000));
        Assert.That(Beast2.Encode(type, many), Is.EqualTo(Beast2.Encode(type, one)));
        Assert.That(Convert.ToHexStringLower(Beast2.Encode(EastType.Float, odd)), Does.EndWith("000000000000f87f"));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(17)]
    [TestCase(2048)]
    [TestCase(100_001)]
    public void Arrays_of_floats_of_any_length_keep_every_number(int count)
    {
        var random = new Random(count);
        var type = EastType.Array(EastType.Float);
        var numbers = new EastArray<double>(Enumerable.Range(0, count).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64())).Where(double.IsFinite));
        var file = Beast2.Encode(type, numbers);
        Assert.That(Beast2.Verify(file, type), Is.Null);
        Assert.That(((EastArray<double>)Beast2.Decode(file, type).Value).Span.SequenceEqual(numbers.Span), Is.True);
        if (count == 0) return;
        for (var i = 0; i < 20; i++)
        {
            var at = file.Length - 8 * (1 + random.Next(numbers.Count));
            var damaged = (byte[])file.Clone();
            Convert.FromHexString("010000000000f8ff").CopyTo(damaged, at);
            Assert.That(Beast2.Verify(damaged, type)?.Message, Is.EqualTo($"Non-canonical NaN at offset {at}: 0xfff8000000000001"));
            Assert.That(Beast2.Decode(damaged, type).Error, Is.EqualTo(Beast2.Verify(damaged, type)));
            Convert.FromHexString("000000000000f8ff").CopyTo(damaged, at);
            Assert.That(Beast2.Verify(damaged, type), Is.Null);
            Assert.That(Beast2.Encode(type, Beast2.Decode(damaged, type).Value)[at + 7], Is.EqualTo(0x7f));
        }
    }

    [Test]
    public void Rows_of_fixed_width_take_their_canonical_form()
    {
        var type = EastType.Array(EastType.Struct(("ok", EastType.Boolean), ("x", EastType.Float)));
        var row = Convert.FromHexString("05" + "000000000000f8ff");
        byte[] file = [.. Beast2.Header(type), 0, 2, .. row, .. row];
        var rows = (EastArray<EastStruct>)Beast2.Decode(file, type).Value;
        Assert.That(rows[1].GetBoolean(0), Is.True);
        Assert.That(Convert.ToHexStringLower(Beast2.Encode(type, rows)), Does.EndWith("000201000000000000f87f01000000000000f87f"));
    }

    [Test]
    public void The_header_can_be_read_without_the_rest()
    {
        var type = TypeSyntax.Parse("Array<Struct<a: Integer, b: Option<String>>>").Value;
        var header = Beast2.Header(type).ToArray();
        Assert.That(Beast2.ReadHeader(header).Value, Is.EqualTo(new Beast2Header(type, header.Length)));
        using var stream = new MemoryStream([.. header, 0, 0]);
        Assert.That(Beast2.ReadHeader(stream).Value, Is.EqualTo(new Beast2Header(type, header.Length)));
        for (var i = 0; i < header.Length; i++) Assert.That(Beast2.ReadHeader(header.AsSpan(0, i)).IsSuccess, Is.False);
    }

    [Test]
    public void A_long_header_is_read_from_a_stream_in_several_pieces()
    {
        EastType type = EastType.Struct([.. Enumerable.Range(0, 2000).Select(i => ($"field number {i}", EastType.Integer))]);
        using var stream = new MemoryStream(Beast2.Header(type).ToArray());
        Assert.That(Beast2.ReadHeader(stream).Value.Type, Is.EqualTo(type));
        using var text = new MemoryStream(new byte[100_000]);
        Assert.That(Beast2.ReadHeader(text).Error?.Message, Does.StartWith("Invalid Beast magic bytes at offset 0"));
    }

    [Test]
    public void A_file_of_another_type_is_refused_by_name()
    {
        var file = Beast2.Encode(Ints, new EastArray<long>());
        const string message = "Type mismatch: expected .Array .Float, got .Array .Integer";
        Assert.That(Beast2.Decode(file, EastType.Array(EastType.Float)).Error?.Message, Is.EqualTo(message));
        Assert.That(Beast2.Verify(file, EastType.Array(EastType.Float))?.Message, Is.EqualTo(message));
    }

    [Test]
    public void A_schema_with_back_references_is_the_same_type()
    {
        // (a, b) of two Structs with one shared list of fields, then the two values.
        var type = TypeSyntax.Parse("Struct<a: Struct<x: Integer>, b: Struct<x: Integer>>").Value;
        var file = Convert.FromHexString("89456173740d0a01" + "0f000201610f00010178" + "0801620f07" + "0204");
        Assert.That(Beast2.Decode(file, type).Error, Is.Null);
        Assert.That(Beast2.Verify(file, type), Is.Null);
        Assert.That(EastText.Print(type, Beast2.DecodeAny(file).Value.Value), Is.EqualTo("(a=(x=1), b=(x=2))"));
    }

    [Test]
    public void Keys_in_any_order_are_taken_where_that_is_asked_for()
    {
        var type = EastType.Dict(EastType.String, EastType.Integer);
        var bytes = Convert.FromHexString("0003" + "016202" + "016104" + "016206");
        Assert.That(Beast2.DecodeValue(bytes, type).Error?.Message, Is.EqualTo("Keys out of order or repeated at offset 5"));
        Assert.That(EastText.Print(type, Beast2.DecodeValue(bytes, type, KeyOrder.Any).Value), Is.EqualTo("{\"a\":2,\"b\":3}"));
    }

    [Test]
    public void Long_strings_and_blobs_pass_through_the_buffer()
    {
        var type = EastType.Struct(("s", EastType.String), ("b", EastType.Blob), ("i", Ints));
        var blob = new byte[300_000];
        new Random(1).NextBytes(blob);
        var text = string.Concat(Enumerable.Repeat("aé\U0001F600", 60_000));
        var value = EastStruct.Of(type, text, new EastBlob(blob), new EastArray<long>(Enumerable.Range(0, 100_000).Select(i => (long)i * i)));
        var back = (EastStruct)Beast2.Decode(Beast2.Encode(type, value), type).Value;
        Assert.That(back["s"], Is.EqualTo(text));
        Assert.That(EastOrder.Equal(type, back, value), Is.True);
    }

    [Test]
    public void Surrogates_without_a_partner_become_the_replacement_character() =>
        Assert.That(Convert.ToHexStringLower(Beast2.Encode(EastType.String, "a\ud800b")), Does.EndWith("0561efbfbd62"));
}
