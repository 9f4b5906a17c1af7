using System.Globalization;
using System.Text;

namespace Polyglot.East.Tests;

public sealed class CsvEncodeTests
{
    private static readonly StructType Text = (StructType)TypeSyntax.Parse("Struct<v: String>").Value;

    private static string Encode(StructType type, CsvWriteOptions? options, params object?[][] rows)
    {
        var encoded = EastCsv.Encode(type, rows.Select(r => EastStruct.Of(type, r)), options);
        return encoded.IsSuccess ? Encoding.UTF8.GetString(encoded.Value) : encoded.Error.Message;
    }

    [TestCase(0.1, "0.1")]
    [TestCase(-0.0, "-0")]
    [TestCase(100.0, "100")]
    [TestCase(123456789012345680000.0, "123456789012345680000")]
    [TestCase(1e21, "1e+21")]
    [TestCase(-1.5e-7, "-1.5e-7")]
    [TestCase(0.000001, "0.000001")]
    [TestCase(1.7976931348623157e308, "1.7976931348623157e+308")]
    [TestCase(5e-324, "5e-324")]
    [TestCase(double.NegativeInfinity, "-Infinity")]
    [TestCase(double.NaN, "NaN")]
    public void Floats_are_written_as_ECMAScript_does(double value, string text)
    {
        var type = (StructType)TypeSyntax.Parse("Struct<v: Float>").Value;
        Assert.That(Encode(type, new CsvWriteOptions { IncludeHeader = false }, [value]), Is.EqualTo(text));
    }

    [Test]
    public void Years_beyond_four_digits_read_back()
    {
        var type = (StructType)TypeSyntax.Parse("Struct<v: DateTime>").Value;
        foreach (var milliseconds in new[] { 0L, -62_198_755_200_000, 253_402_300_800_000, 8_640_000_000_000_000, -8_640_000_000_000_000, -30_610_224_000_000 })
        {
            var bytes = EastCsv.Encode(type, [EastStruct.Of(type, new EastDateTime(milliseconds))]).Value;
            Assert.That(EastCsv.Decode(type, bytes).Value[0][0], Is.EqualTo(new EastDateTime(milliseconds)), Encoding.UTF8.GetString(bytes));
        }
        Assert.That(Encode(type, new CsvWriteOptions { IncludeHeader = false }, [new EastDateTime(-36_890_035_200_000)]), Is.EqualTo("0801-01-01T00:00:00.000"));
    }

    [Test]
    public void A_text_that_would_swallow_its_closing_quote_is_refused()
    {
        var options = new CsvWriteOptions { Quote = '\'', Escape = '\\' };
        Assert.That(Encode(Text, options, [@"a,\"]), Does.StartWith("CSV error: the text").And.Contain("escape character"));
        Assert.That(Encode(Text, options, [@"a\"]), Is.EqualTo("v\r\na\\"));
    }

    [TestCase('"', '"')]
    [TestCase('|', '|')]
    [TestCase('.', '.')]
    [TestCase('\'', '\\')]
    public void Texts_read_back_whatever_the_quote(char quote, char escape)
    {
        var random = new Random(20260102);
        const string alphabet = "ab,;|.'\"\\\r\n é😀$^";
        for (var i = 0; i < 500; i++)
        {
            var text = "x" + string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            var row = EastStruct.Of(Text, text);
            var encoded = EastCsv.Encode(Text, [row, row], new CsvWriteOptions { Quote = quote, Escape = escape });
            if (!encoded.IsSuccess)
            {
                Assert.That(text, Does.EndWith(escape.ToString()));
                continue;
            }
            var decoded = EastCsv.Decode(Text, encoded.Value, new CsvReadOptions { Quote = quote, Escape = escape });
            Assert.That(decoded.Value.Select(r => r[0]), Is.EqualTo(new[] { text, text }));
        }
    }

    [Test]
    public void A_table_of_every_kind_of_cell_reads_back()
    {
        var type = (StructType)TypeSyntax.Parse("Struct<i: Integer, f: Float, b: Boolean, d: DateTime, x: Blob, s: String, o: Option<Float>>").Value;
        var option = (VariantType)type.Fields[6].Type;
        object?[] first = [long.MinValue, 0.1, true, new EastDateTime(1_700_000_000_123), new EastBlob([1, 255]), "a,\"b\"", new EastVariant(option, "some", 2.5)];
        object?[] second = [0L, double.NaN, false, new EastDateTime(-1), EastBlob.Empty, "ü", new EastVariant(option, "none")];
        var rows = new[] { EastStruct.Of(type, first), EastStruct.Of(type, second) };
        var bytes = EastCsv.Encode(type, rows).Value;
        var back = EastCsv.Decode(EastType.Array(type), bytes);
        Assert.That(EastOrder.Equal(EastType.Array(type), back.Value, new EastArray<EastStruct>(rows)), Is.True, Encoding.UTF8.GetString(bytes));
        Assert.That(Encoding.UTF8.GetString(bytes), Does.EndWith(string.Create(CultureInfo.InvariantCulture, $"\r\n0,NaN,false,1969-12-31T23:59:59.999,0x,ü,")));
    }

    [Test]
    public void Only_tables_have_a_form()
    {
        Assert.That(EastCsv.WhyUnsupported(EastType.Integer), Is.EqualTo("CSV holds tables, that is Array<Struct<…>>, not Integer"));
        Assert.That(EastCsv.WhyUnsupported(EastType.Struct(("r", EastType.Ref(EastType.Integer)))), Is.EqualTo("CSV field 'r' has unsupported type"));
        Assert.That(EastCsv.WhyUnsupported(Text), Is.Null);
        Assert.That(() => new CsvDecoder(EastType.Struct(("r", EastType.Ref(EastType.Integer)))), Throws.ArgumentException);
    }
}
