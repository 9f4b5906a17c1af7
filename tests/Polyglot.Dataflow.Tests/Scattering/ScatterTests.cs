using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Scattering;
using Polyglot.Dataflow.Tests.Support;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Tests.Scattering;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ScatterTests : IDisposable
{
    private readonly DriverHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Test]
    public async Task Each_element_is_an_execution_and_results_are_gathered_in_order()
    {
        var flow = Over(3, 1, 2);
        var row = (await _harness.RunAsync(flow.Build())).Single();
        Assert.That(flow.Value(row), Is.EqualTo("[30, 10, 20]"));
        Assert.That(flow.Ran, Is.EquivalentTo(new[] { "fit[0]", "fit[1]", "fit[2]" }));
        Assert.That(row.Elements, Is.EqualTo(new ElementCounts(Ran: 3, 0, 0, 0, 0)));
        Assert.That(flow.List(row).Elements.Select(e => _harness.Executions.Attempts(e.Execution).Count), Is.All.EqualTo(1), "each is recorded by itself");
        Assert.That(_harness.Observer.Events, Is.EqualTo(new[] { "start fit" }.Concat(Enumerable.Repeat("progress fit", 4)).Append("end fit Ran")), "one task to whoever looks on");
    }

    [Test]
    public async Task When_nothing_changed_no_collection_is_opened()
    {
        await _harness.RunAsync(Over(1, 2).Build());
        var flow = Over(1, 2);
        var snapshot = flow.Build();
        _harness.Objects.Lose(snapshot.Inputs[0].Id);
        var row = (await _harness.RunAsync(snapshot)).Single();
        Assert.That((row.Decision, flow.Ran.Count(), row.Elements), Is.EqualTo((Decision.Cached, 0, (ElementCounts?)null)));
        Assert.That(_harness.Plan.Tasks[0].Elements, Is.Null);
    }

    [Test]
    public async Task Only_a_changed_element_runs()
    {
        await _harness.RunAsync(Over(1, 2, 3).Build());
        var flow = Over(1, 7, 3);
        var row = (await _harness.RunAsync(flow.Build())).Single();
        Assert.That(flow.Value(row), Is.EqualTo("[10, 70, 30]"));
        Assert.That(flow.Ran, Is.EqualTo(new[] { "fit[1]" }));
        Assert.That(row.Elements, Is.EqualTo(new ElementCounts(Ran: 1, Cached: 2, 0, 0, 0)));
        Assert.That(row.Reason, Is.InstanceOf<Reason.InputChanged>());
        Assert.That(_harness.Plan.Tasks[0].Elements, Is.EqualTo(new PlannedElements(ToRun: 1, Total: 3)));
    }

    [Test]
    public async Task Where_an_element_stands_does_not_matter_to_it()
    {
        await _harness.RunAsync(Over(1, 2, 3).Build());
        var flow = Over(3, 1);
        var row = (await _harness.RunAsync(flow.Build())).Single();
        Assert.That((flow.Value(row), flow.Ran.Count()), Is.EqualTo(("[30, 10]", 0)));
        Assert.That(flow.List(row).Elements.Select(e => e.Decision), Is.All.EqualTo(Decision.Cached));
    }

    [Test]
    public async Task A_failed_element_costs_no_other_and_the_next_run_runs_only_it()
    {
        var flow = Over(1, 2, 3, 4);
        flow.Failing.UnionWith([2, 4]);
        var row = (await _harness.RunAsync(flow.Build())).Single();
        Assert.That((row.Decision, row.Output), Is.EqualTo((Decision.Failed, (ObjectId?)null)));
        Assert.That(row.Elements, Is.EqualTo(new ElementCounts(Ran: 2, 0, 0, Failed: 2, 0)));
        Assert.That(row.Error!.Summary, Is.EqualTo(ScatterMessages.Failed(["1", "3"], 4)).And.EqualTo("2 of 4 elements failed: [1], [3]"));
        Assert.That((row.Error.Side, row.Error.Cause!.Summary, row.Error.Cause.Cause!.Summary), Is.EqualTo((ErrorSide.Task, "[1]: no luck", "[3]: no luck")));

        flow.Failing.Clear();
        _harness.Executor.Ran.Clear();
        row = (await _harness.RunAsync(flow.Build())).Single();
        Assert.That(flow.Ran, Is.EquivalentTo(new[] { "fit[1]", "fit[3]" }));
        Assert.That((flow.Value(row), row.Reason), Is.EqualTo(("[10, 20, 30, 40]", (Reason)new Reason.PreviousFailed())));
    }

    [Test]
    public async Task Equal_elements_are_computed_once()
    {
        var flow = Over(5, 6, 5, 5);
        var row = (await _harness.RunAsync(flow.Build())).Single();
        Assert.That(flow.Value(row), Is.EqualTo("[50, 60, 50, 50]"));
        Assert.That(flow.Ran, Is.EquivalentTo(new[] { "fit[0]", "fit[1]" }));
        Assert.That(row.Elements, Is.EqualTo(new ElementCounts(Ran: 2, Cached: 2, 0, 0, 0)));
    }

    [Test]
    public async Task A_dict_keeps_its_keys_and_elements_go_by_them()
    {
        var regions = new EastDict<string, long>(EastType.String) { ["south"] = 2, ["north"] = 1 };
        var flow = new ScatterFlow(_harness).Input("regions", EastType.Dict(EastType.String, EastType.Integer), regions).Task("fit", ["regions"], [0]);
        var row = (await _harness.RunAsync(flow.Build())).Single();
        Assert.That(flow.Value(row), Is.EqualTo("{\"north\":10,\"south\":20}"));
        Assert.That(flow.Ran, Is.EquivalentTo(new[] { "fit[north]", "fit[south]" }));
        Assert.That(flow.List(row).Find("south")!.Output, Is.EqualTo(flow.List(row).Find("1")!.Output).And.Not.Null, "by key or by place");
    }

    [Test]
    public async Task A_matrix_runs_every_combination_and_gathers_it_with_its_parameters()
    {
        var flow = new ScatterFlow(_harness).Array("a", 1, 2).Array("b", 3, 5, 7).Array("c", 1).Task("sweep", ["a", "b"], [0, 1], "alpha", "beta");
        var row = (await _harness.RunAsync(flow.Build())).Single();
        Assert.That(flow.Value(row), Is.EqualTo(
            "[(alpha=1, beta=3, value=30), (alpha=1, beta=5, value=50), (alpha=1, beta=7, value=70), "
            + "(alpha=2, beta=3, value=60), (alpha=2, beta=5, value=100), (alpha=2, beta=7, value=140)]"));
        flow = new ScatterFlow(_harness).Array("a", 1, 2).Array("b", 3, 5, 7, 9).Task("sweep", ["a", "b"], [0, 1], "alpha", "beta");
        row = (await _harness.RunAsync(flow.Build())).Single();
        Assert.That(row.Elements, Is.EqualTo(new ElementCounts(Ran: 2, Cached: 6, 0, 0, 0)), "one more value is one more column");
    }

    [Test]
    public async Task No_elements_give_an_empty_collection()
    {
        var flow = Over();
        var row = (await _harness.RunAsync(flow.Build())).Single();
        Assert.That((flow.Value(row), flow.Ran.Count()), Is.EqualTo(("[]", 0)));
    }

    [Test]
    public async Task A_collection_that_a_task_makes_is_taken_apart_when_it_is_there()
    {
        var type = EastType.Array(EastType.Integer);
        var flow = new ScatterFlow(_harness).Array("seed", 4).Plain("make", type, "seed").Task("fit", ["make"], [0]).Plain("sum", EastType.Integer, "fit");
        var multiply = _harness.Executor.Decide;
        _harness.Executor.Decide = (request, tries) => request.Task.Name switch
        {
            "make" => flow.Give(type, new EastArray<long>([8, 9])),
            "sum" => flow.Give(EastType.Integer, 170L),
            _ => multiply(request, tries),
        };
        var rows = await _harness.RunAsync(flow.Build());
        Assert.That(rows.Select(r => (r.Name, r.Decision)), Is.EqualTo(new[] { ("make", Decision.Ran), ("fit", Decision.Ran), ("sum", Decision.Ran) }));
        Assert.That(flow.Value(rows[1]), Is.EqualTo("[80, 90]"));
        Assert.That((_harness.Plan.Tasks[1].State, _harness.Plan.Tasks[1].Elements), Is.EqualTo((_harness.Plan.Tasks[1].State as TaskState.Waiting, (PlannedElements?)null)));
    }

    [Test]
    public async Task Elements_and_tasks_share_one_budget()
    {
        var flow = Over([.. Enumerable.Range(1, 40).Select(i => (long)i)]).Array("single", 1).Plain("other", EastType.Integer, "single");
        string[] held = ["fit[0]", "fit[1]", "fit[2]"];
        foreach (var name in held) _harness.Executor.Hold(name);
        var run = _harness.RunAsync(flow.Build(), parallelism: 3);
        foreach (var name in held) await _harness.Executor.Started(name);
        foreach (var name in held) _harness.Executor.Release(name);
        await run;
        Assert.That((_harness.Executor.Peak, flow.Ran.Count()), Is.EqualTo((3, 41)));
    }

    [Test]
    public async Task With_one_slot_elements_still_run()
    {
        var flow = Over(1, 2, 3).Task("again", ["fit"], [0]);
        var rows = await _harness.RunAsync(flow.Build(), parallelism: 1);
        Assert.That(flow.Value(rows[1]), Is.EqualTo("[100, 200, 300]"));
        Assert.That(_harness.Executor.Peak, Is.EqualTo(1));
    }

    [Test]
    public async Task Forcing_runs_every_element()
    {
        await _harness.RunAsync(Over(1, 2).Build());
        var flow = Over(1, 2);
        await _harness.RunAsync(flow.Build(), forced: "fit");
        Assert.That(flow.Ran, Is.EquivalentTo(new[] { "fit[0]", "fit[1]" }));
        Assert.That(_harness.Plan.Tasks[0].Elements, Is.EqualTo(new PlannedElements(2, 2)));
    }

    [Test]
    public async Task Stopping_keeps_what_is_finished_and_the_next_run_does_the_rest()
    {
        var flow = Over(1, 2, 3, 4);
        _harness.Executor.Hold("fit[1]");
        var run = _harness.RunAsync(flow.Build(), parallelism: 1);
        await _harness.Executor.Started("fit[1]");
        _harness.Stop();
        var row = (await run).Single();
        Assert.That((row.Decision, row.Elements), Is.EqualTo((Decision.Cancelled, (ElementCounts?)new ElementCounts(Ran: 1, 0, 0, 0, Left: 3))));
    }

    [Test]
    public async Task Failing_fast_starts_no_more_elements()
    {
        var flow = Over(1, 2, 3, 4);
        flow.Failing.Add(2);
        var row = (await _harness.RunAsync(flow.Build(), parallelism: 1, failFast: true)).Single();
        Assert.That((row.Decision, flow.Ran.ToArray()), Is.EqualTo((Decision.Failed, new[] { "fit[0]", "fit[1]" })));
        Assert.That(row.Elements, Is.EqualTo(new ElementCounts(Ran: 1, 0, 0, Failed: 1, Left: 2)));
    }

    [Test]
    public async Task A_result_that_is_damaged_is_computed_again_when_it_is_gathered()
    {
        var row = (await _harness.RunAsync(Over(1, 2).Build())).Single();
        var second = new ScatterFlow(_harness).List(row).Elements[1].Output!.Value;
        _harness.Objects.Corrupt(second, [1]);
        var flow = Over(1, 2, 3);
        row = (await _harness.RunAsync(flow.Build())).Single();
        Assert.That((row.Decision, flow.Ran.ToArray()), Is.EqualTo((Decision.Ran, new[] { "fit[2]", "fit[1]" })));
        Assert.That(flow.Value(row), Is.EqualTo("[10, 20, 30]"));
    }

    [Test]
    public async Task An_element_that_another_process_runs_is_waited_for_without_a_slot()
    {
        var flow = Over(1, 2);
        var snapshot = flow.Build();
        var other = Hashing.Execution(snapshot.Tasks[0].Scatter!.Element, [Hashing.Object(Beast2.Encode(EastType.Integer, 1L))]);
        var claim = (ClaimResult.Claimed)_harness.Executions.TryClaim(other);
        var run = _harness.RunAsync(snapshot, parallelism: 1);
        await _harness.Executor.Started("fit[1]");
        var output = _harness.Objects.Put(Beast2.Encode(EastType.Integer, 77L));
        _harness.Executions.Complete(other, output, new() { Status = AttemptStatus.Ok, StartedAt = default, EndedAt = default, Runner = "python", Output = output });
        claim.Dispose();
        var row = (await run).Single();
        Assert.That((flow.Value(row), row.Elements), Is.EqualTo(("[77, 20]", (ElementCounts?)new ElementCounts(Ran: 1, 0, Joined: 1, 0, 0))));
    }

    [Test]
    public async Task What_is_shared_inside_a_result_is_shared_inside_the_whole()
    {
        var type = EastType.Struct(("a", EastType.Array(EastType.Integer)), ("b", EastType.Array(EastType.Integer)));
        using var folder = new Polyglot.Testing.TempDirectory();
        var path = Path.Combine(folder.Path, "whole");
        var list = new EastArray<long>([1, 2]);
        var part = folder.Path + "/part";
        await File.WriteAllBytesAsync(part, Beast2.Encode(type, EastStruct.Of((StructType)type, list, list)));
        var (expansion, _) = Expansion.Of(new([0], []), [Collection.Of(EastType.Array(EastType.Integer), new EastArray<long>([1, 2]))]);
        using (var file = new GatheredFile(path, EastType.Array(type), type, 2))
            Assert.That(file.Add(expansion!, 0, part) && file.Add(expansion!, 1, part));
        var whole = (IEastArray)Beast2.Decode(await File.ReadAllBytesAsync(path), EastType.Array(type)).Value;
        foreach (var element in new[] { (EastStruct)whole[0]!, (EastStruct)whole[1]! }) Assert.That(element[0], Is.SameAs(element[1]));
        Assert.That(((EastStruct)whole[0]!)[0], Is.Not.SameAs(((EastStruct)whole[1]!)[0]));
    }

    [Test]
    public async Task More_elements_than_a_million_are_refused()
    {
        var thousand = Enumerable.Range(0, 1001).Select(i => (long)i).ToArray();
        var flow = new ScatterFlow(_harness).Array("a", thousand).Array("b", thousand).Task("sweep", ["a", "b"], [0, 1], "alpha", "beta");
        var row = (await _harness.RunAsync(flow.Build())).Single();
        Assert.That((row.Decision, row.Error?.Summary), Is.EqualTo((Decision.Failed, ScatterMessages.TooMany(Expansion.MaxElements))));
    }

    private ScatterFlow Over(params long[] values) => new ScatterFlow(_harness).Array("regions", values).Task("fit", ["regions"], [0]);
}
