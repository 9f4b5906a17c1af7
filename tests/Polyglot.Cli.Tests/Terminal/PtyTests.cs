using System.Diagnostics;
using Polyglot.Cli.Tests.Support;

namespace Polyglot.Cli.Tests.Terminal;

/// <summary>The live display on a real pseudo-terminal.</summary>
[Platform("Linux,MacOsX")]
public sealed class PtyTests
{
    // Runs a program on a terminal of 80 columns and copies what it draws; sends an interrupt when it first sees the given text.
    private const string Terminal =
        """
        import fcntl, os, pty, signal, struct, sys, termios
        trigger = sys.argv[1].encode()
        pid, fd = pty.fork()
        if pid == 0:
            os.execv(sys.argv[2], sys.argv[2:])
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        seen = b""
        while True:
            try:
                data = os.read(fd, 65536)
            except OSError:
                break
            if not data:
                break
            seen += data
            if trigger and trigger in seen:
                os.write(fd, b"\x03")
                trigger = b""
        sys.stdout.buffer.write(seen)
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """;

    private static (int ExitCode, string Drawn) OnTerminal(string folder, string interruptAt, params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/env") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in new[] { "python3", "-c", Terminal, interruptAt, PolyglotProcess.Executable }.Concat(arguments)) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in PolyglotProcess.Environment(("TERM", "xterm-256color"))) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var drawn = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, drawn);
    }

    [OneTimeSetUp]
    public void Python_is_needed_to_make_a_terminal()
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/env", ["python3", "-c", "import pty, os; os.waitstatus_to_exitcode"]) { RedirectStandardError = true })!;
        python.WaitForExit();
        if (python.ExitCode != 0) Assert.Ignore("No Python 3.9 is here to make a pseudo-terminal.");
    }

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
}
