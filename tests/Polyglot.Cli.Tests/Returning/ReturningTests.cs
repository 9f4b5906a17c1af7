using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Returning;

[Platform("Linux,MacOsX")]
public sealed class ReturningTests
{
    [Test]
    public void A_returned_dataflow_is_planned_run_found_shown_and_traced()
    {
        using var project = Words("apple");
        Assert.That(project.Polyglot("plan").Out, Does.Contain("never ran; returns a dataflow, whose tasks are known when it has run"));
        Assert.That(project.Polyglot("plan", "--output", "json").Json.GetProperty("tasks")[0].GetProperty("returns").GetString(), Is.EqualTo("dataflow"));

        var run = project.Polyglot("run", "-v");
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Out, Does.Contain("spell: choosing\n").And.Contain("spell: [loud] heard apple\n").And.Contain("(never ran; 2 of its 2 tasks ran)"));
        Assert.That(project.Read("out/spell.txt"), Is.EqualTo("APPLE!"));
        Assert.That(project.Polyglot("run").Out, Does.Contain("everything is up to date"));

        Assert.That(project.Polyglot("log", "spell").Out, Does.Contain("choosing").And.Contain("2 of its 2 tasks ran; `polyglot log spell/loud` shows one"));
        Assert.That(project.Polyglot("log", "spell/loud", "--stderr").Out, Is.EqualTo("heard apple\n"));
        var log = project.Polyglot("log", "spell", "--output", "json").Json;
        Assert.That(log.GetProperty("innerTasks").EnumerateArray().Select(task => task.GetProperty("name").GetString()), Is.EqualTo(new[] { "loud", "whole" }));
        Assert.That(project.Polyglot("cat", log.GetProperty("dataflow").GetString()!, "-f", "raw").Out, Does.Contain("\"result\""));
        Assert.That(project.Polyglot("cat", "spell/loud", "-f", "raw").Out, Is.EqualTo("APPLE"));
        Assert.That(project.Polyglot("log", "spell/quiet").Error, Does.Contain("spell/quiet"));

        var back = project.Polyglot("provenance", "out/spell.txt").Out;
        Assert.That(back, Does.Contain("by spell in run").And.Contain("by spell (its program) in run").And.Contain("by spell/loud in run"), back);
        Assert.That(project.Polyglot("provenance", "spell/loud", "--forward").Out, Does.Contain("out/spell.txt"));
        Assert.That(project.Polyglot("graph").Out, Does.Match(@"(?m)^●  +spell +up to date +shell .*\n┊ ● +loud +up to date +shell *\n┊ ● +whole +up to date +shell *$"));
        Assert.That(project.Polyglot("graph", "--run", "last~1").Out, Does.Match(@"(?m)^┊ ● +loud +ran +shell +[0-9.]+ s, never ran"));
        Assert.That(project.Polyglot("graph", "--run", "last").Out, Does.Match(@"(?m)^┊ ● +loud +cached +shell *$"), "what was found did not run");
        Assert.That(PolyglotProcess.Run(project.Folder, [("LANG", "C")], "graph").Out, Does.Match(@"(?m)^: \* +loud "));
        var inner = project.Polyglot("graph", "--output", "json").Json.GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("name").GetString() == "spell").GetProperty("inner");
        Assert.That(inner.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()), Is.EqualTo(new[] { "loud", "whole" }));
        Assert.That(inner.GetProperty("edges").GetArrayLength(), Is.EqualTo(1));
        Assert.That(project.Polyglot("status", "--output", "json").Json.GetProperty("upToDate").GetBoolean(), Is.True);
    }

    [Test]
    public void What_its_tasks_gave_is_kept_as_long_as_a_run_has_it()
    {
        using var project = Words("apple");
        project.Polyglot("run");
        Assert.That(project.Polyglot("gc").ExitCode, Is.Zero);
        project.Write("mark.txt", "?");
        Assert.That(project.Polyglot("run").Out, Does.Contain("1 of its 2 tasks ran"));
        Assert.That(project.Polyglot("explain", "spell/whole").Out, Does.Contain("spell/whole is up to date").And.Contain("input mark changed: \"!\" -> \"?\""));
        Assert.That(project.Polyglot("explain", "spell/loud").Out, Does.Contain("spell/loud is up to date").And.Contain("No run had decided about it before."));
        Assert.That(project.Polyglot("gc", "--keep-runs", "1").ExitCode, Is.Zero);
        Assert.That(project.Polyglot("fsck").Out, Is.EqualTo("the repository is in order\n"));
        Assert.That(project.Polyglot("run").Out, Does.Contain("everything is up to date"));
        Assert.That(project.Polyglot("cat", "spell/loud", "-f", "raw").Out, Is.EqualTo("APPLE"));
        Assert.That(project.Polyglot("du").Out, Does.Contain("spell"));
    }

    [Test]
    public void What_was_dropped_to_fit_a_budget_is_made_again()
    {
        using var project = Words("apple");
        project.Polyglot("run");
        Assert.That(project.Polyglot("gc", "--budget", "1B").Out, Does.Contain("results dropped, records kept"));
        Assert.That(project.Polyglot("fsck").Out, Is.EqualTo("the repository is in order\n"));
        project.Write("mark.txt", "?");
        Assert.That(project.Polyglot("run").ExitCode, Is.Zero);
        Assert.That(project.Read("out/spell.txt"), Is.EqualTo("APPLE?"));
    }

    [Test]
    public void A_run_is_handed_over_with_the_dataflows_that_its_tasks_returned()
    {
        using var project = Words("apple");
        project.Polyglot("run");
        Assert.That(project.Polyglot("export", "all.tar").ExitCode, Is.Zero);
        using var other = Words("apple", "?");
        Assert.That(other.Polyglot("import", project.PathOf("all.tar")).ExitCode, Is.Zero);
        Assert.That(other.Polyglot("run").Out, Does.Contain("1 of its 2 tasks ran"));
    }

    [Test]
    public void A_failed_task_of_it_is_named_with_its_own_error()
    {
        using var project = Words("bad");
        var run = project.Polyglot("run");
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Out, Does.Contain("failed: spell: 1 of 2 tasks failed: loud\n").And.Contain("  because: loud: exit code 3"));
        Assert.That(project.Polyglot("log", "spell/loud").Out, Does.Contain("spell/loud: attempt 1 of 1, failed").And.Contain("heard bad"));
    }

    private static ShellProject Words(string word, string mark = "!")
    {
        var project = new ShellProject(
            """
            name: words
            inputs: { word: { file: word.txt, type: String }, mark: { file: mark.txt, type: String } }
            tasks:
              spell: { runner: shell, script: spell.sh, inputs: [word, mark], returns: dataflow, output: String }
            outputs: { out/spell.txt: spell }
            """);
        project.Write("word.txt", word);
        project.Write("mark.txt", mark);
        project.Write("spell.sh", """
            echo choosing
            cat > $1 <<'END'
            {
              "tasks": {
                "loud": { "runner": "shell", "command": "echo heard $(cat {inputs.word}) >&2; grep -qx bad {inputs.word} && exit 3; tr a-z A-Z < {inputs.word} > {output}", "inputs": ["word"], "output": "String" },
                "whole": { "runner": "shell", "command": "cat {inputs.loud} {inputs.mark} > {output}", "inputs": ["loud", "mark"], "output": "String" }
              },
              "result": "whole"
            }
            END
            """);
        return project;
    }
}
