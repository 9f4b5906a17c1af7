using Polyglot.Pictures.Text;

namespace Polyglot.Pictures.Tests.Text;

public sealed class QuantityTests
{
    [TestCase(0, "0.00 s")]
    [TestCase(0.314, "0.31 s")]
    [TestCase(9.994, "9.99 s")]
    [TestCase(9.996, "10.0 s")]
    [TestCase(99.94, "99.9 s")]
    [TestCase(99.96, "1 min 40 s")]
    [TestCase(185, "3 min 05 s")]
    [TestCase(7500, "2 h 05 min")]
    [TestCase(-1, "0.00 s")]
    public void Durations_have_the_precision_that_matters(double seconds, string text) =>
        Assert.That(Quantity.Duration(TimeSpan.FromSeconds(seconds)), Is.EqualTo(text));

    [TestCase(0, "0 B")]
    [TestCase(999, "999 B")]
    [TestCase(1000, "1.0 kB")]
    [TestCase(9_940, "9.9 kB")]
    [TestCase(9_960, "10 kB")]
    [TestCase(999_600, "1.0 MB")]
    [TestCase(37_000_000, "37 MB")]
    [TestCase(long.MaxValue, "9.2 EB")]
    public void Sizes_are_in_powers_of_a_thousand(long bytes, string text) => Assert.That(Quantity.Size(bytes), Is.EqualTo(text));

    [TestCase(30, "just now")]
    [TestCase(300, "5 min ago")]
    [TestCase(3 * 3600, "3 h ago")]
    [TestCase(36 * 3600, "1 day ago")]
    [TestCase(5 * 86400, "5 days ago")]
    [TestCase(60 * 86400, "2025-11-02")]
    public void Ages_become_dates_after_a_month(int seconds, string text)
    {
        var now = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.That(Quantity.Age(now.AddSeconds(-seconds), now), Is.EqualTo(text));
    }

    [Test]
    public void Counts_know_their_plural()
    {
        Assert.That(Quantity.Count(1, "task"), Is.EqualTo("1 task"));
        Assert.That(Quantity.Count(0, "task"), Is.EqualTo("0 tasks"));
        Assert.That(Quantity.Count(2, "entry", "entries"), Is.EqualTo("2 entries"));
    }
}
