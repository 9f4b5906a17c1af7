using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Tests.Support;
using Polyglot.Store;

namespace Polyglot.Dataflow.Tests.Planning;

/// <summary>Results that were removed to save room are computed again when their bytes are needed, not before, and compared with the record.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DroppedResultTests : IDisposable
{
    private readonly DriverHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Test]
    public void What_nobody_needs_counts_as_up_to_date()
    {
        var snapshot = Chain();
        var lookups = new FakeLookups().Ran(snapshot);
        Drop(lookups, snapshot, 0, 1);
        Assert.That(new Planner(snapshot, _ => false, lookups).Plan().ToPlan().Counts, Is.EqualTo(new PlanCounts(3, 0, 0)));
    }

    [Test]
    public void What_a_task_that_must_run_needs_runs_back_to_where_bytes_are()
    {
        var lookups = new FakeLookups().Ran(Chain());
        var recorded = Drop(lookups, Chain(), 0, 1);
        var plan = new Planner(Chain(last: "changed"), _ => false, lookups).Plan().ToPlan();
        Assert.That(plan.Tasks.Select(t => t.State.GetType().Name), Is.EqualTo(new[] { "MustRun", "Waiting", "Waiting" }));
        Assert.That(((TaskState.MustRun)plan.Tasks[0].State).Reason, Is.EqualTo(new Reason.OutputMissing(recorded[0])));
    }

    [Test]
    public void What_nothing_comes_after_is_needed_for_itself()
    {
        var lookups = new FakeLookups().Ran(Chain());
        Drop(lookups, Chain(), 2);
        var plan = new Planner(Chain(), _ => false, lookups).Plan().ToPlan();
        Assert.That(plan.Tasks.Select(t => t.State.GetType().Name), Is.EqualTo(new[] { "UpToDate", "UpToDate", "MustRun" }));
    }

    [Test]
    public void What_was_lost_and_not_dropped_is_computed_at_once()
    {
        var lookups = new FakeLookups().Ran(Chain());
        Drop(lookups, Chain(), 0);
        lookups.Dropped.Clear();
        Assert.That(new Planner(Chain(), _ => false, lookups).Plan().ToPlan().Counts.MustRun, Is.EqualTo(1));
    }

    [Test]
    public async Task Only_what_is_needed_is_computed_and_gives_what_the_record_says()
    {
        await DropAsync("a", "b");
        var rows = await _harness.RunAsync(Chain());
        Assert.That(_harness.Executor.Ran, Is.Empty);
        Assert.That(rows.Select(r => r.Decision), Is.All.EqualTo(Decision.Cached));

        rows = await _harness.RunAsync(Chain(last: "changed"));
        Assert.That(_harness.Executor.Ran, Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(rows.Select(r => r.DiffersFrom), Is.All.Null);
    }

    [Test]
    public async Task A_result_that_comes_out_otherwise_is_told()
    {
        var recorded = (await DropAsync("a"))["a"];
        _harness.Executor.Compute = request => $"impure {request.Task.Name}";
        var rows = await _harness.RunAsync(Chain(middle: "changed"));
        Assert.That(rows.Single(r => r.Name == "a").DiffersFrom, Is.EqualTo(recorded));
    }

    [Test]
    public async Task Where_a_change_ends_before_it_nothing_is_computed_again()
    {
        _harness.Executor.Compute = request => request.Task.Name == "p" ? "always the same" : $"{request.Task.Id} {string.Join(' ', request.Inputs)}";
        var rows = await _harness.RunAsync(Joined("1"));
        Drop(rows.Single(r => r.Name == "a").Output!.Value);
        await _harness.RunAsync(Joined("2"));
        Assert.That(_harness.Executor.Ran, Is.EqualTo(new[] { "p" }), "z has the same inputs as before");
    }

    [Test]
    public async Task Where_it_is_needed_only_later_it_is_computed_then()
    {
        var rows = await _harness.RunAsync(Joined("1"));
        Drop(rows.Single(r => r.Name == "a").Output!.Value);
        rows = await _harness.RunAsync(Joined("2"));
        Assert.That(_harness.Executor.Ran, Is.EqualTo(new[] { "p", "a", "z" }));
        Assert.That(rows.Last(r => r.Name == "z").Decision, Is.EqualTo(Decision.Ran));
    }

    private static Snapshot Chain(string middle = "code", string last = "code") =>
        new TestDataflow().Input("i", "1").Task("a", ["i"]).Task("b", ["a"], middle).Task("c", ["b"], last).Build();

    private static Snapshot Joined(string changed) =>
        new TestDataflow().Input("i", "1").Input("j", changed).Task("a", ["i"]).Task("p", ["j"]).Task("z", ["p", "a"]).Build();

    private static ObjectId[] Drop(FakeLookups lookups, Snapshot snapshot, params int[] tasks) =>
    [
        .. tasks.Select(index =>
        {
            var output = lookups.Previous[snapshot.Tasks[index].Name].Output!.Value;
            lookups.Objects.Remove(output);
            lookups.Dropped.Add(output);
            return output;
        }),
    ];

    private async Task<Dictionary<string, ObjectId>> DropAsync(params string[] tasks)
    {
        var rows = await _harness.RunAsync(Chain());
        var outputs = rows.Where(r => tasks.Contains(r.Name)).ToDictionary(r => r.Name, r => r.Output!.Value);
        foreach (var output in outputs.Values) Drop(output);
        return outputs;
    }

    private void Drop(ObjectId output)
    {
        _harness.Objects.Lose(output);
        _harness.Dropped.Add(output);
    }
}
