namespace Polyglot.East.Tests;

public sealed class EastTextTests
{
    [TestCase("Float", "1e21", "1e+21")]
    [TestCase("Float", "100000000000000000000", "100000000000000000000.0")]
    [TestCase("Float", "123456789012345680000", "123456789012345680000.0")]
    [TestCase("Float", "0.000001", "0.000001")]
    [TestCase("Float", "0.0000001", "1e-7")]
    [TestCase("Float", "-1.5e-10", "-1.5e-10")]
    [TestCase("Float", "-0", "-0.0")]
    [TestCase("Float", "1.7976931348623157e308", "1.7976931348623157e+308")]
    [TestCase("Float", "120", "120.0")]
    [TestCase("Float", "1234.5", "1234.5")]
    [TestCase("DateTime", "2024-02-29T23:59:59.9", "2024-02-29T23:59:59.900")]
    [TestCase("DateTime", "2024-02-30T00:00:00", "2024-03-01T00:00:00.000")]
    [TestCase("Blob", "0xABcd", "0xabcd")]
    [TestCase("String", "\"a\nb\\\\\\\"\"", "\"a\\nb\\\\\\\"\"")]
    [TestCase("Option<Null>", " .some null ", ".some")]
    [TestCase("Dict<String, Array<Integer>>", "{ \"b\" : [ ] , \"a\" : 1#[\"b\"] }", "{\"a\":[],\"b\":1#[\"a\"]}")]
    [TestCase("Struct<`x y`: Array<Integer>, b: Array<Integer>>", "(`x y`=[1],b=1#.`x y`)", "(`x y`=[1], b=1#.`x y`)")]
    [TestCase("Struct<`x y`: Array<Integer>, b: Array<Integer>>", "(`x y`=[1],b=1#[\"x y\"])", "(`x y`=[1], b=1#.`x y`)")]
    [TestCase("Struct<`\\`\\`\\\\`: Null>", "(`\\`\\`\\\\`=null)", "(`\\`\\`\\\\`=null)")]
    [TestCase("Variant<`a b`: Ref<Integer>, c>", ".`a b`&1", ".`a b` &1")]
    public void Text_is_read_and_printed_again(string friendly, string text, string printed)
    {
        var type = TypeSyntax.Parse(friendly).Value;
        var parsed = EastText.Parse(type, text);
        Assert.That(parsed.Error, Is.Null);
        Assert.That(EastText.Print(type, parsed.Value), Is.EqualTo(printed));
    }

    [TestCase("Integer", "-", 0, "expected integer, got '-' (line 1, col 1)")]
    [TestCase("Array<Integer>", "[1,\n 2,\n x]", 9, "expected integer, got 'x' at [2] (line 3, col 2)")]
    [TestCase("Array<Integer>", "[", 1, "expected integer, got end of input at [0] (line 1, col 2)")]
    [TestCase("Dict<String, Integer>", "{\"a\":1,\"b\" 2}", 11, "expected ':' after dict key at entry 1 (line 1, col 12)")]
    [TestCase("Dict<String, Integer>", "{\"a\":1 \"b\"}", 7, "expected ',' or '}' after dict entry (line 1, col 8)")]
    [TestCase("Dict<Integer, Integer>", "{1:2,x:3}", 5, "expected integer, got 'x' at [1](key) (line 1, col 6)")]
    [TestCase("Struct<a: Integer, b: Integer>", "(a=1)", 4, "missing required field 'b' (line 1, col 5)")]
    [TestCase("Struct<a: Integer, b: Integer>", "(`a", 1, "missing required field 'a' (line 1, col 2)")]
    [TestCase("Struct<a: Integer, b: Integer>", "(a=1 b=2)", 5, "expected ',' or ')' after struct field (line 1, col 6)")]
    [TestCase("Struct<a: Integer, b: Integer>", "(a 1)", 3, "expected '=' after field name 'a' (line 1, col 4)")]
    [TestCase("Struct<`a b`: Integer>", "(`a b`=x)", 7, "expected integer, got 'x' at [\"a b\"] (line 1, col 8)")]
    [TestCase("Option<Integer>", ". some", 1, "whitespace not allowed between '.' and case identifier (line 1, col 2)")]
    [TestCase("Option<Integer>", ".`some", 6, "unterminated identifier (missing closing `) (line 1, col 7)")]
    [TestCase("Option<Integer>", ".`so\\me` 1", 5, "unexpected escape sequence in identifier (line 1, col 6)")]
    [TestCase("Option<Integer>", ".1", 1, "expected identifier (opening `) (line 1, col 2)")]
    [TestCase("Array<Never>", "[1]", 1, "Attempted to parse value of type .Never at [0] (line 1, col 2)")]
    [TestCase("Array<Array<Integer>>", "[[1], 0#]", 6, "undefined reference 0# at [1] (line 1, col 7)")]
    [TestCase("Array<Array<Integer>>", "[[1], 1#]", 6, "undefined reference 1# at [1] (line 1, col 7)")]
    [TestCase("Array<Array<Integer>>", "[[1], 99999999999#]", 6,
        "invalid reference 99999999999#: Invalid relative reference: going up 99999999999 levels from depth 1 at [1] (line 1, col 7)")]
    [TestCase("() => Null", "() => .Null", 0, "functions cannot be read from text (line 1, col 1)")]
    public void Errors_are_whole_sentences(string friendly, string text, int position, string middle)
    {
        var type = TypeSyntax.Parse(friendly).Value;
        var error = EastText.Parse(type, text).Error!;
        Assert.That(error.Message, Is.EqualTo($"Error occurred because {middle} while parsing value of type \"{TypeText.Print(type)}\""));
        Assert.That(error.Position, Is.EqualTo(position));
        Assert.That(error.ToString(), Is.EqualTo(error.Message));
    }

    [Test]
    public void Functions_print_as_their_types() =>
        Assert.That(EastText.Print(TypeSyntax.Parse("async (Integer, Array<Float>) => Null").Value, new object()), Is.EqualTo("async (.Integer, .Array .Float) => .Null"));

    [TestCase(0, "1970-01-01T00:00:00.000")]
    [TestCase(-1, "1969-12-31T23:59:59.999")]
    [TestCase(-62167219200000, "0000-01-01T00:00:00.000")]
    [TestCase(8640000000000000, "+275760-09-13T00:00:00.")]
    [TestCase(-8640000000000000, "-271821-04-20T00:00:00.")]
    public void Dates_go_beyond_four_digit_years(long milliseconds, string text) =>
        Assert.That(EastText.Print(EastType.DateTime, new EastDateTime(milliseconds)), Is.EqualTo(text));

    [Test]
    public void Dates_agree_with_the_calendar_of_the_platform()
    {
        var random = new Random(4);
        for (var i = 0; i < 20_000; i++)
        {
            var instant = DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(-62_135_596_800_000, 253_402_300_799_999));
            var text = EastText.Print(EastType.DateTime, EastDateTime.From(instant));
            Assert.That(text, Is.EqualTo(instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture)));
            Assert.That(EastText.Parse(EastType.DateTime, text).Value, Is.EqualTo(EastDateTime.From(instant)));
        }
    }

    [Test]
    public void Every_float_reads_back_as_itself()
    {
        var random = new Random(6);
        for (var i = 0; i < 20_000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64());
            Assert.That(EastText.Parse(EastType.Float, EastText.Print(EastType.Float, value)).Value, Is.EqualTo(value));
            Assert.That(EastJson.Parse(EastType.Float, EastJson.Print(EastType.Float, value)).Value, Is.EqualTo(value));
        }
    }
}
