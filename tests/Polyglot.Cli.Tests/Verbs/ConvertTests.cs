using Polyglot.Cli.Tests.Support;
using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Verbs;

#pragma warning disable CA1001 // removed after each test
public sealed class ConvertTests
#pragma warning restore CA1001
{
    private const string Rows = "Array<Struct<name: String, ppm: Float>>";

    private TempDirectory _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TempDirectory();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void A_table_goes_through_every_format_and_comes_back_the_same()
    {
        _folder.Write("a.csv", "name,ppm\r\nx,1.5\r\ny,-0");
        string[] way = ["a.csv", "b.beast2", "c.beast", "d.json", "e.east", "f.csv"];
        for (var i = 1; i < way.Length; i++)
        {
            var result = Run("convert", way[i - 1], way[i], "--type", Rows);
            Assert.That(result, Is.EqualTo(new Finished(0, "", "")), way[i]);
        }
        Assert.That(Read("e.east"), Is.EqualTo("[(name=\"x\", ppm=1.5), (name=\"y\", ppm=-0.0)]\n"));
        Assert.That(Read("d.json"), Is.EqualTo("[{\"name\":\"x\",\"ppm\":1.5},{\"name\":\"y\",\"ppm\":\"-0.0\"}]\n"));
        Assert.That(Read("f.csv"), Is.EqualTo(Read("a.csv")));
    }

    [Test]
    public void Beast_files_know_their_type_and_the_others_need_it()
    {
        _folder.Write("n.east", "42");
        Assert.That(Run("convert", "n.east", "n.json").Error, Does.StartWith("error: n.east holds a value whose type must be said\n  next: say it with --type"));
        Assert.That(Run("convert", "n.east", "n.beast2", "-t", "Integer").ExitCode, Is.Zero);
        var result = Run("convert", "n.beast2", "n.json", "--output", "json");
        Assert.That(result.Json.GetProperty("type").GetString(), Is.EqualTo("Integer"));
        Assert.That(Read("n.json"), Is.EqualTo("\"42\"\n"));
        Assert.That(Run("convert", "n.beast2", "n.json", "-t", "Float").Error, Does.StartWith("error: the file holds a value of type Integer, not Float\n  --> n.beast2\n"));
    }

    [Test]
    public void Programs_are_values_too()
    {
        var program = IrProgram.Of(Programs.Add());
        _folder.Write("add.json", Programs.Json(program.Root));
        Assert.That(Run("convert", "add.json", "add.beast2", "--type", "ir").ExitCode, Is.Zero);
        Assert.That(IrReader.FromBeast2(File.ReadAllBytes(Path.Combine(_folder.Path, "add.beast2"))).Value.Id, Is.EqualTo(program.Id));
        Assert.That(Run("convert", "add.beast2", "again.json").ExitCode, Is.Zero);
        Assert.That(Read("again.json"), Is.EqualTo(Read("add.json") + "\n"));
    }

    [Test]
    public void Functions_inside_values_are_written_and_shown_as_what_they_are()
    {
        var add = Programs.Add();
        var type = EastType.Array(add.Type);
        // The value: a list of one function, whose program stands in the file.
        _folder.Write("fs.beast2", [.. Beast2.Header(type), 0, 1, .. IrWriter.ToValueBytes(add)]);
        Assert.That(Run("convert", "fs.beast2", "again.beast2"), Is.EqualTo(new Finished(0, "", "")));
        Assert.That(File.ReadAllBytes(Path.Combine(_folder.Path, "again.beast2")), Is.EqualTo(File.ReadAllBytes(Path.Combine(_folder.Path, "fs.beast2"))));
        Assert.That(Run("cat", "fs.beast2").Out, Is.EqualTo("[(.Integer, .Integer) => .Integer]\n"));
        Assert.That(Run("convert", "fs.beast2", "fs.json").Error, Does.Contain("has no JSON form"));
        _folder.Write("add.beast2", IrWriter.ToBeast2(add));
        Assert.That(Run("cat", "add.beast2").Out, Is.EqualTo("fn (a: Integer, b: Integer) -> Integer {\n    a + b\n}\n"));
        Assert.That(Run("cat", "add.beast2", "-f", "east").Out, Does.StartWith(".Function (type="));
    }

    [TestCase("missing.json", "x.east", "error: there is no file missing.json")]
    [TestCase("bad.json", "x.txt", "error: the extension of x.txt says nothing about its format")]
    [TestCase("bad.json", "x.east", "error: the value cannot be read: Failed to parse JSON: ")]
    [TestCase("float.east", "x.json", "error: the value cannot be read: Error occurred because expected integer, got 't' (line 1, col 1)")]
    public void What_cannot_be_read_is_explained_and_nothing_is_written(string from, string to, string message)
    {
        _folder.Write("bad.json", "[1");
        _folder.Write("float.east", "text");
        var result = Run("convert", from, to, "--type", "Integer");
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.StartWith(message));
        Assert.That(File.Exists(Path.Combine(_folder.Path, to)), Is.False);
    }

    [Test]
    public void A_value_without_such_a_form_says_so()
    {
        _folder.Write("n.east", "&1");
        Assert.That(Run("convert", "n.east", "n.beast", "-t", "Ref<Integer>").Error, Does.StartWith("error: Beast v1 format does not support ref types"));
        Assert.That(Run("convert", "n.east", "n.csv", "-t", "Ref<Integer>").ExitCode, Is.EqualTo(2));
        Assert.That(Directory.GetFiles(_folder.Path), Has.Length.EqualTo(1));
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder.Path, name));

    private Finished Run(params string[] arguments) => PolyglotProcess.Run(_folder.Path, arguments);
}
