using Polyglot.Dataflow.Execution;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Recording;
using Polyglot.Dataflow.Tests.Support;
using Polyglot.Store;

namespace Polyglot.Dataflow.Tests.Execution;

/// <summary>What a task took when it ran last counts where it does not say what it takes.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ObservedPeakTests : IDisposable
{
    private readonly DriverHarness _harness = new();
    private long? _peak = 600;

    public ObservedPeakTests() => _harness.Executor.Decide = (request, _) => Ended(request);

    public void Dispose() => _harness.Dispose();

    [Test]
    public async Task A_task_that_was_run_is_known_by_its_name_and_others_are_not()
    {
        await _harness.RunAsync(Tasks("1"));
        Assert.That((Peaks().Of("a"), Peaks().Of("never")), Is.EqualTo((640L, 0L)), "rounded up");
    }

    [Test]
    public async Task The_last_run_counts_also_where_the_result_was_found()
    {
        await _harness.RunAsync(Tasks("1"));
        _peak = 1000;
        await _harness.RunAsync(Tasks("2"));
        Assert.That(Peaks().Of("a"), Is.EqualTo(1024));
        await _harness.RunAsync(Tasks("1"));
        Assert.That(Peaks().Of("a"), Is.EqualTo(640), "what is on record of the execution that was found");
    }

    [Test]
    public async Task Where_no_attempt_tells_nothing_counts()
    {
        _peak = null;
        await _harness.RunAsync(Tasks("1"));
        Assert.That(Peaks().Of("a"), Is.Zero);
    }

    [Test]
    public async Task The_peak_of_a_collection_is_that_of_its_largest_element()
    {
        var flow = new ScatterFlow(_harness).Array("regions", 1, 2, 3).Task("fit", ["regions"], [0]);
        var multiply = _harness.Executor.Decide;
        _harness.Executor.Decide = (request, tries) => multiply(request, tries) is ExecutionOutcome.Ended ended
            ? new ExecutionOutcome.Ended(ended.Attempt with { PeakMemory = request.Task.Name == "fit[1]" ? 2000 : 10 }) : null;
        await _harness.RunAsync(flow.Build());
        Assert.That(Peaks().Of("fit"), Is.EqualTo(2048));
    }

    [Test]
    public async Task Two_that_took_too_much_for_both_do_not_run_at_once()
    {
        await _harness.RunAsync(Tasks("1"));
        var peaks = Peaks();
        _harness.Memory = 1000;
        foreach (var name in new[] { "a", "b" }) _harness.Demands[name] = Demand.Of(TaskResources.None, peaks.Of(name));
        _harness.Executor.Hold("a");
        var run = _harness.RunAsync(Tasks("2"));
        await _harness.Executor.Started("a");
        Assert.That(_harness.Executor.Ran, Has.No.Member("b"));
        _harness.Executor.Release("a");
        await run;
    }

    [Test]
    public void What_a_task_says_goes_before_what_was_seen()
    {
        Assert.That(Demand.Of(TaskResources.None with { Memory = 100 }, 600), Is.EqualTo(new Demand(1, 100)));
        Assert.That(Demand.Of(TaskResources.None with { Cpus = 2 }, 600), Is.EqualTo(new Demand(2, 600)));
        Assert.That(Demand.Of(TaskResources.None, 600), Is.EqualTo(new Demand(1, 600)));
    }

    [Test]
    public void Rounding_up_adds_at_most_a_quarter_and_leaves_few_numbers()
    {
        var rounded = Enumerable.Range(1, 10_000).Select(i => (Bytes: i * 1_000_003L, Up: ObservedPeaks.RoundUp(i * 1_000_003L))).ToList();
        Assert.That(rounded, Has.All.Matches<(long Bytes, long Up)>(n => n.Up >= n.Bytes && n.Up <= n.Bytes * 1.25));
        Assert.That(rounded.Select(n => n.Up).Distinct().Count(), Is.LessThan(70));
        Assert.That(ObservedPeaks.RoundUp(0), Is.Zero);
    }

    private ObservedPeaks Peaks() => new(new RepositoryLookups(_harness.Executions, _harness.Objects, _harness.Runs, Tasks("1").Dataflow), _harness.Executions);

    private ExecutionOutcome.Ended Ended(ExecutionRequest request) => new(new()
    {
        Status = AttemptStatus.Ok,
        StartedAt = default,
        EndedAt = default,
        Runner = "python",
        PeakMemory = _peak,
        Output = _harness.Objects.Put(System.Text.Encoding.UTF8.GetBytes($"{request.Task.Id} {string.Join(' ', request.Inputs)}")),
    });

    private static Snapshot Tasks(string input) => new TestDataflow().Input("i", input).Task("a", ["i"]).Task("b", ["i"]).Build();
}
