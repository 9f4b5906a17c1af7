namespace Polyglot.Store.Tests;

/// <summary>What a collection removes, and above all what it does not.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GcTests : IDisposable
{
    private readonly StoreFolder _folder = new();
    private readonly Repository _worker;
    private readonly Repository _collector;
    private readonly SampleRuns _runs;

    public GcTests()
    {
        (_worker, _collector) = (_folder.Open(), _folder.Open());
        _runs = new SampleRuns(_folder, _worker);
    }

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Without_a_policy_only_what_no_run_and_no_ref_names_goes()
    {
        var run = Work(() => _runs.Run("a", [100, 200]));
        var (rubbish, named) = Work(() => (_worker.Objects.Put(new byte[300]), _worker.Objects.Put(new byte[301])));
        _worker.Refs.Set(RefName.Parse("put/x"), named);
        var report = Collect(new());
        Assert.That(report.Unreachable, Is.EqualTo(new GcCount(1, 300)));
        Assert.That(report.Before - report.After, Is.EqualTo(300));
        Assert.That(_collector.Objects.Contains(rubbish), Is.False);
        Assert.That(_collector.Objects.Contains(named));
        AssertWhole(run);
        Assert.That(Collect(new()).Unreachable.Objects, Is.Zero);
    }

    [Test]
    public void Older_runs_go_with_what_only_they_need()
    {
        var old = Work(() => _runs.Run("a", [100, 200]));
        var other = Work(() => _runs.Run("a", [100, 200], "other"));
        var older = Work(() => _runs.Run("b", [100, 200]));
        var newest = Work(() => _runs.Run("c", [100, 200]));
        var report = Collect(new() { KeepRuns = 1 });
        Assert.That(report.Runs, Is.EqualTo(new[] { old.Id, older.Id }));
        Assert.That(report.Executions, Is.EqualTo(2), "those of b; those of a are another dataflow's too");
        Assert.That(_collector.Executions.Output(older.Tasks[0].Execution!.Value), Is.Null);
        Assert.That(_collector.Objects.Contains(older.Tasks[0].Output!.Value), Is.False);
        Assert.That(_collector.Objects.Contains(older.Inputs[0].Id), Is.False);
        AssertWhole(other);
        AssertWhole(newest);
    }

    [Test]
    public void A_run_stays_that_is_young_enough_or_among_the_newest()
    {
        var runs = Enumerable.Range(0, 6).Select(i => Work(() => _runs.Run($"{i}", [10]))).ToList();
        Assert.That(Collect(new() { KeepFor = TimeSpan.FromDays(3), KeepRuns = 2 }, dryRun: true).Runs, Is.EqualTo(runs.Take(2).Select(r => r.Id)));
        Assert.That(Collect(new() { KeepFor = TimeSpan.FromDays(1), KeepRuns = 3 }, dryRun: true).Runs, Is.EqualTo(runs.Take(3).Select(r => r.Id)));
        Assert.That(Collect(new() { KeepFor = TimeSpan.Zero }, dryRun: true).Runs, Has.Count.EqualTo(5), "the newest always stays");
        Assert.That(_collector.Runs.List().Count(), Is.EqualTo(6), "a dry run removes nothing");
    }

    [Test]
    public void A_run_that_has_a_tag_stays_with_all_that_it_reaches()
    {
        var old = Work(() =>
        {
            var run = _runs.Run("a", [100, 200]);
            _worker.Refs.Set(RefName.Parse("tags/v1"), RunObject.Put(_worker.Objects, run));
            return run;
        });
        var older = Work(() => _runs.Run("b", [100, 200]));
        Work(() => _runs.Run("c", [100, 200]));
        var report = Collect(new() { KeepRuns = 1, Budget = 0 });
        Assert.That(report.Runs, Is.EqualTo(new[] { older.Id }));
        Assert.That(_collector.Runs.Read(old.Id), Is.InstanceOf<RunRead.Found>(), "the history shows it");
        AssertWhole(old);
        Assert.That(_collector.Executions.Output(old.Tasks[0].Execution!.Value), Is.Not.Null);
    }

    [Test]
    public void For_a_budget_the_largest_intermediate_result_is_dropped_first_and_its_record_stays()
    {
        var run = Work(() => _runs.Run("a", [5_000, 40_000, 20_000, 30_000]));
        var size = Collect(new(), dryRun: true).Before;
        var report = Collect(new() { Budget = size - 1 });
        Assert.That(report.Dropped, Is.EqualTo(new GcCount(1, 40_000)));
        Assert.That(_collector.Objects.Contains(run.Tasks[1].Output!.Value), Is.False);
        Assert.That(_collector.Dropped.SizeOf(run.Tasks[1].Output!.Value), Is.EqualTo(40_000));
        Assert.That(_collector.Executions.Output(run.Tasks[1].Execution!.Value), Is.EqualTo(run.Tasks[1].Output));
        Assert.That(Fsck.Run(_collector, null, CancellationToken.None), Is.Empty, "what was dropped is not lost");

        Assert.That(Collect(new() { Budget = size - 60_000 }).Dropped, Is.EqualTo(new GcCount(1, 20_000)));
        var all = Collect(new() { Budget = 0 });
        Assert.That(all.Dropped, Is.EqualTo(new GcCount(1, 5_000)), "the newest run's output stays");
        Assert.That(all.WithinBudget, Is.False);
        Assert.That(_collector.Objects.Contains(run.Outputs[0].Id));
    }

    [Test]
    public void Then_outputs_of_older_runs_are_dropped_and_then_whole_runs_the_oldest_first()
    {
        var runs = Enumerable.Range(0, 3).Select(i => Work(() => _runs.Run($"{i}", [1_000, 50_000]))).ToList();
        var report = Collect(new() { Budget = 60_000 });
        Assert.That(report.WithinBudget);
        Assert.That(report.Runs, Is.Empty);
        Assert.That(report.Dropped, Is.EqualTo(new GcCount(5, 103_000)));
        AssertOnlyDropped(runs);
        var smaller = Collect(new() { Budget = report.After - 1 });
        Assert.That(smaller.Runs, Is.EqualTo(new[] { runs[0].Id }));
        Assert.That(_collector.Dropped.Contains(runs[0].Tasks[0].Output!.Value), Is.False, "nobody wants it any more");
    }

    [Test]
    public void A_result_that_is_computed_again_is_no_longer_dropped()
    {
        var run = Work(() => _runs.Run("a", [5_000, 100]));
        Collect(new() { Budget = 0 });
        Assert.That(_collector.Dropped.Contains(run.Tasks[0].Output!.Value));
        Work(() => _runs.Run("a", [5_000, 100]));
        Collect(new());
        Assert.That(_collector.Dropped.Contains(run.Tasks[0].Output!.Value), Is.False);
        Assert.That(_collector.Objects.Contains(run.Tasks[0].Output!.Value));
    }

    [Test]
    public void What_a_live_process_has_put_or_found_stays_until_its_work_ends()
    {
        var run = Work(() => _runs.Run("a", [5_000, 100]));
        var found = run.Tasks[0].Output!.Value;
        var work = _worker.Uses.Begin();
        var put = _worker.Objects.Put(new byte[700]);
        Assert.That(_worker.Uses.Hold(_worker.Objects, found));
        var report = Collect(new() { Budget = 0 });
        Assert.That(_collector.Objects.Contains(put));
        Assert.That(_collector.Objects.Contains(found));
        Assert.That(report.WithinBudget, Is.False);
        work.Dispose();
        Collect(new() { Budget = 0 });
        Assert.That(_collector.Objects.Contains(put), Is.False);
        Assert.That(_collector.Objects.Contains(found), Is.False);
    }

    [Test]
    public void What_a_live_process_has_looked_for_and_found_stays_too()
    {
        var found = Work(() => _worker.Objects.Put(new byte[700]));
        using (_worker.Uses.Begin())
        {
            for (var times = 0; times < 2; times++) Assert.That(_worker.Uses.Locate(_worker.Objects, found), Is.InstanceOf<ObjectLocation.Found>());
            Collect(new());
            Assert.That(_worker.Uses.Locate(_worker.Objects, found), Is.InstanceOf<ObjectLocation.Found>());
        }
        Collect(new());
        Assert.That(_worker.Uses.Locate(_worker.Objects, found), Is.InstanceOf<ObjectLocation.Missing>());
    }

    [Test]
    public void Work_inside_work_ends_with_the_outer_one()
    {
        var outer = _worker.Uses.Begin();
        var inner = _worker.Uses.Begin();
        var put = _worker.Objects.Put(new byte[700]);
        inner.Dispose();
        inner.Dispose();
        Collect(new());
        Assert.That(_collector.Objects.Contains(put));
        outer.Dispose();
        Collect(new());
        Assert.That(_collector.Objects.Contains(put), Is.False);
    }

    [Test]
    public void What_comes_into_use_or_is_named_after_the_plan_was_made_stays()
    {
        var (held, named) = Work(() => (_worker.Objects.Put(new byte[500]), _worker.Objects.Put(new byte[501])));
        var old = Work(() => _runs.Run("a", [5_000, 100]));
        Work(() => _runs.Run("b", [5_000, 100]));
        var plan = new GcPlanner(_collector, new() { KeepRuns = 1 }, CancellationToken.None).Plan();
        Assert.That(plan.Garbage.Select(g => g.Id), Is.SupersetOf(new[] { held, named, old.Tasks[0].Output!.Value }));

        using var work = _worker.Uses.Begin();
        _worker.Uses.Hold(_worker.Objects, held);
        _worker.Refs.Set(RefName.Parse("put/x"), named);
        Work(() => _runs.Run("a", [5_000, 100]));
        var report = new GcSweep(_collector, plan, CancellationToken.None).Run();
        Assert.That(report.InUse, Is.GreaterThan(4));
        Assert.That(_collector.Objects.Contains(held));
        Assert.That(_collector.Objects.Contains(named));
        AssertWhole(old);
        Assert.That(_collector.Executions.Output(old.Tasks[0].Execution!.Value), Is.Not.Null);
    }

    [Test]
    public void A_claimed_execution_is_left_alone()
    {
        var old = Work(() => _runs.Run("a", [100]));
        Work(() => _runs.Run("b", [100]));
        var execution = old.Tasks[0].Execution!.Value;
        using (_worker.Executions.TryClaim(execution) as ClaimResult.Claimed)
            Assert.That(Collect(new() { KeepRuns = 1 }).Executions, Is.Zero);
        Assert.That(_collector.Executions.Output(execution), Is.Not.Null);
    }

    [Test]
    public void What_a_killed_run_finished_stays_with_its_programs_as_long_as_no_newer_run_is_recorded()
    {
        var run = Work(() => _runs.Run("a", [100, 200]));
        File.Delete(Path.Combine(_folder.Path, "runs", run.Id + ".beast2"));
        foreach (var policy in new GcPolicy[] { new(), new() { KeepRuns = 1 } })
        {
            Collect(policy);
            foreach (var task in run.Tasks)
            {
                Assert.That(_collector.Executions.Output(task.Execution!.Value), Is.Not.Null);
                Assert.That(_collector.Objects.Contains(task.Output!.Value));
                Assert.That(_collector.Objects.Contains(task.Task!.Value.AsObject));
                Assert.That(_collector.Objects.Contains(task.Files[0].Id));
            }
        }
    }

    [Test]
    public void Whatever_the_runs_and_the_policy_the_rest_is_whole_and_the_sums_are_right()
    {
        var random = new Random(20260201);
        for (var round = 0; round < 25; round++)
        {
            for (var i = random.Next(1, 5); i > 0; i--)
                Work(() => _runs.Run($"{random.Next(6)}", [.. Enumerable.Range(0, random.Next(1, 5)).Select(t => ((t * 7919) % 5 * 3_000) + 100)], random.Next(3) == 0 ? "q" : "p"));
            var policy = new GcPolicy
            {
                KeepRuns = random.Next(2) == 0 ? random.Next(1, 6) : null,
                KeepFor = random.Next(3) == 0 ? TimeSpan.FromDays(random.Next(10)) : null,
                Budget = random.Next(2) == 0 ? random.Next(100_000) : null,
            };
            var expected = Collect(policy, dryRun: true);
            var report = Collect(policy);
            Assert.That(report with { Runs = [] }, Is.EqualTo(expected with { Runs = [] }), "a dry run tells what happens");
            Assert.That(report.Runs, Is.EqualTo(expected.Runs));
            var next = Collect(new(), dryRun: true);
            Assert.That(next.Before, Is.EqualTo(report.After));
            Assert.That(next.Unreachable.Objects, Is.Zero);
            Assert.That(policy.Budget is null || report.WithinBudget == report.After <= policy.Budget);
            Assert.That(Fsck.Run(_collector, null, CancellationToken.None), Is.Empty, $"round {round}, {policy}");
            foreach (var dataflow in new[] { "p", "q" })
                if (_collector.Runs.Latest(dataflow) is { } newest) Assert.That(_collector.Objects.Contains(newest.Outputs[0].Id));
        }
    }

    // Ends its work, as a run does.
    private T Work<T>(Func<T> work)
    {
        using var uses = _worker.Uses.Begin();
        return work();
    }

    private GcReport Collect(GcPolicy policy, bool dryRun = false) => Gc.Run(_collector, policy, dryRun, CancellationToken.None);

    private void AssertWhole(RunRecord run)
    {
        foreach (var id in new ReachFinder(_collector).Of(run).Objects) Assert.That(_collector.Objects.Contains(id), id.ToString());
    }

    private void AssertOnlyDropped(IEnumerable<RunRecord> runs)
    {
        foreach (var id in runs.SelectMany(run => new ReachFinder(_collector).Of(run).Objects))
            Assert.That(_collector.Objects.Contains(id) || _collector.Dropped.Contains(id), id.ToString());
    }
}
