using Polyglot.PowerShell.Commands;
using Polyglot.PowerShell.Shell;
using Polyglot.PowerShell.Tests.Support;

namespace Polyglot.PowerShell.Tests.Commands;

public sealed class QueryTests
{
    [Test]
    public void Runs_come_newest_first_and_by_any_word_for_them()
    {
        using var project = new ShellProject();
        var first = DataflowRunTests.Run(project, new RecordingShell()).Only<PolyglotRun>();
        var second = DataflowRunTests.Run(project, new RecordingShell()).Only<PolyglotRun>();

        Assert.That(Runs(project, null, null).Results, Is.EqualTo(new[] { second.Id, first.Id }).Using<PolyglotRun, string>((run, id) => run.Id == id));
        Assert.That(Runs(project, null, 1).Only<PolyglotRun>().Id, Is.EqualTo(second.Id));
        Assert.That(Runs(project, ["last~1"], null).Only<PolyglotRun>(), Is.EqualTo(first).Using<PolyglotRun>((a, b) => a.Id == b.Id && a.Ran == b.Ran));
        Assert.That(Runs(project, [first.Id], null).Only<PolyglotRun>().Id, Is.EqualTo(first.Id));
    }

    [Test]
    public void A_word_for_no_run_is_a_fault_and_the_others_are_shown()
    {
        using var project = new ShellProject();
        DataflowRunTests.Run(project, new RecordingShell());

        var shell = Runs(project, ["yesterday", "last"], null);

        Assert.That((shell.Faults.Single().Id, shell.Faults.Single().Target, shell.Results.Count), Is.EqualTo(("RunNotFound", (object)"yesterday", 1)));
    }

    [Test]
    public void Tasks_of_a_run_say_what_was_done_why_and_with_detail_what_they_printed()
    {
        using var project = new ShellProject();
        DataflowRunTests.Run(project, new RecordingShell());

        var tasks = Tasks(project, null, null, detailed: true).Results.Cast<PolyglotTask>().ToDictionary(task => task.Name);

        Assert.That(tasks.Keys, Is.EqualTo(new[] { "sorted", "total" }));
        var sorted = tasks["sorted"];
        Assert.That((sorted.Decision, sorted.Reason, sorted.Output?.Length), Is.EqualTo(("Ran", "never ran", 64)));
        Assert.That((sorted.Attempt!.StandardOutput, sorted.Attempt.StandardError, sorted.Attempt.Status, sorted.Attempt.ExitCode), Is.EqualTo(("sorting\n", "done\n", "Ok", 0)));
    }

    [Test]
    public void Tasks_are_chosen_by_name_and_pattern_and_a_name_that_is_none_suggests_one()
    {
        using var project = new ShellProject();
        DataflowRunTests.Run(project, new RecordingShell());

        var shell = Tasks(project, null, ["s*", "totl"], detailed: false);

        Assert.That(shell.Only<PolyglotTask>().Name, Is.EqualTo("sorted"));
        Assert.That(shell.Only<PolyglotTask>().Attempt, Is.Null);
        Assert.That(shell.Faults.Single().Message, Does.EndWith("did you mean `total`?"));
    }

    [Test]
    public void Tasks_of_an_older_run_are_those_of_that_run()
    {
        using var project = new ShellProject();
        DataflowRunTests.Run(project, new RecordingShell());
        DataflowRunTests.Run(project, new RecordingShell());

        Assert.That(Tasks(project, "last", ["sorted"], false).Only<PolyglotTask>().Decision, Is.EqualTo("Cached"));
        Assert.That(Tasks(project, "last~1", ["sorted"], false).Only<PolyglotTask>().Decision, Is.EqualTo("Ran"));
    }

    [TestCase("total", "3\n")]
    [TestCase("count", 2L)]
    [TestCase("out/sorted.txt", "apple\nfig\npear\n")]
    [TestCase("words/sorted", "apple\nfig\npear\n")]
    public void Values_are_found_by_any_word_for_them(string word, object value)
    {
        using var project = new ShellProject();
        DataflowRunTests.Run(project, new RecordingShell());

        Assert.That(Value(project, word).Results, Is.EqualTo(new[] { value }));
    }

    [Test]
    public void A_value_has_other_forms()
    {
        using var project = new ShellProject();
        DataflowRunTests.Run(project, new RecordingShell());

        Assert.That(Value(project, "count", PolyglotValueForm.East).Results, Is.EqualTo(new[] { "2" }));
        Assert.That(Value(project, "count", PolyglotValueForm.Json).Results, Is.EqualTo(new[] { "\"2\"" }));
        Assert.That(Value(project, "count", PolyglotValueForm.Type).Results, Is.EqualTo(new[] { "Integer" }));
    }

    [TestCase("totl", "ValueNotFound")]
    [TestCase("", "ValueNotFound")]
    [TestCase("last", "ValueNotFound")]
    public void A_word_for_no_value_is_a_fault(string word, string id)
    {
        using var project = new ShellProject();
        DataflowRunTests.Run(project, new RecordingShell());

        Assert.That(Assert.Throws<FaultException>(() => Value(project, word))!.Fault.Id, Is.EqualTo(id));
    }

    [Test]
    public void Without_a_repository_every_question_says_how_to_get_one()
    {
        using var project = new ShellProject();
        Action[] questions = [() => Runs(project, null, null), () => Tasks(project, null, null, false), () => Value(project, "total")];

        foreach (var question in questions)
            Assert.That(Assert.Throws<FaultException>(question)!.Fault, Has.Property(nameof(Fault.Id)).EqualTo("RepositoryNotFound").And.Property(nameof(Fault.Next)).EqualTo(Faults.MakeRepository));
    }

    private static RecordingShell Runs(ShellProject project, string[]? words, int? most)
    {
        var shell = new RecordingShell();
        new RunQuery(project.At, shell).Runs(null, words, most);
        return shell;
    }

    private static RecordingShell Tasks(ShellProject project, string? run, string[]? names, bool detailed)
    {
        var shell = new RecordingShell();
        new RunQuery(project.At, shell).Tasks(project.Folder, run, names, detailed);
        return shell;
    }

    private static RecordingShell Value(ShellProject project, string word, PolyglotValueForm form = PolyglotValueForm.Object)
    {
        var shell = new RecordingShell();
        new ValueQuery(project.At, shell, new Bags()).Get(null, word, form, whole: false);
        return shell;
    }
}
