using FsCheck.Fluent;

namespace Polyglot.East.Tests;

public sealed class TypeCodecTests
{
    [TestCase("Integer", "08")]
    [TestCase("Array<Integer>", "0008")]
    [TestCase("Dict<String, Integer>", "050e08")]
    [TestCase("Struct<a: Integer, b: String>", "0f000201610801620e")]
    [TestCase("Recursive<L = Variant<cons: Struct<head: Integer, tail: L>, nil>>", "10000204636f6e730f0002046865616408047461696c0b04036e696c0a")]
    [TestCase("(Integer) => Integer", "0700010808")]
    public void Schema_bytes_are_those_of_the_spec(string type, string hex)
    {
        var expected = TypeSyntax.Parse(type).Value;
        Assert.That(Convert.ToHexStringLower(TypeCodec.Encode(expected)), Is.EqualTo(hex));
        Assert.That(TypeCodec.Decode(Convert.FromHexString(hex)).Value, Is.EqualTo(expected));
    }

    [Test]
    public void Every_type_survives_the_schema() =>
        Property.Holds(Prop.ForAll(TypeGenerator.Closed(), type => TypeCodec.Decode(TypeCodec.Encode(type)).Value == type));

    [Test]
    public void Shared_lists_are_read()
    {
        // Dict of (a: Integer) to the same struct: its field list is written once, then as the distance back to it.
        var shared = Convert.FromHexString("050f00010161080f05");
        Assert.That(TypeCodec.Decode(shared).Value, Is.EqualTo((EastType)EastType.Dict(EastType.Struct(("a", EastType.Integer)), EastType.Struct(("a", EastType.Integer)))));
    }

    [TestCase("11", "Invalid variant tag 17 at offset 0")]
    [TestCase("", "Buffer underflow reading varint at offset 0")]
    [TestCase("0808", "Unexpected data after Beast value at offset 1 (1 bytes remaining)")]
    [TestCase("0b02", "Invalid type at offset 0: Self is not complete: a back-reference in it points outside it")]
    [TestCase("0d0008", "Invalid type at offset 0: Array<Integer> cannot be a key: keys are immutable data (no Ref, Array, Set, Dict or function inside)")]
    [TestCase("0f00020161080161 08", "Invalid type at offset 0: the field 'a' occurs twice in one Struct")]
    [TestCase("1000020162080161 08", "Invalid type at offset 0: the case 'a' of a Variant is out of order: cases are sorted by name")]
    [TestCase("0f0001016 10f04", "Invalid type at offset 5: a list of fields or inputs contains itself: not a type")]
    [TestCase("0f05", "Undefined backreference at offset 1, target -4")]
    [TestCase("0f00ffffff7f", "Count 268435455 at offset 2 is more than the 0 remaining bytes can hold")]
    public void Damaged_schemas_are_refused(string hex, string message)
    {
        var decoded = TypeCodec.Decode(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        Assert.That(decoded.Error?.Message, Is.EqualTo(message));
    }

    [Test]
    public void A_schema_that_doubles_itself_by_sharing_is_refused()
    {
        // Struct<a: S1, b: S1> where S1 = Struct<a: S2, b: S2> ...: each list is shared, so the bytes are few and the tree is not.
        EastType type = EastType.Struct(("a", EastType.Integer), ("b", EastType.Integer));
        Assert.That(() =>
        {
            for (var i = 0; i < 64; i++) type = EastType.Struct(("a", type), ("b", type));
        }, Throws.ArgumentException.With.Message.EqualTo(TypeMessages.TooLarge));
    }

    [Test]
    public void Mutated_schemas_give_a_type_or_an_error()
    {
        var random = new Random(11);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = TypeCodec.Encode(TypeGenerator.Make(random, data: false));
            for (var k = random.Next(4); k >= 0; k--) bytes[random.Next(bytes.Length)] = (byte)random.Next(random.Next(2) == 0 ? 20 : 256);
            var decoded = TypeCodec.Decode(bytes);
            if (decoded.IsSuccess) Assert.That(TypeCodec.Decode(TypeCodec.Encode(decoded.Value)).Value, Is.EqualTo(decoded.Value));
        }
    }
}
