using System.Text;
using Polyglot.Pictures.Text;

namespace Polyglot.Pictures.Tests.Text;

public sealed class LineAssemblerTests
{
    [Test]
    public void Lines_are_the_same_however_the_bytes_are_cut()
    {
        var bytes = "one\r\nzwei ü\n日本\n\nrest"u8.ToArray();
        for (var size = 1; size <= bytes.Length; size++)
        {
            var lines = new LineAssembler();
            var got = new List<string>();
            foreach (var chunk in bytes.Chunk(size)) got.AddRange(lines.Take(chunk));
            Assert.That(got, Is.EqualTo(new[] { "one", "zwei ü", "日本", "" }), $"chunks of {size}");
            Assert.That(lines.Rest(), Is.EqualTo("rest"));
            Assert.That(lines.Rest(), Is.Null);
        }
    }

    [Test]
    public void A_progress_bar_that_redraws_its_line_shows_its_last_state()
    {
        var lines = new LineAssembler();
        Assert.That(lines.Take("10%\r50%\r100%\n"u8), Is.EqualTo(new[] { "100%" }));
    }

    [Test]
    public void A_line_without_end_comes_in_parts()
    {
        var lines = new LineAssembler();
        Assert.That(lines.Take(Encoding.ASCII.GetBytes(new string('a', 10_000))).Select(l => l.Length), Is.EqualTo(new[] { 4096, 4096 }));
        Assert.That(lines.Rest(), Has.Length.EqualTo(10_000 - 2 * 4096));
    }
}
