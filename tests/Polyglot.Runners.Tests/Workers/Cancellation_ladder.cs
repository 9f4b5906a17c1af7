namespace Polyglot.Runners.Tests.Workers;

/// <summary>Every pair of state and event, for every set of rungs that changes the answer.</summary>
public sealed class Cancellation_ladder
{
    private static readonly LadderRungs All = new(Ask: true, Signal: true);
    private static readonly LadderRungs AskOnly = new(Ask: true, Signal: false);
    private static readonly LadderRungs SignalOnly = new(Ask: false, Signal: true);
    private static readonly LadderRungs None = new(Ask: false, Signal: false);

    private static IEnumerable<TestCaseData> Pairs()
    {
        yield return Pair(LadderState.Running, LadderEvent.Stop, All, LadderState.Asked, LadderAction.Ask);
        yield return Pair(LadderState.Running, LadderEvent.Stop, AskOnly, LadderState.Asked, LadderAction.Ask);
        yield return Pair(LadderState.Running, LadderEvent.Stop, SignalOnly, LadderState.Signalled, LadderAction.Signal);
        yield return Pair(LadderState.Running, LadderEvent.Stop, None, LadderState.Killed, LadderAction.Kill);
        yield return Pair(LadderState.Running, LadderEvent.Force, All, LadderState.Killed, LadderAction.Kill);
        yield return Pair(LadderState.Running, LadderEvent.TimeOver, All, LadderState.Running, LadderAction.None);
        yield return Pair(LadderState.Running, LadderEvent.Ended, All, LadderState.Ended, LadderAction.None);

        yield return Pair(LadderState.Asked, LadderEvent.Stop, All, LadderState.Asked, LadderAction.None);
        yield return Pair(LadderState.Asked, LadderEvent.Force, All, LadderState.Killed, LadderAction.Kill);
        yield return Pair(LadderState.Asked, LadderEvent.TimeOver, All, LadderState.Signalled, LadderAction.Signal);
        yield return Pair(LadderState.Asked, LadderEvent.TimeOver, AskOnly, LadderState.Killed, LadderAction.Kill);
        yield return Pair(LadderState.Asked, LadderEvent.Ended, All, LadderState.Ended, LadderAction.None);

        yield return Pair(LadderState.Signalled, LadderEvent.Stop, All, LadderState.Signalled, LadderAction.None);
        yield return Pair(LadderState.Signalled, LadderEvent.Force, All, LadderState.Killed, LadderAction.Kill);
        yield return Pair(LadderState.Signalled, LadderEvent.TimeOver, All, LadderState.Killed, LadderAction.Kill);
        yield return Pair(LadderState.Signalled, LadderEvent.Ended, All, LadderState.Ended, LadderAction.None);

        yield return Pair(LadderState.Killed, LadderEvent.Stop, All, LadderState.Killed, LadderAction.None);
        yield return Pair(LadderState.Killed, LadderEvent.Force, All, LadderState.Killed, LadderAction.None);
        yield return Pair(LadderState.Killed, LadderEvent.TimeOver, All, LadderState.Abandoned, LadderAction.GiveUp);
        yield return Pair(LadderState.Killed, LadderEvent.Ended, All, LadderState.Ended, LadderAction.None);

        foreach (var final in new[] { LadderState.Abandoned, LadderState.Ended })
            foreach (var happened in Enum.GetValues<LadderEvent>())
                yield return Pair(final, happened, All, final, LadderAction.None);
    }

    private static TestCaseData Pair(LadderState state, LadderEvent happened, LadderRungs rungs, LadderState next, LadderAction action) =>
        new TestCaseData(state, happened, rungs, next, action).SetArgDisplayNames($"{state}", $"{happened}", $"ask {rungs.Ask}", $"signal {rungs.Signal}");

    [TestCaseSource(nameof(Pairs))]
    public void A_state_and_an_event_give_the_next_state_and_what_to_do(object state, object happened, object rungs, object next, object action)
    {
        var step = CancellationLadder.Next((LadderState)state, (LadderEvent)happened, (LadderRungs)rungs);

        Assert.That(step, Is.EqualTo(((LadderState)next, (LadderAction)action)));
    }

    [Test]
    public void Every_pair_is_covered()
    {
        var covered = Pairs().Select(p => (p.Arguments[0], p.Arguments[1])).ToHashSet();

        foreach (var state in Enum.GetValues<LadderState>())
            foreach (var happened in Enum.GetValues<LadderEvent>())
                Assert.That(covered, Does.Contain(((object)state, (object)happened)));
    }

    [Test]
    public void Only_the_rungs_wait_and_each_as_long_as_the_manifest_says()
    {
        var timeouts = RunnerTimeouts.Default with { Cancel = TimeSpan.FromSeconds(1), Interrupt = TimeSpan.FromSeconds(2), Kill = TimeSpan.FromSeconds(3) };

        var allowances = Enum.GetValues<LadderState>().Select(s => CancellationLadder.Allowance(s, timeouts)?.TotalSeconds);

        Assert.That(allowances, Is.EqualTo(new double?[] { null, 1, 2, 3, null, null }));
    }

    [TestCase(InterruptMode.Message, true, false)]
    [TestCase(InterruptMode.Signal, true, true)]
    [TestCase(InterruptMode.None, false, false)]
    public void A_workers_rungs_are_what_its_manifest_says(InterruptMode mode, bool ask, bool signal) =>
        Assert.That(LadderRungs.OfWorker(mode), Is.EqualTo(new LadderRungs(ask, signal)));

    [TestCase(InterruptMode.Signal, true)]
    [TestCase(InterruptMode.None, false)]
    public void A_command_is_never_asked_by_message(InterruptMode mode, bool signal) =>
        Assert.That(LadderRungs.OfCommand(mode), Is.EqualTo(new LadderRungs(false, signal)));
}
