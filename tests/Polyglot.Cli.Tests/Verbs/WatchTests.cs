using System.Text.Json;
using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Verbs;

/// <summary><c>polyglot watch</c> as a process, with files that are really saved.</summary>
[Platform("Linux")]
public sealed class WatchTests
{
    private const int Interrupt = 2;

    [Test]
    public void It_runs_again_when_a_file_is_saved_and_ends_by_a_signal()
    {
        using var project = ShellProject.Words();
        using var watch = PolyglotProcess.Start(project.Folder, [], "watch", "--output", "json");
        var first = Next(watch);
        Assert.That(first.GetProperty("cycle").GetInt32(), Is.EqualTo(1));
        Assert.That(first.GetProperty("counts").GetProperty("ran").GetInt32(), Is.EqualTo(2));
        Assert.That(project.Read("out/count.txt"), Is.EqualTo("2\n"));

        project.Write("data/words.txt", "pear\napple\nplum\n");
        var second = Next(watch);
        Assert.That(second.GetProperty("changed").EnumerateArray().Single().GetString(), Is.EqualTo("data/words.txt"));
        Assert.That(second.GetProperty("tasks")[0].GetProperty("reason").GetProperty("kind").GetString(), Is.EqualTo("inputChanged"));
        Assert.That(project.Read("out/count.txt"), Is.EqualTo("3\n"));

        watch.Signal(Interrupt);
        var result = watch.Finish();
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(project.Polyglot("fsck").ExitCode, Is.Zero);
        Assert.That(Directory.EnumerateFileSystemEntries(project.PathOf(".e3/tmp")).Select(Path.GetFileName), Is.Empty.Or.EqualTo(new[] { "collect" }));
    }

    [Test]
    public void An_error_in_the_project_file_is_shown_and_its_correction_waited_for()
    {
        using var project = ShellProject.Words();
        var good = project.Read("polyglot.yaml");
        using var watch = PolyglotProcess.Start(project.Folder, [], "watch", "--output", "json");
        Next(watch);
        project.Write("polyglot.yaml", good.Replace("runner: shell", "runner: shel", StringComparison.Ordinal));
        var broken = Next(watch);
        Assert.That(broken.GetProperty("exitCode").GetInt32(), Is.EqualTo(2));
        Assert.That(broken.GetProperty("errors")[0].GetProperty("line").GetInt32(), Is.EqualTo(6));
        project.Write("polyglot.yaml", good);
        Assert.That(Next(watch).GetProperty("counts").GetProperty("cached").GetInt32(), Is.EqualTo(2));
        watch.Signal(Interrupt);
        Assert.That(watch.Finish().ExitCode, Is.Zero);
    }

    [Test]
    public void A_change_ends_a_run_that_would_not_end_where_that_is_asked_for()
    {
        using var project = new ShellProject(
            """
            name: endless
            inputs: { mode: { file: mode.txt, type: Blob } }
            tasks:
              slow: { runner: shell, command: "grep -q quick {inputs.mode} || { echo running; while :; do sleep 1; done; }; echo done > {output}", inputs: [mode], output: Blob }
            outputs: { out.txt: slow }
            """);
        project.Write("mode.txt", "slow\n");
        using var watch = PolyglotProcess.Start(project.Folder, [], "watch", "--abort-on-change", "-v");
        Read(watch, "slow: running");
        project.Write("mode.txt", "quick\n");
        Read(watch, "ended by a change");
        Read(watch, "1 ran in");
        Assert.That(project.Read("out.txt"), Is.EqualTo("done\n"));
        watch.Signal(Interrupt);
        Assert.That(watch.Finish().ExitCode, Is.Zero);
    }

    [Test]
    public void A_block_says_what_changed_what_ran_and_why()
    {
        using var project = ShellProject.Words();
        using var watch = PolyglotProcess.Start(project.Folder, [], "watch");
        Read(watch, "watching ");
        project.Write("data/words.txt", "pear\npear\napple\n");
        Assert.That(watch.ReadLine(), Is.Empty);
        Assert.That(watch.ReadLine(), Does.Match(@"^\d\d:\d\d:\d\d  data/words.txt changed$"));
        Assert.That(watch.ReadLine(), Does.StartWith("sorted  ran").And.EndsWith("(input words changed)"));
        Assert.That(watch.ReadLine(), Does.StartWith("1 ran, 1 cached in "));
        watch.Signal(Interrupt);
        Assert.That(watch.Finish().Out, Is.EqualTo("because: input words changed\n"));
    }

    [Test]
    public void A_signal_during_a_run_cuts_it_short_and_says_so()
    {
        using var project = new ShellProject("name: endless\ntasks: { slow: { runner: shell, command: \"echo running; while :; do sleep 1; done\", output: Blob } }\n");
        using var watch = PolyglotProcess.Start(project.Folder, [], "watch", "-v");
        Read(watch, "slow: running");
        watch.Signal(Interrupt);
        var result = watch.Finish();
        Assert.That(result.ExitCode, Is.EqualTo(130), result.ToString());
        Assert.That(result.Error, Does.Contain("stopping; Ctrl-C again kills what still runs\n"));
    }

    private static JsonElement Next(PolyglotProcess watch)
    {
        var line = watch.ReadLine();
        Assert.That(line, Is.Not.Null, "the program ended");
        OutputSchema.Check(line!);
        using var document = JsonDocument.Parse(line!);
        return document.RootElement.Clone();
    }

    private static void Read(PolyglotProcess watch, string start)
    {
        var lines = new List<string>();
        while (watch.ReadLine() is { } line)
        {
            lines.Add(line);
            if (line.StartsWith(start, StringComparison.Ordinal)) return;
        }
        Assert.Fail($"no line begins with `{start}`:\n{string.Join('\n', lines)}\n{watch.Finish()}");
    }
}
