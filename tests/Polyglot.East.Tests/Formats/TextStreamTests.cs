using System.Text;

namespace Polyglot.East.Tests;

/// <summary>Text and JSON from streams: the same values and the same errors as from strings, in little memory.</summary>
public sealed class TextStreamTests
{
    [Test]
    public void Random_values_are_read_from_streams_as_from_strings()
    {
        for (var seed = 0; seed < 600; seed++)
        {
            var (type, value) = ValueGenerator.Pair(new Random(seed), sharing: seed % 2 == 0);
            Agree(EastText.Parse(type, EastText.Print(type, value)), EastText.Parse(type, Printed(to => EastText.Print(to, type, value))), type);
            Agree(EastJson.Parse(type, EastJson.Print(type, value)), EastJson.Parse(type, Printed(to => EastJson.Print(to, type, value))), type);
            var spaced = EastJson.Print(type, value).Replace(",\"", " ,\n\t\"", StringComparison.Ordinal).Replace("[", "[ ", StringComparison.Ordinal);
            Agree(EastJson.Parse(type, spaced), EastJson.Parse(type, Stream(spaced)), type);
        }
    }

    [TestCase("Struct<a: Integer, b: Float>", "( a = 1 ,b=2.5, )")]
    [TestCase("Struct<a: Integer, b: Float>", "(b=2.5, a=1)")]
    [TestCase("Struct<ab: Integer>", "(a=1)")]
    [TestCase("Struct<a: Integer>", "(ab=1)")]
    [TestCase("Struct<`x y`: Integer>", "(`x y`=1)")]
    [TestCase("Struct<>", "( )")]
    [TestCase("Struct<>", "(,)")]
    [TestCase("Option<Null>", ".some null")]
    [TestCase("Option<Null>", ".some nullx")]
    [TestCase("Array<Option<Null>>", "[.none , .none null, .some]")]
    [TestCase("Variant<`odd one`: Integer>", ".`odd one` 1")]
    [TestCase("Dict<Integer, Integer>", "{ : }")]
    [TestCase("Dict<Integer, Integer>", "{:1:2}")]
    [TestCase("Dict<Integer, Integer>", "{1:1,1:2}")]
    [TestCase("Dict<Integer, Integer>", "{}")]
    [TestCase("Set<Integer>", "{2,1,2}")]
    [TestCase("Array<Integer>", "[1,]")]
    [TestCase("Array<Integer>", "[9223372036854775808]")]
    [TestCase("Array<Integer>", "[00000000000000000000000000000000000000000000012]")]
    [TestCase("Array<Integer>", "[+1]")]
    [TestCase("Array<Float>", "[1., 1.e3, 1e-2, -0, .5]")]
    [TestCase("Array<Float>", "[1., 1e-2, -0, 007]")]
    [TestCase("Array<Float>", "[1.5.2]")]
    [TestCase("Array<Float>", "[1e]")]
    [TestCase("Array<Float>", "[NaN, -Infinity,Infinity]")]
    [TestCase("String", "\"a\\\\b\\\"c\nd\u00e9\"")]
    [TestCase("String", "\"a\\n\"")]
    [TestCase("String", "\"open")]
    [TestCase("DateTime", "2024-02-29T10:11:12.5")]
    [TestCase("DateTime", "2024-02-29T10:11:12.5:")]
    [TestCase("DateTime", "2024-13-29T10:11:12")]
    [TestCase("Blob", "0x0aFf")]
    [TestCase("Blob", "0x0")]
    [TestCase("Boolean", "true ")]
    [TestCase("Boolean", "truefalse")]
    [TestCase("Never", "1")]
    [TestCase("Ref<Integer>", "\u00a0& 1")]
    [TestCase("Recursive<A = Array<A>>", "[[], 1#[0]]")]
    public void Odd_text_is_read_from_streams_as_from_strings(string type, string text)
    {
        var parsed = TypeSyntax.Parse(type).Value;
        Agree(EastText.Parse(parsed, text), EastText.Parse(parsed, Stream(text)), parsed);
    }

    [TestCase("Struct<a: Integer, b: Float>", "{\"b\":2,\"a\":\"1\"}")]
    [TestCase("Struct<a: Integer, b: Float>", "{\"b\":2,\"a\":\"1\",\"a\":\"2\"}")]
    [TestCase("Struct<a: Integer, b: Float>", "{\"b\":2}")]
    [TestCase("Struct<a: Integer, b: Float>", "{\"b\":2,\"\\u0061\":\"1\"}")]
    [TestCase("Struct<a: Integer>", "{\"a\":\"1\",\"c\":1}")]
    [TestCase("Option<Integer>", "{\"value\":\"1\",\"type\":\"some\"}")]
    [TestCase("Option<Integer>", "{\"type\":\"some\",\"value\":\"1\",\"more\":[]}")]
    [TestCase("Option<Integer>", "{\"type\":\"other\",\"value\":\"1\"}")]
    [TestCase("Array<Integer>", "[\"1\",\" 2 \",\"0x10\"]")]
    [TestCase("Array<Integer>", "[\"1\",2]")]
    [TestCase("Array<Integer>", "[\"1\",\"9223372036854775808\"]")]
    [TestCase("Array<Float>", "[1, 1.5, -0, 1e3, 1e999, \"NaN\", \"-0.0\"]")]
    [TestCase("Array<Float>", "[01]")]
    [TestCase("Array<Float>", "[1.]")]
    [TestCase("Array<Float>", "[\"nan\"]")]
    [TestCase("Array<Float>", "[1,]")]
    [TestCase("Array<Float>", "[1] x")]
    [TestCase("String", "\"a\\\\b\\\"c\\u00e9\\n\\ud800\"")]
    [TestCase("String", "\"a\nb\"")]
    [TestCase("String", "\"\\x\"")]
    [TestCase("Blob", "\"0x0aFF\"")]
    [TestCase("Blob", "\"0xg\"")]
    [TestCase("DateTime", "\"2024-02-29T10:11:12.500+01:00\"")]
    [TestCase("DateTime", "\"2024-02-29\"")]
    [TestCase("Dict<String, Array<Null>>", "[ {\"key\" : \"k\", \"value\" : [null]} ]")]
    [TestCase("Dict<String, Array<Null>>", "[{\"value\":[null],\"key\":\"k\"}]")]
    [TestCase("Struct<a: Array<Null>, b: Array<Null>>", "{\"a\":[null],\"b\":{\"$ref\":\"1#a\"}}")]
    [TestCase("Ref<Null>", "[null]")]
    [TestCase("Ref<Null>", "[null,null]")]
    [TestCase("Never", "1")]
    public void Odd_json_is_read_from_streams_as_from_strings(string type, string json)
    {
        var parsed = TypeSyntax.Parse(type).Value;
        Agree(EastJson.Parse(parsed, json), EastJson.Parse(parsed, Stream(json)), parsed);
    }

    [Test]
    public void A_stream_that_cannot_go_back_is_read_too()
    {
        var type = TypeSyntax.Parse("Array<Float>").Value;
        Assert.That(EastText.Parse(type, new SlowStream("[1.0, 2.5]"u8.ToArray(), 2)).IsSuccess, Is.True);
        Assert.That(EastJson.Parse(type, new SlowStream("[1, 2.5"u8.ToArray(), 2)).Error?.Message, Does.StartWith("Failed to parse JSON"));
    }

    [Test]
    public void Bytes_that_are_no_text_are_refused_and_a_mark_at_the_beginning_is_not_part_of_it()
    {
        Assert.That(EastText.Parse(EastType.String, new MemoryStream([(byte)'"', 0xff, (byte)'"'])).Error?.Message, Is.EqualTo("the text is not UTF-8"));
        Assert.That(EastJson.Parse(EastType.String, new MemoryStream([(byte)'"', 0xff, (byte)'"'])).Error?.Message, Is.EqualTo("the text is not UTF-8"));
        Assert.That(EastJson.Parse(EastType.Float, new MemoryStream([0xef, 0xbb, 0xbf, (byte)'1'])).Value, Is.EqualTo(1.0));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Long_text_is_never_held_as_a_whole(bool isJson)
    {
        var type = EastType.Array(EastType.Float);
        var value = EastArray.Wrap([.. Enumerable.Range(0, 500_000).Select(i => i * 0.37)]);
        using var text = Printed(to =>
        {
            if (isJson) EastJson.Print(to, type, value);
            else EastText.Print(to, type, value);
        });
        var before = GC.GetAllocatedBytesForCurrentThread();
        var back = isJson ? EastJson.Parse(type, text) : EastText.Parse(type, text);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(EastOrder.Equal(type, back.Value, value), Is.True);
        Assert.That(allocated, Is.LessThan(5L * 8 * value.Count), "the list as it grows, and nothing for each number");
    }

    private static void Agree(ParseResult<object> expected, ParseResult<object> actual, EastType type)
    {
        Assert.That(actual.Error, Is.EqualTo(expected.Error));
        if (!expected.IsSuccess) return;
        Assert.That(ValueCheck.Find(type, actual.Value), Is.Null);
        Assert.That(EastText.Print(type, actual.Value), Is.EqualTo(EastText.Print(type, expected.Value)));
    }

    private static MemoryStream Printed(Action<Stream> print)
    {
        var stream = new MemoryStream();
        print(stream);
        stream.Position = 0;
        return stream;
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
