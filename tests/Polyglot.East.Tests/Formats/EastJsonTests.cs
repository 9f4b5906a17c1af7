namespace Polyglot.East.Tests;

public sealed class EastJsonTests
{
    [TestCase("Integer", "\"-42\"", "\"-42\"")]
    [TestCase("Integer", "\" +5 \"", "\"5\"")]
    [TestCase("Integer", "\"0xFF\"", "\"255\"")]
    [TestCase("Integer", "\"-9223372036854775808\"", "\"-9223372036854775808\"")]
    [TestCase("Float", "-0", "\"-0.0\"")]
    [TestCase("Float", "1e400", "\"Infinity\"")]
    [TestCase("Float", "1.50", "1.5")]
    [TestCase("Float", "0", "0")]
    [TestCase("String", "\"\\u0041\\/\\ud83d\\ude00\\ud800\"", "\"A/\U0001F600\\ud800\"")]
    [TestCase("DateTime", "\"0800-01-01T00:00:00.000Z\"", "\"0800-01-01T00:00:00.000+00:00\"")]
    [TestCase("DateTime", "\"2024-01-01T00:00:00.000-05:30\"", "\"2024-01-01T05:30:00.000+00:00\"")]
    [TestCase("Blob", "\"0xABcd\"", "\"0xabcd\"")]
    [TestCase("Struct<b: Integer, a: Boolean>", "{ \"a\" : true, \"b\" : \"1\" }", "{\"b\":\"1\",\"a\":true}")]
    [TestCase("Option<Integer>", "{\"value\":null,\"type\":\"none\",\"more\":1}", "{\"type\":\"none\",\"value\":null}")]
    [TestCase("Set<Integer>", "[\"3\",\"1\",\"3\"]", "[\"1\",\"3\"]")]
    [TestCase("Dict<Integer, String>", "[{\"key\":\"2\",\"value\":\"x\"},{\"value\":\"y\",\"key\":\"2\"}]", "[{\"key\":\"2\",\"value\":\"y\"}]")]
    [TestCase("Array<Ref<Array<Integer>>>", "[[[\"1\"]],[{\"$ref\":\"2#0/0\"}],{\"$ref\":\"1#0\"}]", "[[[\"1\"]],[{\"$ref\":\"2#0/0\"}],{\"$ref\":\"1#0\"}]")]
    [TestCase("Struct<`a/b~`: Array<Integer>, b: Array<Integer>>", "{\"a/b~\":[],\"b\":{\"$ref\":\"1#a~1b~0\"}}", "{\"a/b~\":[],\"b\":{\"$ref\":\"1#a~1b~0\"}}")]
    [TestCase("Struct<`$ref`: String>", "{\"$ref\":\"x\"}", "{\"$ref\":\"x\"}")]
    public void Json_is_read_and_printed_again(string friendly, string json, string printed)
    {
        var type = TypeSyntax.Parse(friendly).Value;
        var parsed = EastJson.Parse(type, json);
        Assert.That(parsed.Error, Is.Null);
        Assert.That(EastJson.Print(type, parsed.Value), Is.EqualTo(printed));
    }

    [TestCase("Integer", "\"9223372036854775808\"", "integer out of range (must be 64-bit signed), got \"9223372036854775808\"")]
    [TestCase("Integer", "\"-0x10\"", "expected string representing integer, got \"-0x10\"")]
    [TestCase("Integer", "\"0o8\"", "expected string representing integer, got \"0o8\"")]
    [TestCase("Float", "{\"a\":[1,2.50]}", "expected number or string representing special float value, got {\"a\":[1,2.5]}")]
    [TestCase("DateTime", "\"2024-13-01T00:00:00.000Z\"", "invalid date string, got \"2024-13-01T00:00:00.000Z\"")]
    [TestCase("Blob", "\"0xabc\"", "invalid hex string, got \"0xabc\"")]
    [TestCase("Ref<Integer>", "[]", "expected array with 1 entry, got []")]
    [TestCase("Dict<String, Integer>", "[{\"key\":\"a\",\"value\":\"1\",\"x\":0}]", "unexpected field \"x\" in Dict entry, got {\"key\":\"a\",\"value\":\"1\",\"x\":0} at [0]")]
    [TestCase("Array<Dict<String, Integer>>", "[[],[{\"key\":\"a\",\"value\":1}]]", "expected string representing integer, got 1 at [1][0].value")]
    [TestCase("Struct<a: Integer>", "{}", "missing field \"a\" in Struct, got {}")]
    [TestCase("Struct<a: Integer>", "{\"b\":1}", "unexpected field \"b\" in Struct, got {\"b\":1}")]
    [TestCase("Variant<a>", "{\"type\":\"b\",\"value\":null}", "unknown variant type \"b\", got {\"type\":\"b\",\"value\":null}")]
    [TestCase("Variant<a>", "{\"type\":\"a\"}", "expected object with type and value for Variant, got {\"type\":\"a\"}")]
    [TestCase("Array<Array<Integer>>", "[[],{\"$ref\":\"1#5\"}]", "undefined reference 1#5 at [1]")]
    [TestCase("Array<Array<Integer>>", "[[],{\"$ref\":\"3#0\"}]", "invalid reference 3#0 at [1]")]
    [TestCase("Array<Array<Integer>>", "[[],{\"$ref\":\"1#\"}]", "undefined reference 1# at [1]")]
    public void Structural_errors_are_whole_sentences(string friendly, string json, string middle)
    {
        var type = TypeSyntax.Parse(friendly).Value;
        var error = EastJson.Parse(type, json).Error!;
        var sentence = $"Error occurred because {middle} (line 1, col 1) while parsing value of type \"{TypeText.Print(type)}\"";
        Assert.That(error.Message, Is.EqualTo(sentence));
        Assert.That(EastJson.Explain(type, error), Is.EqualTo($"Failed to convert JSON to {TypeText.Print(type)}: {sentence}"));
    }

    [TestCase("", "expected a JSON value, got end of input (line 1, col 1)")]
    [TestCase("[1,]", "expected a JSON value, got ']' (line 1, col 4)")]
    [TestCase("{\"a\" 1}", "expected ':', got '1' (line 1, col 6)")]
    [TestCase("{a:1}", "expected a member name in quotes, got 'a' (line 1, col 2)")]
    [TestCase("01", "not a JSON number (line 1, col 1)")]
    [TestCase("1.", "not a JSON number (line 1, col 1)")]
    [TestCase("\"a\n\"", "a control character in a string must be escaped (line 1, col 3)")]
    [TestCase("\"\\x\"", "unknown escape in a string (line 1, col 3)")]
    [TestCase("\"abc", "the string is not closed (line 1, col 5)")]
    [TestCase("null x", "unexpected text after the JSON value (line 1, col 6)")]
    [TestCase("\n nul", "expected a JSON value, got 'n' (line 2, col 2)")]
    public void Text_that_is_not_json_is_refused_with_its_place(string json, string message)
    {
        var error = EastJson.Parse(EastType.Null, json).Error!;
        Assert.That(error.Message, Is.EqualTo("Failed to parse JSON: " + message));
        Assert.That(EastJson.Explain(EastType.Null, error), Is.EqualTo(error.Message));
    }

    [Test]
    public void Function_types_have_no_json()
    {
        var type = EastType.Array(EastType.Function([], EastType.Null));
        Assert.That(() => EastJson.Print(type, new EastArray<object>()), Throws.ArgumentException);
        Assert.That(() => EastJson.Parse(type, "[]"), Throws.ArgumentException);
    }

    [Test]
    public void Surrogate_pairs_survive_writing_in_pieces()
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        var text = string.Concat(Enumerable.Repeat("\U0001F600é", 5000));
        EastJson.Print(bytes, EastType.String, text);
        Assert.That(System.Text.Encoding.UTF8.GetString(bytes.WrittenSpan), Is.EqualTo($"\"{text}\""));
    }
}
