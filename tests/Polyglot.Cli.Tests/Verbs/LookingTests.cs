using System.Text.Json;
using Polyglot.Cli.Tests.Support;
using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Verbs;

/// <summary>The verbs that look at what is there and change nothing.</summary>
public sealed class LookingTests
{
    [Test]
    public void Plan_says_what_would_run_and_runs_nothing()
    {
        using var project = ShellProject.Words();
        var plan = project.Polyglot("plan");
        Assert.That(plan.Out, Is.EqualTo("task    runner  state  why\nsorted  shell   runs   never ran\ncount   shell   waits  for sorted\n1 task runs, 1 waits\n"));
        Assert.That(File.Exists(project.PathOf("out/count.txt")), Is.False);
        var json = project.Polyglot("plan", "--output", "json").Json;
        Assert.That(json.GetProperty("tasks")[1].GetProperty("waitsFor")[0].GetString(), Is.EqualTo("sorted"));

        project.Polyglot("run");
        Assert.That(project.Polyglot("plan").Out, Is.EqualTo("everything is up to date (2 tasks)\n"));
    }

    [Test]
    public void Status_shows_the_last_run_and_what_is_out_of_date()
    {
        using var project = ShellProject.Words();
        Assert.That(project.Polyglot("status").Out, Does.StartWith("words: nothing was run here yet\n\nnow:\n"));
        project.Polyglot("run");
        project.Write("data/words.txt", "other\n");
        var status = Normal.Text(project.Polyglot("status").Out, project.Folder);
        Assert.That(status, Does.StartWith("words: last run just now, succeeded in TIME (RUN)\n"));
        Assert.That(status, Does.Contain("now:\ntask    runner  state  why\nsorted  shell   runs   input words changed\n"));
        var json = project.Polyglot("status", "--output", "json").Json;
        Assert.That(json.GetProperty("upToDate").GetBoolean(), Is.False);
        Assert.That(json.GetProperty("lastRun").GetProperty("status").GetString(), Is.EqualTo("succeeded"));
    }

    [Test]
    public void Log_of_an_unknown_task_suggests_one()
    {
        using var project = ShellProject.Words();
        Assert.That(project.Polyglot("run").ExitCode, Is.Zero);
        Assert.That(project.Polyglot("log", "sotred").Error, Does.StartWith("error: the last run has no task `sotred`; did you mean `sorted`?\n"));
        Assert.That(project.Polyglot("log", "sorted").Out, Does.Contain("standard error:\nsorting\n"));
        Assert.That(project.Polyglot("log", "sorted", "--output", "json").Json.GetProperty("stderr").GetString(), Is.EqualTo("sorting\n"));
    }

    [Test]
    public void Cat_shows_tasks_outputs_inputs_and_objects()
    {
        using var project = ShellProject.Words();
        project.Polyglot("run");
        Assert.That(project.Polyglot("cat", "sorted").Out, Is.EqualTo("apple\npear\n"));
        Assert.That(project.Polyglot("cat", "out/count.txt").Out, Is.EqualTo("2\n"));
        Assert.That(project.Polyglot("cat", "words", "-f", "raw").Out, Is.EqualTo("pear\napple\napple\n"));
        Assert.That(project.Polyglot("cat", "sorted", "--type").Out, Is.EqualTo("String\n"));
        Assert.That(project.Polyglot("cat", "sorted", "-f", "json").Out, Is.EqualTo("\"apple\\npear\\n\"\n"));
        var document = project.Polyglot("cat", "sorted", "--output", "json").Json;
        var id = document.GetProperty("object").GetString()!;
        Assert.That(document.GetProperty("value").GetString(), Is.EqualTo("apple\npear\n"));
        Assert.That(project.Polyglot("cat", id).Out, Is.EqualTo("apple\npear\n"));
        Assert.That(project.Polyglot("cat", id[..8]).Out, Is.EqualTo("apple\npear\n"));
        Assert.That(project.Polyglot("cat", "sortd").Error, Does.StartWith("error: `sortd` is no task with a result, input, output, ref or object; did you mean `sorted`?\n"));
    }

    [Test]
    public void A_table_is_put_and_shown_in_every_form()
    {
        using var project = ShellProject.Words();
        project.Write("co2.csv", "date,ppm\n2020-01-01,413.5\n2021-01-01,\n");
        const string type = "Array<Struct<date: DateTime, ppm: Option<Float>>>";
        var put = project.Polyglot("put", "co2.csv", "--type", type, "--ref", "data/co2");
        Assert.That(put.ExitCode, Is.Zero, put.ToString());
        Assert.That(put.Out, Does.Match("^[0-9a-f]{64}\n$"));

        Assert.That(project.Polyglot("cat", "data/co2").Out, Is.EqualTo("   date                       ppm\n0  2020-01-01T00:00:00.000  413.5\n1  2021-01-01T00:00:00.000   none\n"));
        Assert.That(project.Polyglot("cat", "data/co2", "-f", "csv").Out, Is.EqualTo("date,ppm\r\n2020-01-01T00:00:00.000,413.5\r\n2021-01-01T00:00:00.000,"));
        Assert.That(project.Polyglot("cat", "data/co2", "-f", "east").Out, Is.EqualTo("[(date=2020-01-01T00:00:00.000, ppm=.some 413.5), (date=2021-01-01T00:00:00.000, ppm=.none)]\n"));
        Assert.That(project.Polyglot("cat", "data/co2", "-f", "east", "--pretty").Out.Split('\n')[0], Is.EqualTo("["));
        Assert.That(project.Polyglot("cat", "data/co2", "-f", "json", "--pretty").Out, Does.Contain("\n    \"date\": \"2020-01-01T00:00:00.000+00:00\",\n"));
        Assert.That(project.Polyglot("cat", "data/co2", "--limit", "1").Out, Does.EndWith("2 rows, 1 shown; --limit 0 shows all\n"));
        Assert.That(project.Polyglot("cat", "data/co2", "-f", "raw").Error, Does.Contain("has no raw form\n  next: -f east works for every value\n"));
        Assert.That(project.Polyglot("ls", "data/").Out, Does.Contain("ref   data/co2"));
    }

    [Test]
    public void A_file_is_shown_outside_any_repository()
    {
        using var folder = new TempDirectory();
        var type = TypeSyntax.Parse("Struct<a: Integer, b: Array<Float>>").Value;
        File.WriteAllBytes(Path.Combine(folder.Path, "x.beast2"), Beast2.Encode(type, EastText.Parse(type, "(a=1, b=[2.5])").Value));
        Assert.That(PolyglotProcess.Run(folder.Path, "cat", "x.beast2").Out, Is.EqualTo("(a=1, b=[2.5])\n"));
        Assert.That(PolyglotProcess.Run(folder.Path, "cat", "./x.beast2", "--type").Out, Is.EqualTo("Struct<a: Integer, b: Array<Float>>\n"));
        folder.Write("bad.beast2", "not a value");
        var bad = PolyglotProcess.Run(folder.Path, "cat", "bad.beast2");
        Assert.That(bad.ExitCode, Is.EqualTo(2));
        Assert.That(bad.Error, Does.StartWith("error: this is no beast2 file: Invalid Beast magic bytes"));
    }

    [TestCase("[1, 2]", "Array<Integer>", "[1, 2]\n")]
    [TestCase("-5", "Integer", "-5\n")]
    [TestCase("a word", null, "a word")]
    public void Values_are_put_as_East_text(string text, string? type, string shown)
    {
        using var project = ShellProject.Words();
        string[] arguments = type is null ? ["put", text] : ["put", text, "--type", type];
        var put = project.Polyglot(arguments);
        Assert.That(put.ExitCode, Is.Zero, put.ToString());
        Assert.That(project.Polyglot("cat", put.Out.Trim()).Out, Is.EqualTo(shown));
    }

    [TestCase("put nothing.png", "there is no file nothing.png")]
    [TestCase("put x --type Arry<Integer>", "`Arry<Integer>` is no type")]
    [TestCase("put x --type Integer", "expected integer, got 'x'")]
    [TestCase("put x --ref bad", "bad")]
    [TestCase("put data/words.txt --type Integer", "words.txt")]
    public void A_value_that_cannot_be_put_is_explained(string arguments, string message)
    {
        using var project = ShellProject.Words();
        var result = project.Polyglot(arguments.Split(' '));
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Error, Does.Contain(message));
    }

    [Test]
    public void Ls_lists_everything_with_a_name()
    {
        using var project = ShellProject.Words();
        Assert.That(project.Polyglot("plan").ExitCode, Is.Zero);
        Assert.That(project.Polyglot("ls").Out, Does.StartWith("nothing has a name here yet"));
        project.Polyglot("run");
        var names = project.Polyglot("ls", "--output", "json").Json.GetProperty("entries").EnumerateArray().Select(e => $"{e.GetProperty("kind").GetString()} {e.GetProperty("name").GetString()}");
        Assert.That(names, Is.SupersetOf(new[] { "input words", "task sorted", "task count", "output out/count.txt" }));
        Assert.That(project.Polyglot("ls").Out, Does.Match(@"task\s+sorted\s+[0-9a-f]{12}\s+\d+ B\s+just now\s+String"));
    }

    [Test]
    public void Runners_and_doctor_know_the_shell()
    {
        using var project = ShellProject.Words();
        Assert.That(project.Polyglot("runners").Out, Does.Match(@"shell\s+command\s+Shell\s+\.sh\s+there"));
        var runners = project.Polyglot("runners", "--output", "json").Json.GetProperty("runners").EnumerateArray();
        Assert.That(runners.Single(r => r.GetProperty("id").GetString() == "shell").GetProperty("available").GetBoolean(), Is.True);
        var doctor = project.Polyglot("doctor");
        Assert.That(doctor.ExitCode, Is.Zero, doctor.ToString());
        Assert.That(doctor.Out, Does.Contain("shell  there").And.Contain("everything this project needs is there"));
        var json = project.Polyglot("doctor", "--output", "json").Json;
        Assert.That(json.GetProperty("runners").GetArrayLength(), Is.GreaterThanOrEqualTo(1));
        var (works, how) = (json.GetProperty("memoryLimits").GetProperty("works").GetBoolean(), json.GetProperty("memoryLimits").GetProperty("how").GetString());
        Assert.That(works, Is.EqualTo(Directory.Exists("/proc/self")));
        Assert.That(doctor.Out, Does.Match($@"(?m)^memory limits +{System.Text.RegularExpressions.Regex.Escape(how!)}$"));
    }

    [Test]
    public void Doctor_says_what_was_tried_and_how_to_get_what_is_missing()
    {
        using var project = new ShellProject(
            """
            name: missing
            runners:
              fortran:
                kind: command
                exec: [[nosuchprogram, "{script}"], [/no/such/place/f77, "{script}"]]
                metadata: { name: Fortran, install: "Install GNU Fortran." }
            tasks:
              a: { runner: fortran, script: a.f90, output: Blob }
            """);
        project.Write("a.f90", "end\n");
        var doctor = project.Polyglot("doctor");
        Assert.That(doctor.ExitCode, Is.EqualTo(1), doctor.ToString());
        Assert.That(doctor.Out, Does.Contain("fortran  missing").And.Contain("tried nosuchprogram {script}: ").And.Contain("tried /no/such/place/f77 {script}: ").And.Contain("install: Install GNU Fortran."));
        Assert.That(doctor.Out, Does.EndWith("this project needs what is missing: fortran\n"));
    }
}
