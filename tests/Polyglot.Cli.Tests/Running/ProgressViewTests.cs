using Polyglot.Cli.Rendering;
using Polyglot.Cli.Running;
using Polyglot.Dataflow;
using Polyglot.Store;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Running;

public sealed class ProgressViewTests
{
    private readonly ManualTimeProvider _clock = new();

    private static TaskRow Row(string name, Decision decision) => new(name, decision, null, TimeSpan.Zero, null, null, null, null);

    private IReadOnlyList<string> Draw(RunProgress progress, int width = 79, int most = 12, bool unicode = false, Palette? palette = null) =>
        new ProgressView(palette ?? Palette.None, unicode).Draw(progress, _clock, width, most, 0);

    [Test]
    public void Each_running_task_has_a_line_and_the_totals_come_last()
    {
        var progress = new RunProgress(_clock) { Total = 5 };
        progress.End(Row("fit", Decision.Cached));
        progress.End(Row("bad", Decision.Failed));
        progress.Start(new TaskStart("simulate", "julia", new Reason.NeverRan(), Joined: false));
        _clock.Advance(TimeSpan.FromSeconds(1.25));
        progress.Start(new TaskStart("cluster", "python", new Reason.NeverRan(), Joined: true));
        progress.Find("simulate")!.Fraction = 0.5;
        progress.Find("simulate")!.LastLine = "iteration 3";
        Assert.That(Draw(progress), Is.EqualTo(new[]
        {
            "| simulate  ########........  50 %    1.25 s  julia  iteration 3",
            "| cluster     0.00 s  python  another process runs it",
            "2/5 done, 1 cached, 1 failed, 1.25 s",
        }));
    }

    [Test]
    public void No_line_is_wider_than_the_terminal()
    {
        var progress = new RunProgress(_clock) { Total = 1, Notice = "stopping; press Ctrl-C again to kill" };
        progress.Start(new TaskStart(new string('n', 200), "python", new Reason.NeverRan(), Joined: false));
        progress.Find(new string('n', 200))!.Fraction = 0.25;
        progress.Find(new string('n', 200))!.LastLine = new string('日', 200);
        foreach (var width in new[] { 1, 5, 20, 40, 79, 200 })
            foreach (var line in Draw(progress, width, unicode: true))
                Assert.That(DisplayWidth.Of(line), Is.LessThanOrEqualTo(width), line);
    }

    [Test]
    public void Too_many_tasks_are_counted()
    {
        var progress = new RunProgress(_clock) { Total = 9 };
        for (var i = 0; i < 5; i++) progress.Start(new TaskStart($"t{i}", "shell", new Reason.NeverRan(), Joined: false));
        Assert.That(Draw(progress, most: 3)[3], Is.EqualTo("  and 2 more"));
    }

    [Test]
    public void What_a_task_prints_cannot_move_the_cursor()
    {
        var progress = new RunProgress(_clock) { Total = 1 };
        progress.Start(new TaskStart("t", "shell", new Reason.NeverRan(), Joined: false));
        progress.Find("t")!.LastLine = "\e[2Jgone";
        Assert.That(Draw(progress)[0], Does.Contain("\\x1b[2Jgone"));
    }

    [Test]
    public void Until_there_is_a_plan_it_says_what_is_going_on() =>
        Assert.That(Draw(new RunProgress(_clock)), Is.EqualTo(new[] { "preparing: hashing inputs, asking runtimes for types, 0.00 s" }));

    [Test]
    public void The_notice_comes_first() =>
        Assert.That(Draw(new RunProgress(_clock) { Total = 3, Notice = "stopping" })[0], Does.StartWith("stopping, 0/3 done"));
}
