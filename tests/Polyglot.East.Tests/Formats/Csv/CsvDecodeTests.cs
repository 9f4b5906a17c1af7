using System.Collections.Immutable;
using System.Text;

namespace Polyglot.East.Tests;

public sealed class CsvDecodeTests
{
    private static readonly StructType Row = (StructType)TypeSyntax.Parse("Struct<a: Integer, b: Option<String>>").Value;

    private static string Decode(string type, string csv, CsvReadOptions? options = null)
    {
        var decoded = EastCsv.Decode(TypeSyntax.Parse(type).Value, Encoding.UTF8.GetBytes(csv), options);
        return decoded.IsSuccess ? Text(decoded.Value) : decoded.Error.Message;
    }

    private static string Text(IEnumerable<EastStruct> rows) =>
        string.Join(" ", rows.Select(r => "(" + string.Join(", ", Enumerable.Range(0, r.Count).Select(i => Text(r[i]))) + ")"));

    private static string Text(object? value) => value switch
    {
        EastVariant { Case: "none" } => "none",
        EastVariant some => "some " + Text(some.Payload),
        double number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        _ => value!.ToString()!,
    };

    [TestCase("a,b\r\n1,x\r\n2,\r\n", "(1, some x) (2, none)")]
    [TestCase("a,b\r1,x\r2,y", "(1, some x) (2, some y)")]
    [TestCase("\ufeffa,b\n1,x", "(1, some x)")]
    [TestCase("b,a,b\nq,5,r", "(5, some r)")]
    [TestCase("a\n1\n", "(1, none)")]
    [TestCase("a,b\n1", "(1, none)")]
    [TestCase("a,b\n1,\"x\"y\"z\"", "(1, some xy\"z\")")]
    [TestCase("a,b\n1,x\"y\"", "(1, some x\"y\")")]
    [TestCase("a,b\n1,\"x\r\ny\n\"", "(1, some x\r\ny\n)")]
    [TestCase("a,b\n1,\"\"\"\"", "(1, some \")")]
    [TestCase("a,b\n\n,\n1,\ufeffx", "(1, some x)")]
    [TestCase("a,b", "")]
    public void A_table_is_read(string csv, string rows) => Assert.That(Decode("Array<Struct<a: Integer, b: Option<String>>>", csv), Is.EqualTo(rows));

    [TestCase("b\nx", "CSV error: missing required column 'a'")]
    [TestCase("", "CSV error: missing required column 'a'")]
    [TestCase("a,b\n1,\"x", "CSV error: unclosed quote at end of file")]
    [TestCase("b,a\nx", "CSV error: row has 1 fields, expected at least 2 at row 1, column 1 (a)")]
    [TestCase("a,b\n1,x\n\n,y", "CSV error: null value for required field 'a' at row 2, column 0 (a)")]
    [TestCase("a,b\nx,\"y", "CSV error: unclosed quote at end of file")]
    public void A_bad_table_is_refused_with_its_place(string csv, string message) =>
        Assert.That(Decode("Struct<a: Integer, b: Option<String>>", csv), Is.EqualTo(message));

    [TestCase("Integer", "9223372036854775807", "(9223372036854775807)")]
    [TestCase("Integer", "9223372036854775808", "CSV error: integer out of range (must be 64-bit signed), got '9223372036854775808' at row 1, column 0 (v)")]
    [TestCase("Integer", "1_000", "CSV error: expected integer, got '1_000' at row 1, column 0 (v)")]
    [TestCase("Float", " .5 ", "(0.5)")]
    [TestCase("Float", "1e999", "(Infinity)")]
    [TestCase("Float", "1.5kg", "CSV error: expected float, got '1.5kg' at row 1, column 0 (v)")]
    [TestCase("Float", "e", "CSV error: expected float, got 'e' at row 1, column 0 (v)")]
    [TestCase("DateTime", "2024-02-29 10:30", "(2024-02-29T10:30:00.000)")]
    [TestCase("DateTime", "2024-02-29T10:30:15.1234567-01:30", "(2024-02-29T12:00:15.123)")]
    [TestCase("DateTime", "2024", "(2024-01-01T00:00:00.000)")]
    [TestCase("DateTime", "-000001-12-31", "(-000001-12-31T00:00:00.)")]
    [TestCase("DateTime", "2024-13-01", "CSV error: expected ISO 8601 date, got '2024-13-01' at row 1, column 0 (v)")]
    [TestCase("DateTime", "2024-01-01T25:00", "CSV error: expected ISO 8601 date, got '2024-01-01T25:00' at row 1, column 0 (v)")]
    [TestCase("DateTime", "2024-01-01T10:00+24:00", "CSV error: expected ISO 8601 date, got '2024-01-01T10:00+24:00' at row 1, column 0 (v)")]
    [TestCase("DateTime", "2024-01-01T10:00x", "CSV error: expected ISO 8601 date, got '2024-01-01T10:00x' at row 1, column 0 (v)")]
    [TestCase("DateTime", "Jan 1 2024", "CSV error: expected ISO 8601 date, got 'Jan 1 2024' at row 1, column 0 (v)")]
    [TestCase("DateTime", "+275760-09-14", "CSV error: expected ISO 8601 date, got '+275760-09-14' at row 1, column 0 (v)")]
    [TestCase("Blob", "0x0", "CSV error: invalid hex string '0x0' at row 1, column 0 (v)")]
    [TestCase("Blob", "0xFf", "(0xff)")]
    [TestCase("Option<Null>", "null", "(some null)")]
    [TestCase("Never", "x", "CSV error: unsupported field type Never at row 1, column 0 (v)")]
    [TestCase("Option<Option<String>>", "x", "CSV error: unsupported field type Variant at row 1, column 0 (v)")]
    [TestCase("Array<Integer>", "x", "CSV field 'v' has unsupported type")]
    [TestCase("Variant<a: Integer>", "x", "CSV field 'v' has unsupported type")]
    public void A_cell_is_read_by_its_type(string type, string cell, string expected) =>
        Assert.That(Decode($"Struct<v: {type}>", $"v\n{cell}"), Is.EqualTo(expected));

    [Test]
    public void Invalid_utf8_becomes_the_replacement_character() =>
        Assert.That(Text(EastCsv.Decode(TypeSyntax.Parse("Struct<v: String>").Value, [(byte)'v', 10, 0xC3, 0x28]).Value), Is.EqualTo("(\ufffd()"));

    [Test]
    public void Strict_refuses_a_column_that_is_no_field()
    {
        var strict = new CsvReadOptions { Strict = true };
        Assert.That(Decode("Struct<a: Integer>", "a,z\n1,2", strict), Is.EqualTo("CSV error: unexpected column 'z' in strict mode"));
        Assert.That(Decode("Struct<a: Integer>", "a\n1", strict), Is.EqualTo("(1)"));
    }

    [Test]
    public void Columns_can_be_named_otherwise_and_null_can_be_written_otherwise()
    {
        var options = new CsvReadOptions { ColumnMapping = ImmutableDictionary<string, string>.Empty.Add("x", "a"), NullStrings = ["NA", "-"] };
        Assert.That(Decode("Struct<a: Integer, b: Option<String>>", "x,b\n1,-\n2,NA\n3,", options), Is.EqualTo("(1, none) (2, none) (3, some )"));
    }

    [TestCase(';', '"', '"', ExpectedResult = null)]
    [TestCase('"', '"', '"', ExpectedResult = "CSV error: the delimiter must differ from the quote and escape characters")]
    [TestCase('\n', '"', '"', ExpectedResult = "CSV error: the delimiter, quote and escape characters must be ASCII and not a line end")]
    [TestCase('é', '"', '"', ExpectedResult = "CSV error: the delimiter, quote and escape characters must be ASCII and not a line end")]
    public string? Characters_that_cannot_be_told_apart_are_refused(char delimiter, char quote, char escape) =>
        EastCsv.Decode(Row, [], new CsvReadOptions { Delimiter = delimiter, Quote = quote, Escape = escape }).Error is { } e && e.Message.Contains("character", StringComparison.Ordinal)
            ? e.Message : null;

    [Test]
    public void A_table_is_the_same_however_it_is_cut_into_chunks()
    {
        var csv = Encoding.UTF8.GetBytes("\ufeffa,b\r\n1,\"x \"\"é\"\"\r\n\"\r\n\r\n-2,\r3,'\n");
        var whole = Text(EastCsv.Decode(Row, csv).Value);
        Assert.That(whole, Does.StartWith("(1, some x \"é\"\r\n)"));
        for (var size = 1; size < csv.Length; size++)
        {
            var decoder = new CsvDecoder(Row);
            var rows = new EastArray<EastStruct>();
            foreach (var chunk in csv.Chunk(size)) Assert.That(decoder.Push(chunk, rows), Is.Null);
            Assert.That(decoder.Complete(rows), Is.Null);
            Assert.That(Text(rows), Is.EqualTo(whole), $"chunks of {size}");
        }
    }

    [Test]
    public void The_caller_may_take_rows_away_between_chunks()
    {
        var decoder = new CsvDecoder(Row);
        var rows = new EastArray<EastStruct>();
        decoder.Push("a,b\n1,x\n2,"u8, rows);
        Assert.That(Text(rows), Is.EqualTo("(1, some x)"));
        rows.Truncate(0);
        decoder.Push("y\n"u8, rows);
        Assert.That(Text(rows), Is.EqualTo("(2, some y)"));
        Assert.That(decoder.Complete(rows), Is.Null);
        Assert.That(rows.Count, Is.EqualTo(1));
    }

    [Test]
    public void After_an_error_nothing_more_is_read()
    {
        var decoder = new CsvDecoder(Row);
        var rows = new EastArray<EastStruct>();
        var error = decoder.Push("a,b\nx,y\n1,z\n"u8, rows);
        Assert.That(error?.Message, Does.Contain("row 1"));
        Assert.That(decoder.Push("2,z\n"u8, rows), Is.SameAs(error));
        Assert.That(decoder.Complete(rows), Is.SameAs(error));
        Assert.That(rows.Count, Is.Zero);
    }

    [Test]
    public void Random_bytes_are_a_table_or_an_error_and_nothing_else()
    {
        var random = new Random(20260101);
        var alphabet = "a,b\"\n\r1\0\u00ff\"\",x"u8.ToArray();
        for (var i = 0; i < 3000; i++)
        {
            var bytes = new byte[random.Next(60)];
            for (var k = 0; k < bytes.Length; k++) bytes[k] = random.Next(20) == 0 ? (byte)random.Next(256) : alphabet[random.Next(alphabet.Length)];
            var decoded = EastCsv.Decode(Row, [.. "a,b\n"u8, .. bytes]);
            if (decoded.IsSuccess) Assert.That(decoded.Value.All(r => r[0] is long && r[1] is EastVariant), Is.True);
            else Assert.That(decoded.Error.Message, Does.StartWith("CSV error: "));
        }
    }
}
