using Polyglot.Dataflow.Execution;

namespace Polyglot.Dataflow.Tests.Execution;

public class TaskPhaseTests
{
    private static readonly (TaskPhase, TaskPhase)[] _allowed =
    [
        (TaskPhase.Waiting, TaskPhase.Ready), (TaskPhase.Waiting, TaskPhase.Done), (TaskPhase.Waiting, TaskPhase.Blocked), (TaskPhase.Waiting, TaskPhase.Cancelled),
        (TaskPhase.Ready, TaskPhase.Running), (TaskPhase.Ready, TaskPhase.Joining), (TaskPhase.Ready, TaskPhase.Cancelled),
        (TaskPhase.Running, TaskPhase.Joining), (TaskPhase.Running, TaskPhase.Done), (TaskPhase.Running, TaskPhase.Failed), (TaskPhase.Running, TaskPhase.Cancelled),
        (TaskPhase.Running, TaskPhase.Waiting), (TaskPhase.Running, TaskPhase.Blocked),
        (TaskPhase.Joining, TaskPhase.Done), (TaskPhase.Joining, TaskPhase.Ready), (TaskPhase.Joining, TaskPhase.Failed), (TaskPhase.Joining, TaskPhase.Blocked),
        (TaskPhase.Joining, TaskPhase.Cancelled),
        (TaskPhase.Done, TaskPhase.Ready),
    ];

    [Test]
    public void Every_pair_of_phases_is_allowed_or_refused_as_listed([Values] TaskPhase from, [Values] TaskPhase to) =>
        Assert.That(TaskPhases.May(from, to), Is.EqualTo(_allowed.Contains((from, to))));

    [Test]
    public void A_final_phase_is_left_only_because_an_output_was_lost([Values] TaskPhase from, [Values] TaskPhase to)
    {
        if (TaskPhases.IsFinal(from) && TaskPhases.May(from, to)) Assert.That((from, to), Is.EqualTo((TaskPhase.Done, TaskPhase.Ready)));
    }
}
