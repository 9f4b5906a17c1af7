using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Terminal;

/// <summary>The live display on a real pseudo-terminal.</summary>
[Platform("Linux,MacOsX")]
public sealed class PtyTests
{
    [OneTimeSetUp]
    public void A_terminal_can_be_made() => Pty.Require();

    [Test]
    public void A_run_draws_what_runs_and_leaves_only_the_table()
    {
        using var project = new ShellProject(
            """
            name: live
            tasks:
              slow: { runner: shell, command: "echo working hard; sleep 1; echo x > {output}", output: Blob }
            """);
        var (code, drawn) = OnTerminal(project.Folder, "", "run");
        Assert.That(code, Is.Zero, drawn);
        Assert.That(drawn, Does.Contain("\e[?25l").And.Contain("slow").And.Contain("working hard").And.Contain("0/1 done"));
        using var screen = new Screen();
        screen.Write(drawn);
        Assert.That(screen.CursorIsVisible, Is.True);
        Assert.That(screen.Lines[0], Is.EqualTo("task  result    time  why"));
        Assert.That(screen.Lines, Has.Count.EqualTo(3), string.Join('\n', screen.Lines));
        Assert.That(screen.Lines[1], Does.StartWith("slow  ran"));
        Assert.That(screen.Lines[2], Does.StartWith("1 ran in"));
    }

    [Test]
    public void Ctrl_C_gives_the_terminal_back()
    {
        using var project = new ShellProject("name: live\ntasks:\n  slow: { runner: shell, command: \"while :; do sleep 1; done\", output: Blob }\n");
        var (code, drawn) = OnTerminal(project.Folder, "0/1 done", "run");
        Assert.That(code, Is.EqualTo(130), drawn);
        Assert.That(drawn, Does.Contain("stopping; Ctrl-C again kills"));
        using var screen = new Screen();
        screen.Write(drawn);
        Assert.That(screen.CursorIsVisible, Is.True);
        Assert.That(screen.Lines, Has.Some.StartsWith("slow  cancelled"));
        Assert.That(screen.Lines, Has.None.Contains("0/1 done"));
    }

    [Test]
    public void A_value_is_shown_with_a_limit_and_in_colour()
    {
        using var project = ShellProject.Words();
        project.Polyglot("put", "[" + string.Join(", ", Enumerable.Range(0, 100)) + "]", "--type", "Array<Integer>", "--ref", "x/y");
        var (_, drawn) = OnTerminal(project.Folder, "", "cat", "x/y", "-f", "table");
        Assert.That(drawn, Does.Contain("100 rows, 20 shown").And.Contain("\e[2m"));
        Assert.That(OnTerminal(project.Folder, "", "cat", "x/y", "-f", "table", "--no-color").Drawn, Does.Not.Contain("\e["));
    }

    private static (int ExitCode, string Drawn) OnTerminal(string folder, string interruptAt, params string[] arguments)
    {
        using var terminal = new Pty(folder, 80, [], [PolyglotProcess.Executable, .. arguments]);
        if (interruptAt.Length > 0)
        {
            terminal.Await(drawn => drawn.Contains(interruptAt, StringComparison.Ordinal));
            terminal.Type("\x03");
        }
        return terminal.Finish();
    }
}
