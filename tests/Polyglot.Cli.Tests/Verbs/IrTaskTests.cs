using Polyglot.Cli.Tests.Support;
using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Verbs;

/// <summary>East programs as tasks, from the project file to the published output, in the host's own process.</summary>
public sealed class IrTaskTests
{
    [Test]
    public void Programs_are_tasks_like_any_other()
    {
        using var project = Project(Programs.Divide());
        var first = project.Polyglot("run");
        Assert.That(first.ExitCode, Is.Zero, first.ToString());
        Assert.That(project.Read("out/result.json"), Is.EqualTo("\"2\"\n"));
        Assert.That(project.Polyglot("run").Out, Does.Contain("0 ran, 3 cached").Or.Contain("3 cached"));
        Assert.That(project.Polyglot("log", "said").Out, Does.Contain("hello"));
        Assert.That(project.Polyglot("cat", "sum").Out, Is.EqualTo("5\n"));
    }

    [Test]
    public void A_failing_program_shows_where_in_its_source_and_the_next_run_tries_again()
    {
        using var project = Project(Programs.Divide(), n: -2);
        var result = project.Polyglot("run");
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Error + result.Out, Does.Contain("Division by zero").And.Contain("total.ts"));
        Assert.That(project.Polyglot("run", "--output", "json").ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_program_that_is_wrong_stops_the_plan()
    {
        using var project = Project(Programs.Wrong());
        var result = project.Polyglot("plan");
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain("total.ts:2:1: the value of 's' must be String, got Integer").And.Contain("polyglot.yaml:8:"));
    }

    [Test]
    public void A_task_is_run_again_and_compared()
    {
        using var project = Project(Programs.Divide());
        var result = project.Polyglot("verify", "sum");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Out, Does.Contain("sum gives the same again"));
        Assert.That(Directory.Exists(project.PathOf("out")), Is.False);
        var json = project.Polyglot("verify", "sum", "--output", "json");
        OutputSchema.Check(json.Out);
        Assert.That(json.Json.GetProperty("same").GetBoolean(), Is.True);
        Assert.That(project.Polyglot("verify", "nothing").ExitCode, Is.EqualTo(2));
    }

    [Test]
    public void A_task_that_fails_is_not_the_same()
    {
        using var project = Project(Programs.Divide(), n: -2);
        var result = project.Polyglot("verify", "result");
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Out, Does.Contain("Division by zero").And.Contain("result does not give the same"));
    }

    [Test]
    public void Another_runner_must_run_East_programs()
    {
        using var project = Project(Programs.Divide());
        Assert.That(project.Polyglot("run", "sum", "--runner", "shell").Error, Does.Contain("the runner `shell` is of kind command and cannot run East programs"));
        Assert.That(project.Polyglot("run", "sum", "--runner", "dotnet").ExitCode, Is.Zero);
    }

    [Test]
    public void The_runner_is_listed_and_needs_nothing()
    {
        using var folder = new TempDirectory();
        Assert.That(PolyglotProcess.Run(folder.Path, "runners").Out, Does.Match(@"(?m)^dotnet +host +\.NET +\d+\.\d+.* built in$"));
        Assert.That(PolyglotProcess.Run(folder.Path, "doctor").Out, Does.Match(@"(?m)^dotnet  \d+\.\d+"));
    }

    private static ShellProject Project(FunctionNode last, int n = 2)
    {
        var project = new ShellProject($$"""
            name: east
            inputs:
              n: { value: {{n}}, type: Integer }
              three: { value: {{(n < 0 ? 2 : 3)}}, type: Integer }
              text: { value: hello, type: String }
            tasks:
              sum: { runner: dotnet, ir: add.json, inputs: { b: three, a: n } }
              result: { runner: dotnet, ir: last.beast2{{(last.Parameters.Length > 0 ? ", inputs: [sum]" : "")}} }
              said: { runner: dotnet, ir: say.beast2, inputs: [text] }
            outputs:
              out/result.json: result
              out/said.txt: said
            """);
        project.Write("add.json", Programs.Json(Programs.Add()));
        File.WriteAllBytes(project.PathOf("last.beast2"), IrWriter.ToBeast2(last));
        File.WriteAllBytes(project.PathOf("say.beast2"), IrWriter.ToBeast2(Programs.Say()));
        return project;
    }
}
