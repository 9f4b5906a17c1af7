using Polyglot.Dataflow.Execution;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Tests.Support;

namespace Polyglot.Dataflow.Tests.Execution;

/// <summary>What tasks say that they take decides which of them run at once.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ResourceTests : IDisposable
{
    private readonly DriverHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Test]
    public async Task What_is_counted_by_name_is_not_taken_twice_and_others_go_on()
    {
        _harness.Named["gpu"] = 1;
        _harness.Demands["a"] = _harness.Demands["b"] = new(1, 0, [new("gpu", 1)]);
        await OnlyThenB();
    }

    [Test]
    public async Task Memory_is_not_taken_twice_and_others_go_on()
    {
        _harness.Memory = 1000;
        _harness.Demands["a"] = _harness.Demands["b"] = new(1, 600);
        await OnlyThenB();
    }

    [Test]
    public async Task A_task_of_many_processors_waits_for_them_and_others_go_on()
    {
        _harness.Demands["b"] = new(4);
        await OnlyThenB();
    }

    [Test]
    public async Task Without_a_budget_of_memory_it_is_not_counted()
    {
        _harness.Demands["a"] = _harness.Demands["b"] = new(1, long.MaxValue);
        foreach (var name in new[] { "a", "b" }) _harness.Executor.Hold(name);
        var run = _harness.RunAsync(Three());
        foreach (var name in new[] { "a", "b" }) await _harness.Executor.Started(name);
        foreach (var name in new[] { "a", "b" }) _harness.Executor.Release(name);
        await run;
    }

    [Test]
    public async Task Each_element_takes_what_its_task_says()
    {
        _harness.Named["licence"] = 2;
        _harness.Demands["fit"] = new(1, 0, [new("licence", 1)]);
        var flow = new ScatterFlow(_harness).Array("regions", 1, 2, 3, 4, 5).Task("fit", ["regions"], [0]).Array("single", 1).Plain("other", East.EastType.Integer, "single");
        string[] held = ["fit[0]", "fit[1]", "other"];
        foreach (var name in held) _harness.Executor.Hold(name);
        var run = _harness.RunAsync(flow.Build(), parallelism: 8);
        foreach (var name in held) await _harness.Executor.Started(name);
        Assert.That(flow.Ran, Is.EquivalentTo(held), "the third element waits for a licence, the other task does not");
        foreach (var name in held) _harness.Executor.Release(name);
        await run;
        Assert.That(flow.Ran.Count(), Is.EqualTo(6));
    }

    // While a is held, b may not begin; c, which comes after it, does.
    private async Task OnlyThenB()
    {
        foreach (var name in new[] { "a", "c" }) _harness.Executor.Hold(name);
        var run = _harness.RunAsync(Three());
        await _harness.Executor.Started("a");
        await _harness.Executor.Started("c");
        Assert.That(_harness.Executor.Ran, Has.No.Member("b"));
        foreach (var name in new[] { "a", "c" }) _harness.Executor.Release(name);
        await run;
        Assert.That(_harness.Executor.Ran, Is.EquivalentTo(new[] { "a", "b", "c" }));
    }

    private static Snapshot Three() => new TestDataflow().Input("i", "1").Task("a", ["i"]).Task("b", ["i"]).Task("c", ["i"]).Build();
}
