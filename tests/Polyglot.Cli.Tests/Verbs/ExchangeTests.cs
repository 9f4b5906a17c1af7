using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Verbs;

/// <summary><c>export</c>, <c>import</c>, <c>push</c> and <c>pull</c>.</summary>
public sealed class ExchangeTests
{
    [Test]
    public void An_imported_run_is_found_and_nothing_is_computed_again()
    {
        using var here = ShellProject.Words();
        using var there = ShellProject.Words();
        Assert.That(here.Polyglot("run").ExitCode, Is.Zero);
        var archive = Path.Combine(there.Folder, "run.tar");
        var export = here.Polyglot("export", archive, "--output", "json");
        Assert.That(export.Json.GetProperty("runs").GetArrayLength(), Is.EqualTo(1), export.ToString());
        Assert.That(there.Polyglot("import", archive, "--dry-run").ExitCode, Is.Zero);
        Assert.That(there.Polyglot("import", archive, "--output", "json").Json.GetProperty("new").GetProperty("executions").GetInt32(), Is.EqualTo(2));
        Assert.That(there.Polyglot("run", "--output", "json").Json.GetProperty("counts").GetProperty("cached").GetInt32(), Is.EqualTo(2));
        Assert.That(there.Read("out/count.txt"), Is.EqualTo("2\n"));
        Assert.That(there.Polyglot("log", "sorted", "--stderr").Out, Is.EqualTo("sorting\n"), "logs came along");
        Assert.That(there.Polyglot("fsck").ExitCode, Is.Zero);
    }

    [Test]
    public void A_task_goes_alone_with_what_it_needs_and_the_rest_later()
    {
        using var here = ShellProject.Words();
        using var there = ShellProject.Words();
        Assert.That(here.Polyglot("run").ExitCode, Is.Zero);
        here.Polyglot("tag", "v1");
        var push = here.Polyglot("push", there.Folder, "sorted", "--output", "json");
        Assert.That(push.Json.GetProperty("executions").GetInt32(), Is.EqualTo(1), push.ToString());
        Assert.That(there.Polyglot("cat", "sorted").Out, Is.EqualTo("apple\npear\n"));
        var pull = there.Polyglot("pull", here.Folder, "--all", "--output", "json").Json.GetProperty("new");
        Assert.That(pull.GetProperty("executions").GetInt32(), Is.EqualTo(1));
        Assert.That(pull.GetProperty("tags")[0].GetString(), Is.EqualTo("tags/v1"));
        there.Polyglot("checkout", "v1");
        Assert.That(there.Read("out/count.txt"), Is.EqualTo("2\n"));
        Assert.That(there.Polyglot("fsck").ExitCode, Is.Zero);
    }

    [Test]
    public void What_cannot_be_handed_over_is_told()
    {
        using var project = ShellProject.Words();
        project.Polyglot("run");
        var junk = project.Write("junk.tar", "not an archive");
        var refused = project.Polyglot("import", junk);
        Assert.That(refused.ExitCode, Is.EqualTo(2));
        Assert.That(refused.Error, Does.StartWith($"error: the archive {junk} is refused: it ends in the middle; nothing was taken from it\n"));
        Assert.That(project.Polyglot("push", project.Folder).Error, Does.StartWith("error: both sides are the same repository\n"));
        Assert.That(project.Polyglot("pull", "nowhere").Error, Does.StartWith("error: there is no repository at "));
        Assert.That(project.Polyglot("export", "x.tar", "cuont").Error, Does.StartWith("error: `cuont` is no run, and no task of the last run; did you mean `count`?"));
        Assert.That(project.Polyglot("export", "x.tar", "count", "--all").ExitCode, Is.EqualTo(2));
    }
}
