using System.Text.Json;
using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Running;

/// <summary>Memory that tasks may take, and other tries, of whole runs.</summary>
[Platform("Linux")]
public sealed class LimitTests
{
    private const int Interrupt = 2;

    private const string Fill = "x=$(head -c 90000000 /dev/zero | tr '\\\\0' a)";

    [Test]
    public void A_task_that_takes_more_memory_than_it_says_is_stopped_and_the_message_says_so()
    {
        using var project = new ShellProject($"name: hungry\ntasks:\n  hog: {{ runner: shell, command: \"{Fill}; sleep 1000\", memory: 50MB, output: Blob }}\n");
        var run = project.Polyglot("run");
        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That(run.Out, Does.Match(
            "failed: hog: it took [0-9.]+ MB of memory, and may take 50 MB; its process was killed\\. Raise the task's `memory`, or let it have another try by itself: `retry: \\{ alone: true \\}`"));

        var log = project.Polyglot("log", "hog", "--output", "json");
        OutputSchema.Check(log.Out);
        using var document = JsonDocument.Parse(log.Out);
        Assert.That(document.RootElement.GetProperty("error").GetProperty("code").GetString(), Is.EqualTo("memory_limit"));
        Assert.That(document.RootElement.GetProperty("peakMemoryBytes").GetInt64(), Is.GreaterThan(50_000_000));
    }

    [Test]
    public void A_task_may_have_another_try_by_itself_with_all_the_memory_of_the_run()
    {
        using var project = new ShellProject("name: x\ntasks: {}\n");
        var mark = project.PathOf("mark");
        project.Write("polyglot.yaml",
            $"name: hungry\ntasks:\n  hog: {{ runner: shell, command: \"if test -e {mark}; then {Fill}; echo enough > {{output}}; else touch {mark}; {Fill}; sleep 1000; fi\", memory: 50MB, retry: {{ alone: true }}, output: Blob }}\n");
        var run = project.Polyglot("run");
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Out, Does.Contain("the next one waits until nothing else runs, and then runs alone"));
        Assert.That(run.Out, Does.Match("hog +ran .*tried 2 times"));
    }

    [Test]
    public void A_task_that_asks_for_it_is_tried_again_and_every_try_is_on_record()
    {
        using var project = new ShellProject("name: x\ntasks: {}\n");
        var mark = project.PathOf("mark");
        project.Write("polyglot.yaml",
            $"name: moody\ntasks:\n  fetch: {{ runner: shell, command: \"if test -e {mark}; then echo here > {{output}}; else touch {mark}; echo not yet >&2; exit 7; fi\", retry: {{ times: 2, delay: 1ms }}, output: Blob }}\n");
        var run = project.Polyglot("run", "--output", "json");
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        OutputSchema.Check(run.Out);
        using (var document = JsonDocument.Parse(run.Out)) Assert.That(document.RootElement.GetProperty("tasks")[0].GetProperty("tries").GetInt32(), Is.EqualTo(2));

        Assert.That(project.Polyglot("log", "fetch").Out, Does.Contain("fetch: attempt 2 of 2, ok").And.Match("attempt 1 +failed after .*exit code 7"));
        var log = project.Polyglot("log", "fetch", "--output", "json");
        OutputSchema.Check(log.Out);
        using var attempts = JsonDocument.Parse(log.Out);
        Assert.That(attempts.RootElement.GetProperty("history").EnumerateArray().Select(a => a.GetProperty("status").GetString()), Is.EqualTo(new[] { "failed", "ok" }));
    }

    [Test]
    public void A_wait_for_another_try_ends_with_the_run()
    {
        using var project = new ShellProject("name: patient\ntasks:\n  fetch: { runner: shell, command: \"exit 7\", retry: { times: 1000, delay: 1h, longest: 1000h }, output: Blob }\n");
        using var process = PolyglotProcess.Start(project.Folder, [], "run");
        var line = process.ReadLine();
        Assert.That(line, Does.Match("^fetch: warning: try 1 failed: .*; the next one comes in [0-9.]+ s$"));
        process.Signal(Interrupt);
        var result = process.Finish();
        Assert.That(result.ExitCode, Is.EqualTo(130), result.ToString());
        Assert.That(result.Out, Does.Contain("fetch  cancelled"));
    }

    [Test]
    public void Asking_for_other_tries_does_not_make_a_task_another_one()
    {
        static string Project(string more) => $"name: same\ntasks:\n  a: {{ runner: shell, command: \"echo x > {{output}}\", output: Blob{more} }}\n";
        using var project = new ShellProject(Project(""));
        Assert.That(project.Polyglot("run").ExitCode, Is.Zero);
        project.Write("polyglot.yaml", Project(", retry: 5, memory: 2GB"));
        Assert.That(project.Polyglot("run").Out, Does.Contain("everything is up to date"));
    }
}
