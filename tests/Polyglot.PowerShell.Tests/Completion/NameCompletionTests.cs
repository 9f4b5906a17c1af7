using Polyglot.Dataflow.Workspaces;
using Polyglot.PowerShell.Completion;
using Polyglot.PowerShell.Shell;
using Polyglot.PowerShell.Tests.Commands;
using Polyglot.PowerShell.Tests.Support;

namespace Polyglot.PowerShell.Tests.Completion;

public sealed class NameCompletionTests
{
    [Test]
    public void Tasks_and_outputs_come_from_the_project_file_before_anything_ran()
    {
        using var project = new ShellProject();

        Assert.That(Names(project, NameKinds.Tasks, ""), Is.EqualTo(new[] { "sorted", "total" }));
        Assert.That(Names(project, NameKinds.Tasks | NameKinds.Outputs, "'o"), Is.EqualTo(new[] { "out/sorted.txt" }));
        Assert.That(Names(project, NameKinds.Inputs, ""), Is.EqualTo(new[] { "words", "count" }));
    }

    [Test]
    public void Runs_and_refs_come_from_the_repository_with_what_they_are()
    {
        using var project = new ShellProject();
        DataflowRunTests.Run(project, new RecordingShell());
        DataflowRunTests.Run(project, new RecordingShell());

        var runs = NameCompletion.Names(project.At, project.Folder, NameKinds.Runs, "last");

        Assert.That(runs.Select(run => run.Text), Is.EqualTo(new[] { "last", "last~1" }));
        Assert.That(runs[0].Meaning, Does.StartWith("succeeded ").And.EndWith(", 2 tasks"));
        Assert.That(Names(project, NameKinds.Refs, "words/"), Is.EqualTo(new[] { "words/sorted" }));
    }

    [Test]
    public void Runners_are_completed_with_what_they_are()
    {
        using var project = new ShellProject();

        var runner = NameCompletion.Runners(project.At, null, "she").Single();

        Assert.That(runner.Text, Is.EqualTo("shell"));
        Assert.That(runner.Meaning, Is.Not.Empty);
    }

    [TestCase("plain", "plain")]
    [TestCase("out/page.html", "out/page.html")]
    [TestCase("fit[17]", "'fit[17]'")]
    [TestCase("two words", "'two words'")]
    [TestCase("it's", "'it''s'")]
    [TestCase("$x", "'$x'")]
    public void A_name_is_in_quotes_where_it_must_be(string name, string quoted) => Assert.That(new NameCandidate(name, "").Quoted, Is.EqualTo(quoted));

    [Test]
    public void What_cannot_be_read_has_no_names()
    {
        using var project = new ShellProject("name: [broken");
        var nowhere = new Surroundings("/nowhere/at/all", "/nowhere");

        Assert.That(Names(project, NameKinds.Tasks | NameKinds.Runs, ""), Is.Empty);
        Assert.That(NameCompletion.Names(nowhere, null, NameKinds.Tasks | NameKinds.Runs, ""), Is.Empty);
        Assert.That(NameCompletion.Runners(project.At, "/nowhere/at/all", "no-such"), Is.Empty);
    }

    private static IEnumerable<string> Names(ShellProject project, NameKinds kinds, string word) => NameCompletion.Names(project.At, null, kinds, word).Select(name => name.Text);
}
