using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Verbs;

/// <summary><c>history</c>, <c>checkout</c>, <c>restore</c>, <c>tag</c> and <c>refs</c>.</summary>
public sealed class HistoryTests
{
    [Test]
    public void Every_value_of_an_output_is_listed_and_can_be_put_back()
    {
        using var project = TwoRuns();
        var history = project.Polyglot("history", "out/count.txt", "--output", "json").Json.GetProperty("values");
        Assert.That(history.GetArrayLength(), Is.EqualTo(2));
        Assert.That(history[0].GetProperty("reason").GetProperty("kind").GetString(), Is.EqualTo("inputChanged"));
        var first = history[1].GetProperty("runs")[0].GetString()!;
        Assert.That(Normal.Text(project.Polyglot("history", "count").Out, project.Folder), Does.StartWith("object").And.Contain("never ran").And.Contain("input sorted changed"));

        var checkout = project.Polyglot("checkout", first);
        Assert.That(checkout.ExitCode, Is.Zero, checkout.ToString());
        Assert.That(project.Read("out/count.txt"), Is.EqualTo("2\n"));
        Assert.That(project.Polyglot("run").Out, Does.Contain("0 ran, 2 cached").Or.Contain("2 cached"));
        Assert.That(project.Read("out/count.txt"), Is.EqualTo("3\n"), "a run writes what belongs to the present inputs again");
    }

    [Test]
    public void Without_a_name_the_runs_are_listed()
    {
        using var project = TwoRuns();
        var runs = project.Polyglot("history", "--output", "json").Json.GetProperty("runs");
        Assert.That(runs.GetArrayLength(), Is.EqualTo(2));
        Assert.That(runs[0].GetProperty("counts").GetProperty("ran").GetInt32(), Is.EqualTo(2));
        Assert.That(project.Polyglot("history", "-n", "1").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(2));
    }

    [Test]
    public void An_unknown_name_suggests_one()
    {
        using var project = TwoRuns();
        Assert.That(project.Polyglot("history", "cuont").Error, Does.StartWith("error: no run has an output, task or input `cuont`; did you mean `count`?\n"));
        Assert.That(project.Polyglot("checkout", "nothing").Error, Does.StartWith("error: `nothing` is no run\n"));
        Assert.That(project.Polyglot("restore", "nothing").Error, Does.StartWith("error: no run knows a file `nothing`\n"));
    }

    [Test]
    public void What_was_changed_by_hand_is_not_overwritten_unasked()
    {
        using var project = TwoRuns();
        project.Write("out/count.txt", "mine");
        var refused = project.Polyglot("checkout", "last");
        Assert.That(refused.ExitCode, Is.EqualTo(2));
        Assert.That(refused.Error, Does.StartWith("error: out/count.txt cannot be put back: it holds something that no run has seen\n"));
        Assert.That(project.Read("out/count.txt"), Is.EqualTo("mine"));
        Assert.That(project.Polyglot("restore", "out/count.txt", "--overwrite", "--output", "json").Json.GetProperty("files")[0].GetProperty("outcome").GetString(), Is.EqualTo("written"));
        Assert.That(project.Read("out/count.txt"), Is.EqualTo("3\n"));
    }

    [Test]
    public void An_input_comes_back_by_its_name_and_elsewhere_by_checkout()
    {
        using var project = TwoRuns();
        Assert.That(project.Polyglot("restore", "words", "--from", "last~1").Out, Does.StartWith("written  data/words.txt"));
        Assert.That(project.Read("data/words.txt"), Is.EqualTo("pear\napple\napple\n"));
        var into = project.Polyglot("checkout", "last~1", "--into", "then", "--sources", "--output", "json");
        Assert.That(into.Json.GetProperty("files").GetArrayLength(), Is.EqualTo(2));
        Assert.That(project.Read("then/out/count.txt"), Is.EqualTo("2\n"));
        Assert.That(project.Read("out/count.txt"), Is.EqualTo("3\n"));
        Assert.That(project.Polyglot("checkout", "last~1", "--dry-run").Out, Does.StartWith("would be written  out/count.txt"));
        Assert.That(project.Read("out/count.txt"), Is.EqualTo("3\n"));
    }

    [Test]
    public void Tags_name_runs_and_values_and_are_not_moved_unasked()
    {
        using var project = TwoRuns();
        Assert.That(project.Polyglot("tag", "v1", "last~1", "--output", "json").Json.GetProperty("ref").GetString(), Is.EqualTo("tags/v1"));
        Assert.That(project.Polyglot("tag", "good", "count").Out, Does.StartWith("tags/good is object "));
        Assert.That(project.Polyglot("cat", "good").Out, Is.EqualTo("3\n"));
        Assert.That(project.Polyglot("tag", "v1").Error, Does.StartWith("error: there is a ref tags/v1 already").And.Contain("--move"));
        Assert.That(project.Polyglot("tag", "words/x").Error, Does.Contain("would be a ref of the dataflow words"));
        Assert.That(project.Polyglot("tag", "a b").ExitCode, Is.EqualTo(2));

        var refs = project.Polyglot("refs", "--output", "json").Json.GetProperty("refs");
        Assert.That(refs.EnumerateArray().Select(r => r.GetProperty("name").GetString()), Is.EqualTo(new[] { "tags/good", "tags/v1", "words/count" }));
        Assert.That(refs[1].GetProperty("run").GetString(), Is.Not.Null);
        Assert.That(project.Polyglot("refs", "tags/").Out, Does.Contain("run ").And.Contain("of words"));

        project.Polyglot("checkout", "v1");
        Assert.That(project.Read("out/count.txt"), Is.EqualTo("2\n"));
        Assert.That(project.Polyglot("tag", "v1", "--move").ExitCode, Is.Zero);
        Assert.That(project.Polyglot("tag", "-d", "v1", "--output", "json").Json.GetProperty("deleted").GetBoolean(), Is.True);
        Assert.That(project.Polyglot("tag", "-d", "god").Error, Does.StartWith("error: there is no ref tags/god; did you mean `tags/good`?"));
    }

    private static ShellProject TwoRuns()
    {
        var project = ShellProject.Words();
        Assert.That(project.Polyglot("run").ExitCode, Is.Zero);
        project.Write("data/words.txt", "pear\nplum\napple\n");
        Assert.That(project.Polyglot("run").ExitCode, Is.Zero);
        return project;
    }
}
