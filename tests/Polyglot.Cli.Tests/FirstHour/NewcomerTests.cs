using System.Diagnostics;
using Polyglot.Cli.Tests.Support;
using Polyglot.Cli.Tests.Terminal;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.FirstHour;

/// <summary>The first hour of somebody who just found the program, on a terminal, with the screen of every step.</summary>
[Platform("Linux")]
public sealed class NewcomerTests
{
    private const string Prompt = "$";

    // Before 3.11 an error has no column.
    [OneTimeSetUp]
    public void A_terminal_can_be_made() => Pty.Require(minor: 11);

    [Test]
    public void The_screen_is_as_it_should_be_after_every_step()
    {
        Runtimes.Require("python");
        using var folder = new TempDirectory();
        var programs = Path.GetDirectoryName(PolyglotProcess.Executable)!;
        var path = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}";
        using var terminal = new Pty(folder.Path, 120, [("PATH", path), ("HOME", folder.Path)], "/bin/sh");
        // The shell's own prompt tells that it listens; it differs from shell to shell.
        terminal.Await(drawn => drawn.Length > 0);
        terminal.Type($"PS1='{Prompt} '\n");
        terminal.Await(drawn => IsPrompt(Seen(drawn, 0)));
        foreach (var step in Transcript.Parse(File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "FirstHour", "newcomer.txt"))))
        {
            // A command is typed behind the prompt; what else happens is below what a program has drawn.
            var typed = step.Kind == StepKind.Command ? 1 : 0;
            var from = Seen(terminal.Await(_ => true), 0).Count - typed;
            Do(step, terminal, folder.Path);
            string[] expected = step.IsLeftRunning ? [.. step.Screen] : [.. step.Screen, Prompt];
            var drawn = terminal.Await(all => Seen(all, from) is var seen && (step.IsLeftRunning ? IsSeen(expected, seen) : seen.Count > typed && IsPrompt(seen)));
            AssertSeen(step.Action, expected, drawn, from);
        }
    }

    private static void Do(Step step, Pty terminal, string folder)
    {
        if (step.Kind == StepKind.Command) terminal.Type(step.Action + "\n");
        else if (step.Kind == StepKind.Interrupt) terminal.Type("\x03");
        else
        {
            using var other = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", step.Action]) { WorkingDirectory = folder })!;
            other.WaitForExit();
            Assert.That(other.ExitCode, Is.Zero, step.Action);
        }
    }

    private static List<string> Seen(string drawn, int from)
    {
        using var screen = new Screen();
        screen.Write(drawn);
        return [.. screen.Lines.Skip(from)];
    }

    private static bool IsPrompt(List<string> seen) => seen.Count > 0 && seen[^1] == Prompt;

    private static bool IsSeen(string[] expected, List<string> seen) =>
        expected.Length == seen.Count && expected.Zip(seen).All(pair => Transcript.Matches(pair.First, pair.Second));

    private static void AssertSeen(string action, string[] expected, string drawn, int from)
    {
        var seen = Seen(drawn, from);
        if (!IsSeen(expected, seen)) Assert.Fail($"after `{action}`\nthe screen should be\n{string.Join('\n', expected)}\n--- and is\n{string.Join('\n', seen)}");
    }
}
