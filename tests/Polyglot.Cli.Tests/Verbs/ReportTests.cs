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
