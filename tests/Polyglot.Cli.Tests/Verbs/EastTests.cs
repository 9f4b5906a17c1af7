using Polyglot.Cli.Tests.Support;
using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Verbs;

#pragma warning disable CA1001 // removed after each test
public sealed class EastTests
#pragma warning restore CA1001
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

    [Test]
    public void A_program_runs_on_values_as_text_and_from_files()
    {
        var file = Write("add.beast2", Programs.Add());
        Assert.That(Run("east", "run", file, "40", "2"), Is.EqualTo(new Finished(0, "42\n", "")));
        _folder.Write("a.json", "\"40\"");
        Assert.That(Run("east", "run", file, "a.json", "2", "-o", "sum.beast2"), Is.EqualTo(new Finished(0, "", "")));
        Assert.That(Beast2.Decode(File.ReadAllBytes(Path.Combine(_folder.Path, "sum.beast2")), EastType.Integer).Value, Is.EqualTo(42L));
        var json = Run("east", "run", file, "--output", "json", "--", "40", "-2").Json;
        Assert.That(json.GetProperty("value").GetString(), Is.EqualTo("38"));
        Assert.That(Run("east", "run", file, "40", "x").Error, Does.StartWith("error: argument 2 is no Integer: Error occurred because expected integer"));
        Assert.That(Run("east", "run", file, "40").Error, Does.StartWith("error: the program takes 2 arguments, got 1\n"));
        Assert.That(Run("east", "run", Write("wrong.beast2", Programs.Wrong())), Has.Property("ExitCode").EqualTo(2));
    }

    [Test]
    public void An_error_that_nothing_catches_is_shown_with_its_way_and_exit_code_1()
    {
        var file = Write("divide.beast2", Programs.Divide());
        Assert.That(Run("east", "run", file, "5").Out, Is.EqualTo("2\n"));
        var result = Run("east", "run", file, "0");
        Assert.That(result, Is.EqualTo(new Finished(1, "", "total.ts:3:1: Division by zero\nStack trace:\n  at total.ts:4:1\n")));
        var json = Run("east", "run", file, "0", "--output", "json");
        Assert.That(json.ExitCode, Is.EqualTo(1));
        Assert.That(json.Json.GetProperty("errors")[0].GetProperty("line").GetInt32(), Is.EqualTo(3));
    }

    [Test]
    public void What_a_program_prints_goes_where_it_says()
    {
        var file = Write("say.beast2", Programs.Say());
        Assert.That(Run("east", "run", file, "hello"), Is.EqualTo(new Finished(0, "hello\nhello\"hello\"\n", "hello\n")));
        Assert.That(Run("east", "run", file, "hello", "--output", "json").Json.GetProperty("value").GetString(), Is.EqualTo("hello"));
    }

    [Test]
    public void A_program_that_goes_on_for_ever_is_interrupted()
    {
        using var process = PolyglotProcess.Start(_folder.Path, [], "east", "run", Write("forever.beast2", Programs.SayAndGoOn()), "unused");
        Assert.That(process.ReadLine(), Is.EqualTo("going"));
        process.Signal(2);
        Assert.That(process.Finish().ExitCode, Is.EqualTo(130));
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
