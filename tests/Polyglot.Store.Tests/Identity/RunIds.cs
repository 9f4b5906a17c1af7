using Polyglot.Testing;

namespace Polyglot.Store.Tests;

public sealed class RunIds
{
    [Test]
    public void A_run_id_says_when_the_run_began()
    {
        var clock = new ManualTimeProvider();
        clock.Advance(TimeSpan.FromMilliseconds(1234));
        var id = RunId.New(clock);
        Assert.That(id.ToString(), Does.Match("^20260101-000001234-[0-9a-f]{8}$"));
        Assert.That(id.Time, Is.EqualTo(clock.GetUtcNow()));
        Assert.That(RunId.Parse(id.ToString()), Is.EqualTo(id));
    }

    [Test]
    public void The_text_sorts_as_time_does()
    {
        var clock = new ManualTimeProvider();
        var ids = new List<RunId>();
        for (var i = 0; i < 50; i++)
        {
            ids.Add(RunId.New(clock));
            clock.Advance(TimeSpan.FromMilliseconds(i * 997));
        }
        Assert.That(ids.OrderBy(i => i.ToString(), StringComparer.Ordinal), Is.EqualTo(ids.Order()));
    }

    [Test]
    public void Runs_of_the_same_instant_have_different_ids()
    {
        var clock = new ManualTimeProvider();
        Assert.That(RunId.New(clock), Is.Not.EqualTo(RunId.New(clock)));
    }

    [TestCase("")]
    [TestCase("20260101-000001234-0000000")]
    [TestCase("20260101-000001234-0000000G")]
    [TestCase("20260101-000001234-0000000A")]
    [TestCase("20261301-000001234-00000000")]
    [TestCase("20260101_000001234-00000000")]
    [TestCase("../../../../../etc/passwd..")]
    public void Anything_else_is_refused(string text)
    {
        Assert.That(RunId.TryParse(text, out _), Is.False);
        Assert.That(() => RunId.Parse(text), Throws.TypeOf<FormatException>().With.Message.EqualTo(StoreMessages.BadRunId(text)));
    }
}
