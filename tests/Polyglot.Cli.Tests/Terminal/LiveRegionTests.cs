using Polyglot.Cli.Terminal;

namespace Polyglot.Cli.Tests.Terminal;

public sealed class LiveRegionTests
{
    [Test]
    public void Lines_are_replaced_in_place_and_shrink()
    {
        using var screen = new Screen();
        var region = new LiveRegion(screen);
        region.Show(["first task running", "0/2"]);
        Assert.That(screen.Lines, Is.EqualTo(new[] { "first task running", "0/2" }));
        Assert.That(screen.CursorIsVisible, Is.False);
        region.Show(["second", "third", "1/2"]);
        Assert.That(screen.Lines, Is.EqualTo(new[] { "second", "third", "1/2" }));
        region.Show(["2/2"]);
        Assert.That(screen.Lines, Is.EqualTo(new[] { "2/2" }));
        Assert.That(screen.IsInsideUpdate, Is.False);
    }

    [Test]
    public void What_is_printed_above_stays()
    {
        using var screen = new Screen();
        var region = new LiveRegion(screen);
        region.Show(["running", "0/1"]);
        region.PrintAbove("a: one\na: two");
        Assert.That(screen.Lines, Is.EqualTo(new[] { "a: one", "a: two", "running", "0/1" }));
        region.Show(["1/1"]);
        Assert.That(screen.Lines, Is.EqualTo(new[] { "a: one", "a: two", "1/1" }));
    }

    [Test]
    public void Closing_leaves_nothing_but_what_was_printed_above()
    {
        using var screen = new Screen();
        var region = new LiveRegion(screen);
        region.PrintAbove("kept");
        region.Show(["running", "0/1"]);
        region.Close();
        region.Close();
        Assert.That(screen.Lines, Is.EqualTo(new[] { "kept" }));
        Assert.That(screen.CursorIsVisible, Is.True);
    }

    [Test]
    public void The_same_lines_are_not_written_again()
    {
        using var written = new StringWriter();
        var region = new LiveRegion(written);
        region.Show(["x"]);
        var length = written.ToString().Length;
        region.Show(["x"]);
        Assert.That(written.ToString(), Has.Length.EqualTo(length));
    }

    [Test]
    public void A_region_that_showed_nothing_writes_nothing()
    {
        using var written = new StringWriter();
        new LiveRegion(written).Close();
        Assert.That(written.ToString(), Is.Empty);
    }
}
