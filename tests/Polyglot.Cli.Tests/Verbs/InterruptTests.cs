using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Verbs;

[Platform("Linux,MacOsX")]
public sealed class InterruptTests
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    /// <summary>A task that says that it runs and never ends by itself, beside one that is done before.</summary>
    private static ShellProject Endless(string trap) => new(
        $$"""
        name: endless
        tasks:
          quick: { runner: shell, command: "echo done > {output}", output: Blob }
          slow:
            runner: shell
            command: "{{trap}} echo running; cat {inputs.quick} > /dev/null; while :; do sleep 1; done"
            inputs: { quick: quick }
            output: Blob
        """);

    private static PolyglotProcess StartAndWait(ShellProject project)
    {
        var process = PolyglotProcess.Start(project.Folder, [], "run", "-v");
        while (process.ReadLine() is { } line)
            if (line == "slow: running") return process;
        Assert.Fail(process.Finish().ToString());
        return process;
    }

    [TestCase(Interrupt)]
    [TestCase(Terminate)]
    public void A_signal_stops_the_run_and_keeps_what_is_finished(int signal)
    {
        using var project = Endless("");
        using var process = StartAndWait(project);
        process.Signal(signal);
        var result = process.Finish();
        Assert.That(result.ExitCode, Is.EqualTo(130), result.ToString());
        Assert.That(result.Error, Does.Match("(?m)^stopping; Ctrl-C again kills what still runs$"));
        Assert.That(result.Out, Does.Contain("slow   cancelled"));
        Assert.That(project.Polyglot("cat", "quick").Out, Is.EqualTo("done\n"));
        Assert.That(project.Polyglot("status").Out, Does.Contain("cancelled"));
        Assert.That(project.Polyglot("fsck").ExitCode, Is.Zero);
    }

    [Test]
    public void A_second_signal_kills_a_task_that_does_not_listen()
    {
        using var project = Endless("trap '' TERM INT;");
        using var process = StartAndWait(project);
        process.Signal(Interrupt);
        process.Signal(Interrupt);
        var result = process.Finish();
        Assert.That(result.ExitCode, Is.EqualTo(130), result.ToString());
        Assert.That(project.Polyglot("fsck").ExitCode, Is.Zero);
    }
}
