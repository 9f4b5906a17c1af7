using System.Text;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Values;
using Polyglot.East;

namespace Polyglot.Dataflow.Tests.Values;

public class ValueFileTests
{
    private static readonly EastType _table = TypeSyntax.Parse("Array<Struct<name: String, x: Float>>").Value;

    [TestCase(FileFormat.Json, """[{"name":"a","x":1.5}]""")]
    [TestCase(FileFormat.East, """[(name="a", x=1.5)]""")]
    [TestCase(FileFormat.Csv, "name,x\na,1.5\n")]
    public void A_text_is_read_and_written(FileFormat format, string text)
    {
        var (value, problem) = Read(Encoding.UTF8.GetBytes(text), _table, format);
        Assert.That(problem, Is.Null);
        Assert.That(EastText.Print(_table, value), Is.EqualTo("""[(name="a", x=1.5)]"""));
        using var content = new MemoryStream();
        Assert.That(ValueFile.Write(new MemoryStream(Beast2.Encode(_table, value)), _table, format, content), Is.Null);
        Assert.That(Encoding.UTF8.GetString(content.ToArray()).TrimEnd().ReplaceLineEndings("\n"), Is.EqualTo(text.TrimEnd()));
    }

    [TestCase(FileFormat.Json)]
    [TestCase(FileFormat.East)]
    public void A_large_text_is_neither_read_nor_written_as_a_whole(FileFormat format)
    {
        const int Count = 1_000_000;
        var type = EastType.Array(EastType.Float);
        using var beast2 = new MemoryStream(Beast2.Encode(type, new EastArray<double>(Enumerable.Range(0, Count).Select(i => i / 7.0))));
        using var text = new MemoryStream(32 * Count);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(ValueFile.Write(beast2, type, format, text), Is.Null);
        text.Position = 0;
        Assert.That(ValueFile.Read("f", text, type, format).Problem, Is.Null);
        // The value is made twice, in room that grows by doubling: six times its size. A text as one string is more than four times by itself.
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(7 * 8 * Count));
    }

    [Test]
    public void A_beast2_file_of_the_type_is_read()
    {
        var file = Beast2.Encode(_table, Read("[]"u8.ToArray(), _table, FileFormat.East).Value);
        Assert.That(Beast2.Encode(_table, Read(file, _table, FileFormat.Beast2).Value), Is.EqualTo(file));
    }

    [Test]
    public void A_beast2_file_of_another_type_names_the_first_difference()
    {
        var file = Beast2.Encode(_table, Read("[]"u8.ToArray(), _table, FileFormat.East).Value);
        var other = TypeSyntax.Parse("Array<Struct<name: String, x: Integer>>").Value;
        Assert.That(Read(file, other, FileFormat.Beast2).Problem, Is.EqualTo("f holds a value of another type: [].x: expected Integer, got Float"));
    }

    [TestCase(FileFormat.Json, "[{]")]
    [TestCase(FileFormat.Json, "[{\"name\":1,\"x\":2}]")]
    [TestCase(FileFormat.East, "[(")]
    [TestCase(FileFormat.Csv, "name\na\n")]
    [TestCase(FileFormat.Beast2, "hello")]
    public void Bad_content_is_a_problem_that_names_the_file(FileFormat format, string text) =>
        Assert.That(Read(Encoding.UTF8.GetBytes(text), _table, format).Problem, Does.StartWith("f does not hold a value of type Array<"));

    [Test]
    public void Text_that_is_not_utf8_is_a_problem() =>
        Assert.That(Read([0xFF], EastType.String, FileFormat.Json).Problem, Does.Contain("not UTF-8"));

    [TestCase("a.beast2", "Float", null)]
    [TestCase("a.json", "Float", null)]
    [TestCase("a.csv", "Array<Struct<a: Float>>", null)]
    [TestCase("a.html", "String", null)]
    [TestCase("a", "Blob", null)]
    [TestCase("a.txt", "Float", "the output a.txt cannot hold a value of type Float")]
    [TestCase("a.csv", "Float", "the output a.csv cannot hold a value of type Float")]
    [TestCase("a.csv", "Array<Struct<a: Array<Float>>>", "the output a.csv cannot be a CSV table")]
    public void An_output_path_holds_what_its_extension_says(string path, string type, string? problem)
    {
        var why = ValueFile.WhyNotWritable(path, TypeSyntax.Parse(type).Value);
        if (problem is null) Assert.That(why, Is.Null);
        else Assert.That(why, Does.StartWith(problem));
    }

    [TestCase("a.json", "String", FileFormat.Raw)]
    [TestCase("a.csv", "Blob", FileFormat.Raw)]
    [TestCase("a.beast2", "Blob", FileFormat.Beast2)]
    [TestCase("a.JSON", "Float", FileFormat.Json)]
    public void Blobs_and_strings_are_files_as_they_are(string path, string type, FileFormat format) =>
        Assert.That(ValueFile.OutputFormat(path, TypeSyntax.Parse(type).Value), Is.EqualTo(format));

    [TestCase(0)]
    [TestCase(127)]
    [TestCase(128)]
    [TestCase(300_000)]
    public void The_header_of_a_blob_is_what_encoding_it_gives(int length)
    {
        var content = new byte[length];
        Array.Fill(content, (byte)7);
        var file = Beast2.Encode(EastType.Blob, new EastBlob(content));
        var header = BlobHeader.Of(EastType.Blob, length);
        Assert.That(header.Concat(content), Is.EqualTo(file));
        Assert.That(BlobHeader.Read(file.AsSpan(0, Math.Min(64, file.Length)), EastType.Blob), Is.EqualTo((header.Length, (long)length)));
        Assert.That(BlobHeader.Read(file, EastType.String), Is.Null);
    }

    [TestCase("", null)]
    [TestCase("616263", null)]
    [TestCase("c3a4e282acf09f9880", null)]
    [TestCase("61ff", 1L)]
    [TestCase("61c3", 1L)]
    [TestCase("c328", 0L)]
    [TestCase("f09f98", 0L)]
    [TestCase("61eda08061", 1L)]
    [TestCase("c3a4e28261", 2L)]
    public void Utf8_is_checked_however_it_is_cut(string hex, long? bad)
    {
        var bytes = Convert.FromHexString(hex);
        for (var piece = 1; piece <= 5; piece++)
        {
            using var stream = new Utf8CheckingStream(new MemoryStream(bytes));
            var buffer = new byte[piece];
            while (stream.Read(buffer, 0, piece) > 0)
            {
            }
            stream.Finish();
            Assert.That(stream.BadAt, Is.EqualTo(bad), $"in pieces of {piece}");
        }
    }

    private static (object? Value, string? Problem) Read(byte[] content, EastType type, FileFormat format) =>
        ValueFile.Read("f", new MemoryStream(content), type, format);
}
