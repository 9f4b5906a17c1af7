using FsCheck;
using FsCheck.Fluent;

namespace Polyglot.East.Tests;

public sealed class Beast1Tests
{
    private const string Magic = "4561737400ea57ff";

    [TestCase("Integer", "1", "068000000000000001")]
    [TestCase("Float", "-1.5", "054007ffffffffffff")]
    [TestCase("Float", "NaN", "05fff8000000000000")]
    [TestCase("Set<String>", "{\"a\"}", "090a01610000")]
    [TestCase("Array<Array<Integer>>", "[[1], []]", "00000601018000000000000001000100" + "00")]
    [TestCase("Option<Integer>", ".some 5", "0d016e6f6e65000801736f6d65000600" + "018000000000000005")]
    [TestCase("Struct<x: Integer, y: String>", "(x=1, y=\"q\")", "0b017800060179000a0080000000000000017100")]
    [TestCase("Dict<Boolean, Blob>", "{true:0x0a}", "0402010101" + "00000000000000010a" + "00")]
    [TestCase("DateTime", "1970-01-01T00:00:00.001", "038000000000000001")]
    public void Files_are_as_specified(string type, string text, string hex)
    {
        var parsed = TypeSyntax.Parse(type).Value;
        var value = EastText.Parse(parsed, text).Value;
        Assert.That(Convert.ToHexStringLower(Beast1.Encode(parsed, value)), Is.EqualTo(Magic + hex));
        Assert.That(EastText.Print(parsed, Beast1.Decode(Convert.FromHexString(Magic + hex), parsed).Value), Is.EqualTo(text));
    }

    [TestCase("86008000000000000005", "Option<Integer>", ".some 5")]
    [TestCase("8601", "Option<Integer>", ".none")]
    [TestCase("0086010080000000000000010101" + "00", "Array<Option<Integer>>", "[.some 1, .none]")]
    [TestCase("0d01620008016100060000", "Variant<b: Null, a: Integer>", ".b")]
    [TestCase("0d016200080161000600018000000000000007", "Variant<b: Null, a: Integer>", ".a 7")]
    [TestCase("09060180000000000000020180000000000000010180000000000000020" + "0", "Set<Integer>", "{1,2}")]
    [TestCase("0407010100", null, null)]
    public void Old_forms_are_read(string hex, string? type, string? text)
    {
        var decoded = Beast1.DecodeAny(Convert.FromHexString(Magic + hex));
        Assert.That(decoded.IsSuccess, Is.EqualTo(type is not null));
        if (type is null) return;
        Assert.That(decoded.Value.Type, Is.EqualTo(TypeSyntax.Parse(type).Value));
        Assert.That(EastText.Print(decoded.Value.Type, decoded.Value.Value), Is.EqualTo(text));
        Assert.That(Beast1.Decode(Convert.FromHexString(Magic + hex), decoded.Value.Type).IsSuccess, Is.True);
    }

    [TestCase("", "Buffer underflow reading type byte at offset 8")]
    [TestCase("07", "Invalid type byte 0x07 at offset 8")]
    [TestCase("0c", "Invalid type byte 0x0c at offset 8")]
    [TestCase("06" + "80", "Buffer underflow reading int64 at offset 9")]
    [TestCase("05", "Buffer underflow reading float64 at offset 9")]
    [TestCase("02", "Buffer underflow reading boolean at offset 9")]
    [TestCase("01" + "00", "Buffer underflow reading blob length at offset 9")]
    [TestCase("01" + "ffffffffffffffff", "Buffer underflow reading blob data at offset 17, length 18446744073709551615")]
    [TestCase("0008", "Buffer underflow reading array continuation byte at offset 10")]
    [TestCase("000802", "Invalid continuation byte 2 at offset 10")]
    [TestCase("0908", "Buffer underflow reading set continuation byte at offset 10")]
    [TestCase("040808", "Buffer underflow reading dict continuation byte at offset 11")]
    [TestCase("0a61", "No null terminator found for string at offset 9")]
    [TestCase("0aff00", "Invalid UTF-8 in the string at offset 9")]
    [TestCase("0d01610008" + "00" + "01", "Invalid variant tag 1 at offset 14")]
    [TestCase("0800", "Unexpected data after Beast value at offset 9 (1 bytes remaining)")]
    [TestCase("0b0161000801610008" + "00", "Invalid type at offset 8: the field 'a' occurs twice in one Struct")]
    [TestCase("090008", "Invalid type at offset 8: Array<Null> cannot be a key: keys are immutable data (no Ref, Array, Set, Dict or function inside)")]
    public void Refusals_say_what_and_where(string hex, string message) =>
        Assert.That(Beast1.DecodeAny(Convert.FromHexString(Magic + hex)).Error?.Message, Is.EqualTo(message));

    [Test]
    public void A_file_of_another_type_is_refused() =>
        Assert.That(Beast1.Decode(Convert.FromHexString(Magic + "08"), EastType.Integer).Error?.Message, Is.EqualTo("Type mismatch: expected .Integer, got .Null"));

    [TestCase("Ref<Integer>", "Beast v1 format does not support ref types")]
    [TestCase("Recursive<A = Array<A>>", "Beast v1 format does not support recursive types")]
    [TestCase("Array<() => Null>", "Beast v1 format does not support function types")]
    [TestCase("Option<Never>", "Beast v1 format does not support never types")]
    [TestCase("Struct<`a\0b`: Null>", "Beast v1 format does not support names with U+0000, such as \"a\\u0000b\"")]
    public void Types_without_a_form_are_refused(string type, string message)
    {
        var parsed = TypeSyntax.Parse(type).Value;
        Assert.That(Beast1.Unsupported(parsed), Is.EqualTo(message));
        Assert.That(() => Beast1.Encode(parsed, null), Throws.ArgumentException.With.Message.StartsWith(message));
        Assert.That(() => Beast1.Decode([], parsed), Throws.ArgumentException);
    }

    [Test]
    public void Deep_types_are_refused_without_a_deep_stack() =>
        Assert.That(Beast1.DecodeAny([.. Beast1.Magic, .. new byte[1_000_000]]).Error?.Message, Does.Contain("nests more than 500"));

    /// <summary>Found by the fuzzer: the graph of every part of the type was made anew.</summary>
    [Test]
    public void A_deep_type_takes_memory_once()
    {
        byte[] file = [.. Beast1.Magic, .. new byte[450], (byte)8, 0];
        Beast1.DecodeAny(file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(Beast1.DecodeAny(file).IsSuccess, Is.True);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000_000));
    }

    [Test]
    public void A_few_bytes_do_not_become_many_fields()
    {
        var fields = string.Concat(Enumerable.Range(0, 1000).Select(i => $"01{Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes($"f{i}"))}0008"));
        var file = Convert.FromHexString($"{Magic}000b017800" + "02" + fields + "00" + string.Concat(Enumerable.Repeat("0100", 10_000)) + "00");
        Assert.That(Beast1.DecodeAny(file).Error?.Message, Does.StartWith("More than"));
    }

    [Test]
    public void Random_values_come_back() => Property.Holds(Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed =>
    {
        var (type, value) = ValueGenerator.Pair(new System.Random(seed), sharing: false);
        if (Beast1.Unsupported(type) is not null) return true;
        var back = Beast1.Decode(Beast1.Encode(type, value), type).Value;
        return EastOrder.Equal(type, value, back) && ValueCheck.Find(type, back) is null;
    }));
}
