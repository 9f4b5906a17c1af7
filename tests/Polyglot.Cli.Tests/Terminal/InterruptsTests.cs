using Polyglot.Cli.Terminal;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Terminal;

[NonParallelizable]
public sealed class InterruptsTests
{
    [Test]
    public void The_first_asks_to_stop_the_second_to_stop_at_once()
    {
        var clock = new ManualTimeProvider();
        var exits = new List<int>();
        var heard = new List<int>();
        using var interrupts = new Interrupts(clock, exits.Add) { OnInterrupt = heard.Add };
        Assert.That(interrupts.WasInterrupted, Is.False);

        interrupts.Interrupt();
        Assert.That((interrupts.Stop.IsCancellationRequested, interrupts.Kill.IsCancellationRequested), Is.EqualTo((true, false)));
        interrupts.Interrupt();
        Assert.That(interrupts.Kill.IsCancellationRequested, Is.True);
        Assert.That(heard, Is.EqualTo(new[] { 1, 2 }));
        Assert.That(exits, Is.Empty);

        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(exits, Is.EqualTo(new[] { 130 }));
    }

    [Test]
    public void The_third_ends_the_process()
    {
        var exits = new List<int>();
        using var interrupts = new Interrupts(new ManualTimeProvider(), exits.Add);
        for (var i = 0; i < 3; i++) interrupts.Interrupt();
        Assert.That(exits, Is.EqualTo(new[] { 130 }));
    }

    [Test]
    public void Who_ends_in_time_is_not_killed()
    {
        var clock = new ManualTimeProvider();
        var exits = new List<int>();
        var interrupts = new Interrupts(clock, exits.Add);
        interrupts.Interrupt();
        interrupts.Interrupt();
        interrupts.Dispose();
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.That(exits, Is.Empty);
    }
}
