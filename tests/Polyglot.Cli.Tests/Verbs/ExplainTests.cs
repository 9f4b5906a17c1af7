using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Verbs;

/// <summary><c>explain</c>, <c>diff</c>, <c>plan --why</c> and the reasons in a run's summary.</summary>
public sealed class ExplainTests
{
    [Test]
    public void A_change_is_shown_where_it_began_before_and_after_it_was_run()
    {
        using var project = Ran();
        project.Write("data/words.txt", "pear\nplum\napple\n");
        Assert.That(Text(project, "explain", "count"), Is.EqualTo(
            """
            count waits for sorted
            What has changed since run RUN (just now):

            input words changed
              count <- sorted
              @@ -1,3 +1,3 @@
               pear
              -apple
              +plum
               apple

            """.ReplaceLineEndings("\n")));
        Assert.That(Text(project, "plan", "--why"), Is.EqualTo(
            """
            task    runner  state  why
            sorted  shell   runs   input words changed
            count   shell   waits  for sorted; input words changed
            1 task runs, 1 waits

            input words changed
              @@ -1,3 +1,3 @@
               pear
              -apple
              +plum
               apple

            """.ReplaceLineEndings("\n")));
        Assert.That(project.Polyglot("run").Out, Does.Contain("\nbecause: input words changed\n"));
        Assert.That(Text(project, "explain", "count"), Does.StartWith("count is up to date: computed in run RUN (just now)\nIt ran because of what had changed since run RUN (just now):\n\ninput words changed\n  count <- sorted\n"));
        Assert.That(Text(project, "explain", "count", "--against", "last"), Is.EqualTo("count is up to date: computed in run RUN (just now)\nNothing has changed since run RUN (just now).\n"));
        Assert.That(Text(project, "explain", "count", "--against", "last~1"), Does.Contain("What has changed since run RUN").And.Contain("+plum"));
        Assert.That(Text(project, "explain", "out/count.txt"), Does.StartWith("count is up to date"), "an output stands for its task");
    }

    [Test]
    public void What_never_ran_what_failed_and_what_is_blocked_is_said()
    {
        using var project = ShellProject.Words();
        Assert.That(Text(project, "explain", "count"), Is.EqualTo("count waits for sorted\nNo run has decided about it before.\n"));
        Assert.That(project.Polyglot("run").ExitCode, Is.Zero);
        Assert.That(Text(project, "explain", "count"), Is.EqualTo("count is up to date: computed in run RUN (just now)\nNo run had decided about it before.\n"));
        project.Write("polyglot.yaml", project.Read("polyglot.yaml").Replace("sort -u", "exit 3; sort -u", StringComparison.Ordinal));
        Assert.That(project.Polyglot("run").ExitCode, Is.EqualTo(1));
        Assert.That(Text(project, "explain", "sorted"), Does.StartWith("sorted must run: it failed in run RUN (just now)\n  error: ").And.Contain("`polyglot log sorted`").And.Contain("command of sorted changed: "));
        Assert.That(Text(project, "explain", "count"), Does.StartWith("count is blocked by sorted, which failed in run RUN (just now)\n"));
        var json = project.Polyglot("explain", "count", "--output", "json").Json;
        Assert.That((json.GetProperty("state").GetString(), json.GetProperty("failedTask").GetString()), Is.EqualTo(("blocked", "sorted")));
        Assert.That(json.GetProperty("error").GetProperty("side").GetString(), Is.EqualTo("task"));
    }

    [Test]
    public void The_documents_have_their_shapes()
    {
        using var project = Ran();
        project.Write("data/words.txt", "pear\nplum\napple\n");
        var explain = project.Polyglot("explain", "count", "--output", "json").Json;
        var leaf = explain.GetProperty("leaves")[0];
        Assert.That((leaf.GetProperty("kind").GetString(), leaf.GetProperty("name").GetString(), leaf.GetProperty("path")[1].GetString()), Is.EqualTo(("input", "words", "sorted")));
        Assert.That(leaf.GetProperty("content").GetProperty("diff").GetString(), Is.EqualTo("@@ -1,3 +1,3 @@\n pear\n-apple\n+plum\n apple\n"));
        var plan = project.Polyglot("plan", "--why", "--output", "json").Json;
        Assert.That(plan.GetProperty("tasks")[1].GetProperty("leaves")[0].GetProperty("text").GetString(), Is.EqualTo("input words changed"));
        Assert.That(project.Polyglot("plan", "--output", "json").Json.GetProperty("tasks")[1].TryGetProperty("leaves", out _), Is.False);
        Assert.That(project.Polyglot("run", "--output", "json").Json.GetProperty("causes")[0].GetProperty("name").GetString(), Is.EqualTo("words"));
        var diff = project.Polyglot("diff", "--output", "json").Json;
        Assert.That(diff.GetProperty("same").GetBoolean(), Is.False);
        Assert.That(diff.GetProperty("inputs")[0].GetProperty("name").GetString(), Is.EqualTo("words"));
        Assert.That(diff.GetProperty("outputs")[0].GetProperty("content").GetProperty("diff").GetString(), Is.EqualTo("@@ -1 +1 @@\n-2\n+3\n"));
        Assert.That(diff.GetProperty("times").GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public void Two_runs_are_compared()
    {
        using var project = Ran();
        Assert.That(project.Polyglot("run").ExitCode, Is.Zero);
        Assert.That(Text(project, "diff"), Does.Contain("The same inputs and programs, and the same outputs.\n"));
        project.Write("data/words.txt", "pear\nplum\napple\n");
        project.Write("polyglot.yaml", project.Read("polyglot.yaml").Replace("sort -u", "sort -ru", StringComparison.Ordinal));
        Assert.That(project.Polyglot("run").ExitCode, Is.Zero);
        Assert.That(Text(project, "diff", "last~2", "last"), Does.Match(
            """
            ^old: run RUN, just now, succeeded in TIME
            new: run RUN, just now, succeeded in TIME

            inputs:
            input words changed
              @@ -1,3 \+1,3 @@
               pear
              -apple
              \+plum
               apple

            programs:
            command of sorted changed: .*

            outputs:
            out/count\.txt changed
              @@ -1 \+1 @@
              -2
              \+3

            results that differ: sorted, count

            task +old +new
            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void A_name_that_is_none_suggests_one()
    {
        using var project = Ran();
        var unknown = project.Polyglot("explain", "cuont");
        Assert.That(unknown.ExitCode, Is.EqualTo(2));
        Assert.That(unknown.Error, Does.Contain("did you mean `count`?"));
        Assert.That(project.Polyglot("explain", "count", "--against", "last~7").Error, Does.StartWith("error: `last~7` is no run\n"));
        Assert.That(project.Polyglot("diff", "last", "nothing").Error, Does.StartWith("error: `nothing` is no run\n"));
        project.Write("polyglot.yaml", project.Read("polyglot.yaml").Replace("  count:", "  counted:", StringComparison.Ordinal).Replace(": count", ": counted", StringComparison.Ordinal));
        Assert.That(project.Polyglot("explain", "counted", "--against", "last").Error, Does.Contain("did not decide about a task `counted`; did you mean `count`?"));
    }

    private static string Text(ShellProject project, params string[] arguments)
    {
        var result = project.Polyglot(arguments);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        return Normal.Text(result.Out, project.Folder);
    }

    private static ShellProject Ran()
    {
        var project = ShellProject.Words();
        Assert.That(project.Polyglot("run").ExitCode, Is.Zero);
        return project;
    }
}
