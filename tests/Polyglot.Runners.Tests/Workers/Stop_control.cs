using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Workers;

/// <summary>The ladder in time, on a clock that moves only when told and a target that writes down what is done to it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class Stop_control
{
    private static readonly RunnerTimeouts Timeouts = RunnerTimeouts.Default with
    {
        Cancel = TimeSpan.FromSeconds(2),
        Interrupt = TimeSpan.FromSeconds(3),
        Kill = TimeSpan.FromSeconds(5),
    };

    private readonly ManualTimeProvider _time = new();
    private readonly Target _target = new();

    private StopControl Listening(TimeSpan? deadline = null, CancellationToken cancel = default, CancellationToken kill = default)
    {
        var control = new StopControl(_target, new LadderRungs(true, true), Timeouts, new StopWishes(deadline, cancel, kill), _time);
        control.Listen();
        return control;
    }

    [Test]
    public void It_climbs_one_rung_after_another_as_time_passes()
    {
        using var stop = new CancellationTokenSource();
        using var control = Listening(cancel: stop.Token);

        stop.Cancel();
        Assert.That(_target.Done, Is.EqualTo(new[] { "ask cancelled" }));
        _time.Advance(TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.That(_target.Done, Is.EqualTo(new[] { "ask cancelled", "signal", "kill" }));
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Multiple(() =>
        {
            Assert.That(_target.Done, Is.EqualTo(new[] { "ask cancelled", "signal", "kill", "give up" }));
            Assert.That(control.Cause, Is.EqualTo(StopCause.Cancelled));
            Assert.That(control.Reached, Is.EqualTo(LadderState.Abandoned));
            Assert.That(control.Story, Is.EqualTo($"cancelled; {RunnersMessages.WasAbandoned}"));
            Assert.That(_time.PendingTimers, Is.Zero);
        });
    }

    [Test]
    public void What_takes_too_much_memory_is_killed_at_once()
    {
        using var control = Listening(deadline: TimeSpan.FromSeconds(60));

        control.Stop(new MemoryExcess(1_234_000_000, 1_000_000_000, Grew: true));

        Assert.Multiple(() =>
        {
            Assert.That(_target.Done, Is.EqualTo(new[] { "kill" }));
            Assert.That(control.Cause, Is.EqualTo(StopCause.Memory));
            Assert.That(control.Story, Is.EqualTo("it took another 1.23 GB of memory, and may take 1 GB; its process was killed"));
        });
    }

    [Test]
    public void Once_the_task_has_ended_nothing_is_done_to_it()
    {
        using var stop = new CancellationTokenSource();
        using var control = Listening(deadline: TimeSpan.FromSeconds(60), cancel: stop.Token);

        stop.Cancel();
        control.Ended();
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Multiple(() =>
        {
            Assert.That(_target.Done, Is.EqualTo(new[] { "ask cancelled" }));
            Assert.That(control.Reached, Is.EqualTo(LadderState.Asked));
            Assert.That(_time.PendingTimers, Is.Zero);
        });
    }

    [Test]
    public void A_deadline_is_a_reason_of_its_own()
    {
        using var control = Listening(deadline: TimeSpan.FromSeconds(60));

        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Multiple(() =>
        {
            Assert.That(_target.Done, Is.EqualTo(new[] { "ask it took longer than its 60 s" }));
            Assert.That(control.Cause, Is.EqualTo(StopCause.Deadline));
        });
    }

    [Test]
    public void The_first_reason_counts()
    {
        using var stop = new CancellationTokenSource();
        using var control = Listening(deadline: TimeSpan.FromSeconds(60), cancel: stop.Token);

        _time.Advance(TimeSpan.FromSeconds(60));
        stop.Cancel();

        Assert.That(control.Cause, Is.EqualTo(StopCause.Deadline));
        Assert.That(_target.Done, Has.Count.EqualTo(1));
    }

    [Test]
    public void Force_skips_the_rungs_that_are_left_and_their_timers()
    {
        using var stop = new CancellationTokenSource();
        using var kill = new CancellationTokenSource();
        using var control = Listening(cancel: stop.Token, kill: kill.Token);

        stop.Cancel();
        kill.Cancel();
        Assert.That(_target.Done, Is.EqualTo(new[] { "ask cancelled", "kill" }));
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.That(_target.Done, Has.Count.EqualTo(2), "the timer of the first rung is gone, and the guard's time is not over");
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.That(_target.Done, Is.EqualTo(new[] { "ask cancelled", "kill", "give up" }));
    }

    [Test]
    public void What_was_wished_before_it_listened_happens_then()
    {
        using var control = Listening(cancel: new CancellationToken(canceled: true));

        Assert.That(_target.Done, Is.EqualTo(new[] { "ask cancelled" }));
    }

    private sealed class Target : IStoppable
    {
        public List<string> Done { get; } = [];

        public void Ask(string reason) => Done.Add($"ask {reason}");

        public void Signal() => Done.Add("signal");

        public void Kill() => Done.Add("kill");

        public void GiveUp() => Done.Add("give up");
    }
}
