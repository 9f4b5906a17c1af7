namespace Polyglot.East.Tests;

/// <summary>Damaged inputs: whatever the bytes, the answer is a value or an error, in bounded time and memory.</summary>
public sealed class HostileInputTests
{
    [Test]
    public void Decoding_and_verifying_beast2_agree()
    {
        var random = new Random(21);
        var (good, bad) = (0, 0);
        for (var i = 0; i < 2000; i++)
        {
            var (type, value) = ValueGenerator.Pair(random, sharing: true);
            var file = Beast2.Encode(type, value);
            for (var k = 0; k < 12; k++)
            {
                var damaged = Damage(random, file, Beast2.Magic.Length);
                var decoded = Beast2.Decode(damaged, type);
                Assert.That(Beast2.Verify(damaged, type), Is.EqualTo(decoded.Error));
                if (decoded.IsSuccess)
                {
                    good++;
                    Assert.That(ValueCheck.Find(type, decoded.Value), Is.Null);
                    var again = Beast2.Encode(type, decoded.Value);
                    Assert.That(Beast2.Encode(type, Beast2.Decode(again, type).Value), Is.EqualTo(again));
                }
                else
                {
                    bad++;
                    Assert.That(decoded.Error.Offset, Is.InRange(0, damaged.Length));
                }
                Assert.That(() => Beast2.DecodeAny(damaged, KeyOrder.Any), Throws.Nothing);
            }
        }
        Assert.That(good, Is.GreaterThan(1000));
        Assert.That(bad, Is.GreaterThan(1000));
    }

    [Test]
    public void Random_bytes_are_decoded_or_refused()
    {
        var random = new Random(22);
        for (var i = 0; i < 30_000; i++)
        {
            var bytes = new byte[8 + random.Next(40)];
            random.NextBytes(bytes);
            for (var k = 8; k < bytes.Length; k++) bytes[k] %= (byte)(random.Next(3) == 0 ? 255 : 18);
            Beast2.Magic.CopyTo(bytes);
            var decoded = Beast2.DecodeAny(bytes);
            if (decoded.IsSuccess) Assert.That(Beast2.Verify(bytes, decoded.Value.Type), Is.Null);
        }
    }

    [Test]
    public void Damaged_text_is_read_or_refused()
    {
        var random = new Random(23);
        const string alphabet = "()[]{}.,:=&#\"`\\ -+0123456789eNabx_\n\u00a0\ud800";
        for (var i = 0; i < 3000; i++)
        {
            var (type, value) = ValueGenerator.Pair(random, sharing: true);
            var text = EastText.Print(type, value);
            for (var k = 0; k < 6; k++)
            {
                var damaged = Damage(random, text, alphabet);
                var parsed = EastText.Parse(type, damaged);
                if (parsed.IsSuccess) Assert.That(ValueCheck.Find(type, parsed.Value), Is.Null);
                else Assert.That(parsed.Error.Position, Is.InRange(0, damaged.Length));
            }
        }
    }

    [Test]
    public void Damaged_json_is_read_or_refused()
    {
        var random = new Random(24);
        const string alphabet = "[]{}:,\"\\ -+0123456789eE.#/~nulltrefkyvap$";
        for (var i = 0; i < 3000; i++)
        {
            var (type, value) = ValueGenerator.Pair(random, sharing: true);
            var text = EastJson.Print(type, value);
            for (var k = 0; k < 6; k++)
            {
                var parsed = EastJson.Parse(type, Damage(random, text, alphabet));
                if (parsed.IsSuccess) Assert.That(ValueCheck.Find(type, parsed.Value), Is.Null);
                else Assert.That(parsed.Error.Message, Is.Not.Empty);
            }
        }
    }

    [TestCase("Array<Null>", "00ffffffff0f", "More than 16777216 elements without bytes at offset 1")]
    [TestCase("Array<Struct<>>", "0081808008", "More than 16777216 elements without bytes at offset 1")]
    [TestCase("Array<Float>", "00ffffffff0f", "Count 4294967295 at offset 1 is more than the 0 remaining bytes can hold")]
    [TestCase("Array<Struct<a: Float, b: Boolean>>", "00020000000000000000000000000000000000", "Count 2 at offset 1 is more than the 17 remaining bytes can hold")]
    [TestCase("Array<Integer>", "00ffffffffffffffff7f", "Varint value 9223372036854775807 exceeds MAX_SAFE_INTEGER")]
    [TestCase("Integer", "ffffffffffffffffffff01", "Varint too long at offset 0")]
    [TestCase("Integer", "ffffffffffffffffff02", "Varint too long at offset 0")]
    [TestCase("String", "02ff41", "Invalid UTF-8 in the string at offset 0")]
    [TestCase("String", "03eda080", "Invalid UTF-8 in the string at offset 0")]
    [TestCase("Set<Integer>", "00020202", "Keys out of order or repeated at offset 3")]
    [TestCase("Set<Integer>", "00020402", "Keys out of order or repeated at offset 3")]
    [TestCase("Dict<Float, Null>", "000200000000000000000000000000000080", "Keys out of order or repeated at offset 10")]
    [TestCase("Array<Array<Integer>>", "0002000103" + "05", "Undefined backreference at offset 5, target 0")]
    [TestCase("Array<Never>", "0001", "Count 1 at offset 1 is more than the 0 remaining bytes can hold")]
    [TestCase("Array<Never>", "000100", "A value of type .Never at offset 2: there are none")]
    [TestCase("Option<() => Null>", "0100", "A function at offset 1: functions cannot be read as values here")]
    [TestCase("Array<Float>", "0001010000000000f07f", "Non-canonical NaN at offset 2: 0x7ff0000000000001")]
    [TestCase("Array<Struct<b: Boolean, f: Float>>", "000100010000000000f07f", "Non-canonical NaN at offset 3: 0x7ff0000000000001")]
    [TestCase("Recursive<S = Struct<s: S>>", "", "Values nested more than 2000 levels at offset 0")]
    public void Refusals_say_what_and_where(string type, string hex, string message)
    {
        var parsed = TypeSyntax.Parse(type).Value;
        var bytes = Convert.FromHexString(hex);
        Assert.That(Beast2.DecodeValue(bytes, parsed).Error?.Message, Is.EqualTo(message));
        byte[] file = [.. Beast2.Header(parsed), .. bytes];
        Assert.That(Beast2.Verify(file, parsed), Is.EqualTo(Beast2.Decode(file, parsed).Error).And.Not.Null);
    }

    [Test]
    public void A_back_reference_to_a_container_of_another_type_is_refused()
    {
        // Both lists are held as lists of structs; taking one for the other would break every reader after.
        var type = TypeSyntax.Parse("Struct<a: Array<Struct<x: String>>, b: Array<Struct<x: Integer>>>").Value;
        var decoded = Beast2.DecodeValue(Convert.FromHexString("0001016102" + "04"), type);
        Assert.That(decoded.Error?.Message, Is.EqualTo("Undefined backreference at offset 4, target 2"), "the marker itself is no place");
        decoded = Beast2.DecodeValue(Convert.FromHexString("0001016103"), type);
        Assert.That(decoded.Error?.Message, Is.EqualTo("Undefined backreference at offset 4, target 1"));
        var same = TypeSyntax.Parse("Struct<a: Array<Struct<x: String>>, b: Array<Struct<x: String>>>").Value;
        var shared = (EastStruct)Beast2.DecodeValue(Convert.FromHexString("0001016103"), same).Value;
        Assert.That(shared["a"], Is.SameAs(shared["b"]));
    }

    [Test]
    public void Nesting_is_limited_in_every_format()
    {
        var list = TypeSyntax.Parse("Recursive<A = Array<A>>").Value;
        object value = new EastArray<object>();
        for (var i = 1; i < Beast2.MaxDepth; i++) value = new EastArray<object>([value]);
        var bytes = Beast2.Encode(list, value);
        Assert.That(Beast2.Decode(bytes, list).IsSuccess, Is.True);
        Assert.That(EastText.Parse(list, EastText.Print(list, value)).IsSuccess, Is.True);
        Assert.That(EastJson.Parse(list, EastJson.Print(list, value)).IsSuccess, Is.True);
        value = new EastArray<object>([value]);
        Assert.That(Beast2.Write(Stream.Null, list, value)?.Reason, Is.EqualTo(EncodeObstacle.Depth));
        Assert.That(EastText.Parse(list, EastText.Print(list, value)).Error?.Message, Does.Contain("nested more than 2000 levels"));
        Assert.That(EastJson.Parse(list, EastJson.Print(list, value)).Error?.Message, Does.Contain("nested more than 2000 levels"));
        Assert.That(EastJson.Parse(list, new string('[', 1_000_000)).Error?.Message, Does.StartWith("Failed to parse JSON: JSON nested more than"));
        Assert.That(EastText.Parse(list, new string('[', 1_000_000)).IsSuccess, Is.False);
    }

    private static byte[] Damage(Random random, byte[] bytes, int from)
    {
        var damaged = random.Next(6) == 0 ? bytes[..random.Next(from, bytes.Length + 1)] : (byte[])bytes.Clone();
        for (var k = random.Next(3); k >= 0 && damaged.Length > from; k--)
            damaged[random.Next(from, damaged.Length)] = (byte)random.Next(random.Next(2) == 0 ? 6 : 256);
        return damaged;
    }

    private static string Damage(Random random, string text, string alphabet)
    {
        var damaged = text.ToList();
        for (var k = random.Next(3); k >= 0; k--)
        {
            var at = random.Next(damaged.Count + 1);
            if (random.Next(3) == 0 || at == damaged.Count) damaged.Insert(at, alphabet[random.Next(alphabet.Length)]);
            else if (random.Next(2) == 0) damaged.RemoveAt(at);
            else damaged[at] = alphabet[random.Next(alphabet.Length)];
        }
        return string.Concat(damaged);
    }
}
