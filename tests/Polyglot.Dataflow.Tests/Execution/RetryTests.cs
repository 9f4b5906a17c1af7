using Polyglot.Dataflow.Execution;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Tests.Support;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Tests.Execution;

/// <summary>Other tries, on a clock that moves only when told.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RetryTests : IDisposable
{
    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(1);

    private readonly DriverHarness _harness = new() { Jitter = 0.5 };

    public void Dispose() => _harness.Dispose();

    [Test]
    public async Task A_task_that_asks_for_it_is_tried_again_after_waits_that_double()
    {
        _harness.Retry["a"] = Retry(3);
        _harness.Executor.Decide = (_, tries) => tries < 3 ? FakeExecutor.Ended(AttemptStatus.Failed) : null;
        var run = _harness.RunAsync(Tasks("a"));
        foreach (var (tries, seconds) in new[] { (1, 0.5), (2, 1.0), (3, 2.0) })
        {
            await Waits();
            _harness.Time.Advance(TimeSpan.FromSeconds(seconds) - _moment);
            Assert.That(_harness.Executor.Ran, Has.Count.EqualTo(tries), "not yet");
            _harness.Time.Advance(_moment);
        }
        var row = (await run).Single();
        Assert.Multiple(() =>
        {
            Assert.That(row.Decision, Is.EqualTo(Decision.Ran));
            Assert.That((row.Tries, row.Attempt), Is.EqualTo((4, 4)));
            Assert.That(_harness.Executions.Attempts(row.Execution!.Value).Select(a => a.Attempt.Status),
                Is.EqualTo(new[] { AttemptStatus.Failed, AttemptStatus.Failed, AttemptStatus.Failed, AttemptStatus.Ok }));
            Assert.That(_harness.Observer.Events.Count(e => e == "log a"), Is.EqualTo(3), "each further try is told");
        });
    }

    [Test]
    public async Task The_last_failure_stays()
    {
        _harness.Jitter = 0;
        _harness.Retry["a"] = Retry(2);
        _harness.Executor.Decide = (_, _) => FakeExecutor.Ended(AttemptStatus.Failed);
        var row = (await _harness.RunAsync(Tasks("a"))).Single();
        Assert.That((row.Decision, row.Tries, row.Attempt), Is.EqualTo((Decision.Failed, 3, 3)));
    }

    [Test]
    public async Task A_failure_of_a_task_that_does_not_ask_is_not_tried_again()
    {
        _harness.Executor.Decide = (_, _) => FakeExecutor.Ended(AttemptStatus.Failed, retryable: true);
        Assert.That((await _harness.RunAsync(Tasks("a"))).Single().Tries, Is.EqualTo(1));
    }

    [Test]
    public async Task A_task_that_waits_for_its_next_try_leaves_its_place_to_others()
    {
        _harness.Retry["a"] = Retry(1);
        _harness.Executor.Decide = (request, tries) => request.Task.Name == "a" && tries == 0 ? FakeExecutor.Ended(AttemptStatus.Failed) : null;
        var run = _harness.RunAsync(Tasks("a", "b"), parallelism: 1);
        await Until(() => _harness.Observer.Events.Contains("end b Ran"));
        await Waits();
        Assert.That(_harness.Executor.Ran, Is.EqualTo(new[] { "a", "b" }));
        _harness.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await run).Select(row => row.Decision), Is.All.EqualTo(Decision.Ran));
        Assert.That(_harness.Executor.Ran, Is.EqualTo(new[] { "a", "b", "a" }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Stopping_ends_a_wait_at_once(bool byForce)
    {
        _harness.Retry["a"] = Retry(1);
        _harness.Executor.Decide = (_, _) => FakeExecutor.Ended(AttemptStatus.Failed);
        var run = _harness.RunAsync(Tasks("a"));
        await Waits();
        if (byForce) _harness.Kill();
        else _harness.Stop();
        var row = (await run).Single();
        Assert.That((row.Decision, row.Attempt), Is.EqualTo((Decision.Cancelled, (int?)1)));
        Assert.That(_harness.Executor.Ran, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Where_nothing_new_starts_after_a_failure_no_other_try_does()
    {
        _harness.Retry["a"] = Retry(1);
        _harness.Executor.Decide = (_, _) => FakeExecutor.Ended(AttemptStatus.Failed);
        var run = _harness.RunAsync(Tasks("a", "b"), parallelism: 1, failFast: true);
        await Until(() => _harness.Observer.Events.Contains("end b Failed"));
        await Waits();
        _harness.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await run).Select(row => row.Decision), Is.All.EqualTo(Decision.Failed));
        Assert.That(_harness.Executor.Ran, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task A_task_that_took_too_much_memory_is_tried_once_more_while_nothing_else_runs()
    {
        _harness.Retry["a"] = Retry(null, alone: true);
        var alone = new List<bool>();
        _harness.Executor.Decide = (request, tries) =>
        {
            if (request.Task.Name != "a") return null;
            alone.Add(request.IsAlone);
            return tries == 0 ? TooMuch() : null;
        };
        _harness.Demands["c"] = new(0);
        var snapshot = new TestDataflow().Input("i", "1").Task("a", ["i"]).Task("b", ["i"]).Task("c", ["i"]).Task("d", ["c"]).Build();
        foreach (var name in new[] { "b", "c" }) _harness.Executor.Hold(name);
        var run = _harness.RunAsync(snapshot, parallelism: 2);
        foreach (var name in new[] { "a", "b", "c" }) await _harness.Executor.Started(name);
        await Until(() => _harness.Observer.Events.Contains("log a"));
        _harness.Executor.Hold("a");
        _harness.Executor.Release("b");
        await Until(() => _harness.Observer.Events.Contains("end b Ran"));
        Assert.That(_harness.Executor.Ran.Count(name => name == "a"), Is.EqualTo(1), "c still runs");
        _harness.Executor.Release("c");
        await Until(() => _harness.Executor.Ran.Count(name => name == "a") == 2);
        Assert.That(_harness.Executor.Ran, Has.No.Member("d"), "it is ready, and waits for what runs alone");
        _harness.Executor.Release("a");
        Assert.That((await run).Select(row => row.Decision), Is.All.EqualTo(Decision.Ran));
        Assert.That(alone, Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public async Task Alone_it_has_one_try_and_without_leave_none()
    {
        _harness.Jitter = 0;
        _harness.Retry["a"] = Retry(5, alone: true);
        _harness.Retry["b"] = Retry(5);
        _harness.Executor.Decide = (_, _) => TooMuch();
        var rows = await _harness.RunAsync(Tasks("a", "b"));
        Assert.That(rows.OrderBy(row => row.Name).Select(row => row.Tries), Is.EqualTo(new[] { 2, 1 }));
    }

    [Test]
    public async Task Each_element_is_tried_by_itself_and_the_whole_only_once()
    {
        _harness.Jitter = 0;
        _harness.Retry["fit"] = Retry(1);
        var flow = new ScatterFlow(_harness).Array("regions", 1, 2, 3).Task("fit", ["regions"], [0]);
        var multiply = _harness.Executor.Decide;
        _harness.Executor.Decide = (request, tries) => request.Task.Name == "fit[1]" && tries == 0 ? FakeExecutor.Ended(AttemptStatus.Failed) : multiply(request, tries);
        var row = (await _harness.RunAsync(flow.Build())).Single();
        Assert.That((row.Decision, row.Tries), Is.EqualTo((Decision.Ran, 1)));
        Assert.That(flow.Ran, Is.EquivalentTo(new[] { "fit[0]", "fit[1]", "fit[1]", "fit[2]" }));
    }

    [Test]
    public void Waits_grow_up_to_the_longest_and_are_any_part_of_that()
    {
        var jitter = 1.0;
        var policy = new RetryPolicy(new(100, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), Alone: false), () => jitter);
        var failed = ((ExecutionOutcome.Ended)FakeExecutor.Ended(AttemptStatus.Failed)).Attempt;
        Assert.That(Enumerable.Range(0, 5).Select(_ => policy.After(failed)!.Value.Wait.TotalSeconds), Is.EqualTo(new[] { 1.0, 2, 4, 5, 5 }));
        jitter = 0.25;
        Assert.That(policy.After(failed)!.Value.Wait.TotalSeconds, Is.EqualTo(1.25));
        Assert.That(Enumerable.Range(0, 94).Select(_ => policy.After(failed)), Has.All.Not.Null);
        Assert.That(policy.After(failed), Is.Null);
    }

    [Test]
    public void Faults_that_may_pass_are_tried_again_soon_and_a_task_may_forbid_it()
    {
        var fault = ((ExecutionOutcome.Ended)FakeExecutor.Ended(AttemptStatus.Faulted, retryable: true)).Attempt;
        var policy = new RetryPolicy(TaskRetry.Unsaid, () => 1);
        Assert.That(Enumerable.Range(0, 3).Select(_ => policy.After(fault)?.Wait.TotalMilliseconds), Is.EqualTo(new double?[] { 200, 400, null }));
        Assert.That(new RetryPolicy(Retry(0), () => 1).After(fault), Is.Null);
        var lasting = ((ExecutionOutcome.Ended)FakeExecutor.Ended(AttemptStatus.Faulted)).Attempt;
        Assert.That(new RetryPolicy(TaskRetry.Unsaid, () => 1).After(lasting), Is.Null);
        Assert.That(new RetryPolicy(Retry(1), () => 1).After(lasting), Is.Not.Null);
    }

    [Test]
    public void A_file_that_changed_is_not_waited_for()
    {
        var changed = ((ExecutionOutcome.Ended)FakeExecutor.Ended(AttemptStatus.Failed)).Attempt;
        changed = changed with { Error = changed.Error! with { Code = ExecutionMessages.ChangedCode } };
        Assert.That(new RetryPolicy(Retry(5), () => 1).After(changed), Is.Null);
    }

    [Test]
    public void The_same_seed_gives_the_same_waits()
    {
        static double[] Numbers(int seed)
        {
            var jitter = new Jitter(seed);
            return [.. Enumerable.Range(0, 20).Select(_ => jitter.Next())];
        }

        Assert.That(Numbers(7), Is.EqualTo(Numbers(7)).And.Not.EqualTo(Numbers(8)).And.All.InRange(0.0, 1.0));
    }

    private static TaskRetry Retry(int? times, bool alone = false) => new(times, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), alone);

    private static ExecutionOutcome.Ended TooMuch()
    {
        var failed = FakeExecutor.Ended(AttemptStatus.Failed);
        return failed with { Attempt = failed.Attempt with { Error = failed.Attempt.Error! with { Code = ErrorCodes.MemoryLimit } } };
    }

    private static Snapshot Tasks(params string[] names)
    {
        var dataflow = new TestDataflow().Input("i", "1");
        foreach (var name in names) dataflow.Task(name, ["i"]);
        return dataflow.Build();
    }

    private Task Waits() => Until(() => _harness.Time.PendingTimers > 0);

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            if (i > 20_000) Assert.Fail("it did not happen");
            await Task.Delay(1);
        }
    }
}
