using Polyglot.Cli.Tests.Support;
using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Verbs;

public sealed class EastTests
{
    private TempDirectory _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TempDirectory();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void A_program_in_order_is_said_to_be()
    {
        var file = Write("add.beast2", Programs.Add());
        Assert.That(Run("east", "check", file), Is.EqualTo(new Finished(0, "in order: (Integer, Integer) => Integer\n", "")));
        var json = Run("east", "check", file, "--output", "json").Json;
        Assert.That(json.GetProperty("problems").GetArrayLength(), Is.Zero);
        Assert.That(json.GetProperty("program").GetString(), Is.EqualTo(IrProgram.Of(Programs.Add()).Id));
    }

    [Test]
    public void Every_problem_of_a_program_is_shown_with_its_place_and_exit_code_2()
    {
        var file = Write("wrong.beast2", Programs.Wrong());
        var result = Run("east", "check", file);
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain("error: the value of 's' must be String, got Integer\n  --> total.ts:2:1\n"));
        Assert.That(result.Error, Does.Contain("error: there is no variable 'missing' here\n  --> total.ts:3:1\n"));
        var json = Run("east", "check", file, "--output", "json");
        Assert.That(json.ExitCode, Is.EqualTo(2));
        Assert.That(json.Json.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("line").GetInt32()), Is.EqualTo(new[] { 2, 3 }));
    }

    [Test]
    public void A_program_is_shown_as_code_or_as_JSON()
    {
        var file = Write("add.beast2", Programs.Add());
        Assert.That(Run("east", "show", file).Out, Is.EqualTo("fn (a: Integer, b: Integer) -> Integer {\n    a + b\n}\n"));
        var json = Run("east", "show", file, "--output", "json").Json;
        Assert.That(IrReader.FromJson(json.GetProperty("ir").GetRawText()).Value.Id, Is.EqualTo(json.GetProperty("program").GetString()));
    }

    [TestCase(".json")]
    [TestCase(".beast2.gz")]
    public void Programs_are_read_in_every_form(string extension)
    {
        var file = Write("add" + extension, Programs.Add());
        Assert.That(Run("east", "check", file).ExitCode, Is.Zero);
    }

    [Test]
    public void What_is_no_program_is_refused()
    {
        var number = _folder.Write("number.beast2", Beast2.Encode(EastType.Integer, 1L));
        Assert.That(Run("east", "check", number).Error, Does.StartWith("error: not a program: the file holds a value of type Integer\n"));
        Assert.That(Run("east", "check", "nothing.beast2").Error, Does.StartWith("error: there is no file nothing.beast2\n"));
        Assert.That(Run("east", "check", _folder.Write("x.txt", "x")).Error, Does.Contain("the extension of").And.Contain("  next: programs are .beast2"));
        var foreign = _folder.Write("later.json", """{"type":"Function","value":{"type":{"type":"Null","value":null},"loc_id":"1"}}""");
        Assert.That(Run("east", "show", foreign).Error, Does.StartWith("error: unsupported IR version: "));
    }

    [TestCase("east", "error: `east` needs a verb: ")]
    [TestCase("east rnu", "error: there is no verb `east rnu`")]
    [TestCase("east show", "error: `east show` needs PROGRAM")]
    [TestCase("east check x --strct", "error: there is no option `--strct`")]
    [TestCase("help east chek", "error: there is no verb `east chek`; did you mean `east check`?")]
    public void Verbs_of_a_group_are_explained_as_others_are(string arguments, string message)
    {
        var result = Run(arguments.Split(' '));
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Error, Does.StartWith(message));
    }

    [Test]
    public void Help_knows_groups_and_what_is_in_them()
    {
        Assert.That(Run("help", "east").Out, Does.Contain("Usage: polyglot east <verb> [options]").And.Contain("\n  check  "));
        Assert.That(Run("help", "east", "show").Out, Does.Contain("Usage: polyglot east show PROGRAM [options]").And.Contain("Examples:\n"));
        Assert.That(Run("east", "show", "--help").Out, Is.EqualTo(Run("help", "east", "show").Out));
    }

    private Finished Run(params string[] arguments) => PolyglotProcess.Run(_folder.Path, arguments);

    private string Write(string name, FunctionNode program)
    {
        if (name.EndsWith(".json", StringComparison.Ordinal)) return _folder.Write(name, Programs.Json(program));
        var bytes = IrWriter.ToBeast2(program);
        if (!name.EndsWith(".gz", StringComparison.Ordinal)) return _folder.Write(name, bytes);
        using var zipped = new MemoryStream();
        using (var to = new System.IO.Compression.GZipStream(zipped, System.IO.Compression.CompressionMode.Compress)) to.Write(bytes);
        return _folder.Write(name, zipped.ToArray());
    }
}
