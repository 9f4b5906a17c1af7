using System.Text;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Output;

public sealed class Captured_output
{
    [TestCase("", "")]
    [TestCase("abc", "abc")]
    [TestCase("abcdefghij", "abcdefghij")]
    [TestCase("abcdefghijk", "abcde\n[1 bytes left out]\nghijk")]
    [TestCase("abcdefghijklmnopqrstuvwxyz", "abcde\n[16 bytes left out]\nvwxyz")]
    public void The_beginning_and_the_end_are_kept_however_the_bytes_come(string text, string kept)
    {
        for (var step = 1; step <= text.Length + 1; step++)
        {
            var capture = new BoundedCapture(10);
            foreach (var piece in Encoding.ASCII.GetBytes(text).Chunk(step)) capture.Append(piece);

            Assert.That(Encoding.ASCII.GetString(capture.ToMemory().Span), Is.EqualTo(kept));
            Assert.That(capture.IsTruncated, Is.EqualTo(text.Length > 10));
        }
    }

    [Test]
    public void Nothing_is_passed_on_after_the_output_was_closed()
    {
        var events = new Recorder();
        var output = new TaskOutput(events, 100);

        output.Write(StreamKind.Stdout, "before"u8);
        var captured = output.Close();
        output.Write(StreamKind.Stdout, "after"u8);
        output.Raise(new ProgressMessage(1, "after"));

        Assert.Multiple(() =>
        {
            Assert.That(events.Output, Is.EqualTo("before"));
            Assert.That(events.Heard, Is.Empty);
            Assert.That(captured.Stdout.Span.SequenceEqual("before"u8), Is.True);
        });
    }

    [Test]
    public void A_fraction_that_is_none_is_passed_on_as_unknown()
    {
        var events = new Recorder();
        var output = new TaskOutput(events, 100);

        foreach (var fraction in new[] { -1, 0, 1, 1.5, double.NaN }) output.Raise(new ProgressMessage(fraction, "x"));

        Assert.That(events.Heard, Is.EqualTo(new[] { "progress  x", "progress 0 x", "progress 1 x", "progress  x", "progress  x" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_was_handed_on_is_given_back_and_the_last_lines_can_still_be_quoted(bool isPassing)
    {
        if (!PosixLauncher.IsSupported) Assert.Ignore("this system has no process descriptors");
        using var directory = new TempDirectory();
        await using var launcher = new PosixLauncher(directory.Path);
        var file = launcher.CreateOutputFile(isPassing);
        using var tail = new OutputTail(file);
        var output = new TaskOutput(ITaskEvents.None, 100);
        async Task WriteAsync(string command) => await launcher.StartCommand(new ProcessStart(["/bin/sh", "-c", command], [new("PATH", "/bin:/usr/bin")], "/"), file, file).Exited;

        await WriteAsync("head -c 3000000 /dev/zero | tr '\\0' x; echo; echo last");
        tail.Forward(output, StreamKind.Stdout);
        await WriteAsync("echo very last");
        tail.Forward(output, StreamKind.Stdout);

        Assert.Multiple(() =>
        {
            Assert.That(tail.LastLines(), Does.EndWith("last\nvery last").And.Not.Contain("\0"));
            Assert.That(Encoding.ASCII.GetString(output.Close().Stdout.Span), Does.EndWith("last\nvery last\n"));
            var start = new byte[10];
            Assert.That(file.Read(0, start), Is.EqualTo(10));
            Assert.That(start, Is.All.Zero, "its space was given back");
        });
    }
}
