using System.Text.Json;
using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Verbs;

public sealed class RunTests
{
    [Test]
    public void A_first_run_runs_all_and_a_second_finds_all()
    {
        using var project = ShellProject.Words();
        var first = project.Polyglot("run");
        Assert.That(first.ExitCode, Is.Zero, first.ToString());
        Assert.That(Normal.Text(first.Out, project.Folder), Is.EqualTo("sorted  ran TIME  (never ran)\ncount   ran TIME  (never ran)\n2 ran in TIME\noutputs: out/count.txt\n"));
        Assert.That(project.Read("out/count.txt"), Is.EqualTo("2\n"));

        var second = project.Polyglot("run");
        Assert.That(Normal.Text(second.Out, project.Folder), Is.EqualTo("sorted  cached\ncount   cached\n2 cached in TIME; everything is up to date\noutputs: out/count.txt (unchanged)\n"));
    }

    [Test]
    public void What_changed_runs_again_and_says_why_and_older_results_are_found_again()
    {
        using var project = ShellProject.Words();
        project.Polyglot("run");
        project.Write("data/words.txt", "fig\n");
        var changed = project.Polyglot("run");
        Assert.That(Normal.Text(changed.Out, project.Folder), Does.StartWith("sorted  ran TIME  (input words changed)\ncount   ran TIME  (input sorted changed)\n"));
        Assert.That(project.Read("out/count.txt"), Is.EqualTo("1\n"));

        project.Write("data/words.txt", "pear\napple\napple\n");
        Assert.That(project.Polyglot("run").Out, Does.Contain("2 cached"));
        Assert.That(project.Read("out/count.txt"), Is.EqualTo("2\n"));
    }

    [Test]
    public void A_failed_task_gives_exit_code_1_and_the_rest_goes_on()
    {
        using var project = new ShellProject(
            """
            name: failing
            tasks:
              bad: { runner: shell, command: "echo half; echo 'no such thing' >&2; exit 7", output: Blob }
              after: { runner: shell, command: "cat {inputs.bad} > {output}", inputs: { bad: bad }, output: Blob }
              good: { runner: shell, command: "echo fine > {output}", output: Blob }
            outputs:
              out/good.txt: good
            """);
        var result = project.Polyglot("run");
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Out, Does.Contain("\nfailed: bad: "));
        Assert.That(result.Out, Does.Contain("next: `polyglot log bad` shows what it printed and the whole error\n"));
        Assert.That(result.Out, Does.Contain("1 failed, 1 blocked, 1 ran in"));
        Assert.That(project.Read("out/good.txt"), Is.EqualTo("fine\n"));

        var log = project.Polyglot("log", "bad");
        Assert.That(log.Out, Does.Contain("attempt 1 of 1, failed").And.Contain("exit code  7").And.Contain("standard output:\nhalf\n").And.Contain("standard error:\nno such thing\n"));
        Assert.That(project.Polyglot("log", "bad", "--stderr").Out, Is.EqualTo("no such thing\n"));
        Assert.That(project.Polyglot("log", "bad", "--stdout").Out, Is.EqualTo("half\n"));

        Assert.That(project.Polyglot("run").ExitCode, Is.EqualTo(1), "a failure is never served as a result");
        Assert.That(project.Polyglot("log", "bad", "--attempt", "2").ExitCode, Is.Zero);
        Assert.That(project.Polyglot("log", "bad", "--attempt", "9").Error, Does.StartWith("error: the task `bad` has no attempt 9; it has 2\n"));
    }

    [Test]
    public void Quiet_prints_nothing_but_failures()
    {
        using var project = ShellProject.Words();
        var result = project.Polyglot("run", "--quiet");
        Assert.That((result.ExitCode, result.Out, result.Error), Is.EqualTo((0, "", "")));

        project.Write("polyglot.yaml", "name: x\ntasks:\n  bad: { runner: shell, command: \"exit 3\", output: Blob }\n");
        var failed = project.Polyglot("run", "--quiet");
        Assert.That(failed.ExitCode, Is.EqualTo(1));
        Assert.That(failed.Out, Is.Empty);
        Assert.That(failed.Error, Does.Contain("failed: bad: "));
    }

    [Test]
    public void Verbose_shows_what_tasks_print()
    {
        using var project = ShellProject.Words();
        var lines = project.Polyglot("run", "-v").Out.Split('\n');
        Assert.That(lines, Does.Contain("sorted: started (shell)").And.Contain("sorted: sorting").And.Contain("count: started (shell)"));
    }

    [Test]
    public void Targets_choose_what_runs()
    {
        using var project = ShellProject.Words();
        Assert.That(project.Polyglot("run", "sorted").Out, Does.Contain("1 ran in"));
        Assert.That(project.Polyglot("run", "out/count.txt").Out, Does.Contain("1 ran, 1 cached in"));
    }

    [Test]
    public void Force_runs_again_all_or_one()
    {
        using var project = ShellProject.Words();
        project.Polyglot("run");
        Assert.That(project.Polyglot("run", "--force").Out, Does.Contain("2 ran in").And.Contain("(forced)"));
        Assert.That(project.Polyglot("run", "--force=count").Out, Does.Contain("1 ran, 1 cached in"));
        Assert.That(project.Polyglot("run", "--force", "sorted").Out, Does.Contain("1 ran in"), "--force without = takes no value: sorted is a target");
    }

    [Test]
    public void A_project_elsewhere_is_named_by_its_folder_or_file()
    {
        using var project = ShellProject.Words();
        foreach (var name in new[] { project.Folder, project.PathOf("polyglot.yaml") })
        {
            var result = PolyglotProcess.Run("/", "run", name);
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
        }
        Assert.That(PolyglotProcess.Run("/", "run", "-C", project.Folder, "count").ExitCode, Is.Zero);
        Assert.That(PolyglotProcess.Run("/", "run", "-C", project.Folder, project.Folder).Error, Does.Contain("name the project once"));
        Directory.CreateDirectory(project.PathOf("deep/er"));
        Assert.That(PolyglotProcess.Run(project.PathOf("deep/er"), "run").Out, Does.Contain("everything is up to date"));
    }

    [Test]
    public void The_document_of_a_run_has_every_task_with_its_reason()
    {
        using var project = ShellProject.Words();
        var json = project.Polyglot("run", "--output", "json").Json;
        Assert.That(json.GetProperty("verdict").GetString(), Is.EqualTo("succeeded"));
        Assert.That(json.GetProperty("counts").GetProperty("ran").GetInt32(), Is.EqualTo(2));
        var tasks = json.GetProperty("tasks").EnumerateArray().ToList();
        Assert.That(tasks.Select(t => t.GetProperty("name").GetString()), Is.EqualTo(new[] { "sorted", "count" }));
        Assert.That(tasks[0].GetProperty("reason").GetProperty("kind").GetString(), Is.EqualTo("neverRan"));
        Assert.That(json.GetProperty("outputs")[0].GetProperty("written").GetBoolean(), Is.True);
        Assert.That(project.Polyglot("run", "--output", "json").Json.GetProperty("tasks")[0].GetProperty("reason").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public void The_document_of_a_failed_run_has_the_error()
    {
        using var project = new ShellProject("name: x\ntasks:\n  bad: { runner: shell, command: \"exit 3\", output: Blob }\n");
        var result = project.Polyglot("run", "--output", "json");
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Json.GetProperty("exitCode").GetInt32(), Is.EqualTo(1));
        Assert.That(result.Json.GetProperty("tasks")[0].GetProperty("error").GetProperty("side").GetString(), Is.EqualTo("task"));
    }

    [Test]
    public void Fail_fast_starts_nothing_after_a_failure()
    {
        using var project = new ShellProject(
            """
            name: order
            tasks:
              bad: { runner: shell, command: "exit 1", output: Blob }
              later: { runner: shell, command: "echo x > {output}", output: Blob }
            """);
        Assert.That(project.Polyglot("run", "-j", "1", "--fail-fast").Out, Does.Contain("1 failed, 1 cancelled in").Or.Contain("1 failed, 1 ran in").Or.Contain("1 failed, 1 blocked in"));
        Assert.That(project.Polyglot("run", "-j", "1", "--keep-going").Out, Does.Contain("1 failed, 1 ran in").Or.Contain("1 failed, 1 cached in"));
    }
}
