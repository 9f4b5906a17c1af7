using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Verbs;

public sealed class ReportTests
{
    [Test]
    public void A_run_becomes_a_page_with_its_reasons_logs_and_outputs()
    {
        using var project = ShellProject.Words();
        project.Polyglot("run");
        project.Write("data/words.txt", "plum\napple\n<b>pear</b>\n");
        project.Polyglot("run");
        var report = project.Polyglot("report", "--output", "json").Json;
        var page = project.Read("report.html");
        Assert.That(report.GetProperty("bytes").GetInt64(), Is.EqualTo(new FileInfo(project.PathOf("report.html")).Length));
        Assert.That(page, Does.Contain($"run <code>{report.GetProperty("run").GetString()}</code>"));
        Assert.That(page, Does.Contain("<strong>input words changed</strong>"));
        Assert.That(page, Does.Contain("<pre class=\"log\" tabindex=\"0\">sorting</pre>"));
        Assert.That(page, Does.Contain("<h3>out/count.txt ").And.Contain("<pre>3\n</pre>"));
        Assert.That(page, Does.Contain("&lt;b&gt;pear&lt;/b&gt;").And.Not.Contain("<b>pear"));
        Assert.That(page, Does.Contain("class=\"pg graph\"").And.Contain("href=\"#t1\""));
        Assert.That(Directory.GetFiles(project.Folder, "*.new"), Is.Empty);
    }

    [Test]
    public void What_was_found_is_told_with_what_it_saved_and_a_past_run_has_its_own_page()
    {
        using var project = ShellProject.Words();
        project.Polyglot("run");
        project.Polyglot("run");
        Assert.That(project.Polyglot("report", "last~1", "-o", "before.html").Out, Does.StartWith($"wrote {project.PathOf("before.html")} ("));
        Assert.That(project.Read("before.html"), Does.Contain("<dd>2 of 2</dd>"));
        Assert.That(project.Polyglot("report", "-o", "before.html").ExitCode, Is.Zero, "a report is replaced");
        Assert.That(project.Read("before.html"), Does.Contain("<dd>0 of 2</dd>").And.Contain("Nothing had changed: its result was found."));
    }

    [Test]
    public void Elements_and_tasks_of_a_returned_dataflow_have_their_bars_logs_and_reasons()
    {
        using var project = new ShellProject(
            """
            name: parts
            inputs: { words: { file: words.json, type: "Array<String>" }, mark: { value: "!", type: String } }
            tasks:
              shout: { runner: shell, command: "echo heard $(cat {inputs.word}); tr a-z A-Z < {inputs.word} > {output}", foreach: word, inputs: { word: words }, output: String }
              spell: { runner: shell, script: spell.sh, inputs: [mark], returns: dataflow, output: String }
            """);
        project.Write("words.json", "[\"pear\",\"apple\"]");
        project.Write("spell.sh", """
            cat > $1 <<'END'
            { "tasks": { "loud": { "runner": "shell", "command": "echo twice >&2; cat {inputs.mark} {inputs.mark} > {output}", "inputs": ["mark"], "output": "String" } }, "result": "loud" }
            END
            """);
        Assert.That(project.Polyglot("run").ExitCode, Is.Zero);
        project.Write("words.json", "[\"pear\",\"plum\"]");
        project.Write("polyglot.yaml", project.Read("polyglot.yaml").Replace("\"!\"", "\"?\"", StringComparison.Ordinal));
        Assert.That(project.Polyglot("run").ExitCode, Is.Zero);
        project.Polyglot("report");
        var page = project.Read("report.html");
        Assert.That(page, Does.Match("<span class=\"gantt-name\">\\[1\\]</span>").And.Match("<span class=\"gantt-name\">loud</span>").And.Not.Match("<span class=\"gantt-name\">\\[0\\]</span>"));
        Assert.That(page, Does.Contain("1 of 2 elements ran").And.Contain("1 of its 1 task ran").And.Contain("its element of words changed"));
        Assert.That(page, Does.Contain(">heard plum</pre>").And.Contain(">twice</pre>").And.Not.Contain(">heard pear</pre>"));
        Assert.That(page, Does.Contain("<strong>input mark changed: &quot;!&quot; -&gt; &quot;?&quot;</strong>"));
    }

    [Test]
    public void Another_file_is_never_overwritten()
    {
        using var project = ShellProject.Words();
        Assert.That(project.Polyglot("report").ExitCode, Is.EqualTo(2), "there is no run yet");
        project.Polyglot("run");
        project.Write("report.html", "<h1>mine</h1>");
        var refused = project.Polyglot("report");
        Assert.That(refused.ExitCode, Is.EqualTo(2));
        Assert.That(refused.Error, Does.StartWith($"error: there is a file at {project.PathOf("report.html")} already\n").And.Contain("-o names another file"));
        Assert.That(project.Read("report.html"), Is.EqualTo("<h1>mine</h1>"));
    }
}
