using System.Diagnostics;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Tests.Support;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Terminal;

[Platform("Linux")]
public sealed class StandardStreamTests
{
    [TestCase("version", 3)]
    [TestCase("help", 3)]
    [TestCase("help run --output json", 3)]
    [TestCase("nosuch --output json", 2)]
    public void An_output_that_takes_nothing_is_told_in_words(string words, int code)
    {
        var (exit, error) = Shell($"\"$0\" {words} > /dev/full");
        Assert.That(exit, Is.EqualTo(code), error);
        Assert.That(error, Is.EqualTo($"error: {CliMessages.CannotWriteOutput("No space left on device")}\n  next: {CliMessages.CheckDisk}\n"));
    }

    [Test]
    public void Where_errors_cannot_be_told_either_the_exit_code_tells() => Assert.That(Shell("\"$0\" version > /dev/full 2> /dev/full").ExitCode, Is.EqualTo(3));

    [Test]
    public void Nobody_reading_any_more_is_no_error() => Assert.That(Shell("( \"$0\" help; echo $? >&2 ) | true").Error, Is.EqualTo("0\n"));

    private static (int ExitCode, string Error) Shell(string script)
    {
        using var folder = new TempDirectory();
        var start = new ProcessStartInfo("/bin/sh", ["-c", script, PolyglotProcess.Executable]) { WorkingDirectory = folder.Path, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in PolyglotProcess.Environment()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
