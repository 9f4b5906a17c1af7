using Polyglot.Dataflow.Execution;
using Polyglot.Dataflow.Tests.Support;
using Polyglot.Store;

namespace Polyglot.Dataflow.Tests.Execution;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DriverTests : IDisposable
{
    private readonly DriverHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Test]
    public async Task Everything_runs_once_and_then_nothing()
    {
        var rows = await _harness.RunAsync(Diamond());
        Assert.That(Decisions(rows), Is.EqualTo("a Ran, b Ran, c Ran, d Ran"));
        Assert.That(rows.Select(r => r.Attempt), Is.All.EqualTo(1));
        rows = await _harness.RunAsync(Diamond());
        Assert.That(Decisions(rows), Is.EqualTo("a Cached, b Cached, c Cached, d Cached"));
        Assert.That(_harness.Executor.Ran, Is.Empty);
        Assert.That(_harness.Observer.Events.Where(e => e.StartsWith("start", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task A_change_reruns_what_it_reaches_and_stops_where_the_bytes_are_the_same()
    {
        _harness.Executor.Compute = r => r.Task.Name == "b" ? "constant" : $"{r.Task.Id} {string.Join(' ', r.Inputs)}";
        await _harness.RunAsync(Diamond());
        var rows = await _harness.RunAsync(Diamond(input: "2"));
        Assert.That(Decisions(rows), Is.EqualTo("a Ran, b Ran, c Ran, d Ran"), "c differs");
        rows = await _harness.RunAsync(Chain("1"));
        rows = await _harness.RunAsync(Chain("2"));
        Assert.That(Decisions(rows), Is.EqualTo("a Ran, b Ran, e Cached"), "b gave the same bytes");
        Assert.That(rows.Single(r => r.Name == "a").Reason, Is.InstanceOf<Reason.InputChanged>());
    }

    [Test]
    public async Task A_failure_blocks_its_dependants_and_nothing_else()
    {
        _harness.Executor.Decide = (r, _) => r.Task.Name == "b" ? FakeExecutor.Ended(AttemptStatus.Failed) : null;
        var rows = await _harness.RunAsync(Diamond());
        Assert.That(Decisions(rows), Is.EqualTo("a Ran, b Failed, c Ran, d Blocked"));
        Assert.That(rows.Single(r => r.Name == "b").Error!.Summary, Is.EqualTo("no luck"));
        _harness.Executor.Decide = (_, _) => null;
        rows = await _harness.RunAsync(Diamond());
        Assert.That(Decisions(rows), Is.EqualTo("a Cached, b Ran, c Cached, d Ran"), "a failure is never served");
        Assert.That(rows.Single(r => r.Name == "b").Reason, Is.EqualTo(new Reason.PreviousFailed()));
        Assert.That(rows.Single(r => r.Name == "b").Attempt, Is.EqualTo(2));
    }

    [Test]
    public async Task Failing_fast_starts_nothing_new_and_lets_what_runs_finish()
    {
        _harness.Executor.Decide = (r, _) => r.Task.Name == "a" ? FakeExecutor.Ended(AttemptStatus.Failed) : null;
        var snapshot = new TestDataflow().Input("i", "1").Task("a", ["i"]).Task("b", ["i"]).Task("c", ["i"]).Task("d", ["b"]).Build();
        _harness.Executor.Hold("b");
        _harness.Executor.Hold("a");
        var run = _harness.RunAsync(snapshot, parallelism: 2, failFast: true);
        await _harness.Executor.Started("b");
        await _harness.Executor.Started("a");
        _harness.Executor.Release("a");
        await Until(() => _harness.Observer.Events.Contains("end a Failed"));
        _harness.Executor.Release("b");
        var rows = await run;
        Assert.That(Decisions(rows), Is.EqualTo("a Failed, b Ran, c Cancelled, d Cancelled"));
    }

    [Test]
    public async Task The_budget_is_kept_and_used()
    {
        var snapshot = Fan(20);
        for (var i = 0; i < 20; i++) _harness.Executor.Hold($"t{i}");
        var run = _harness.RunAsync(snapshot, parallelism: 3);
        for (var i = 0; i < 20; i++)
        {
            await _harness.Executor.Started($"t{i}");
            _harness.Executor.Release($"t{i}");
        }
        await run;
        Assert.That(_harness.Executor.Peak, Is.LessThanOrEqualTo(3));
        Assert.That(_harness.Executor.Ran, Has.Count.EqualTo(20));
        Assert.That(_harness.Observer.Overlapped, Is.False);
    }

    [Test]
    public async Task A_task_whose_program_has_ended_leaves_its_place_to_the_next_one_but_results_do_not_pile_up()
    {
        _harness.Executor.IsFinishing = true;
        for (var i = 0; i < 20; i++) _harness.Executor.Hold($"t{i}");
        var run = _harness.RunAsync(Fan(20), parallelism: 2);
        await _harness.Executor.Started("t2");
        for (var i = 0; i < 20; i++)
        {
            await _harness.Executor.Started($"t{i}");
            _harness.Executor.Release($"t{i}");
        }
        Assert.That(await run, Has.Count.EqualTo(20).And.All.Property(nameof(TaskRow.Decision)).EqualTo(Decision.Ran));
        Assert.That(_harness.Executor.Peak, Is.LessThanOrEqualTo(4));
    }

    [Test]
    public async Task Stopping_cancels_what_runs_and_starts_nothing_new()
    {
        var snapshot = new TestDataflow().Input("i", "1").Task("a", ["i"]).Task("b", ["i"]).Task("c", ["a"]).Task("d", ["i"]).Build();
        _harness.Executor.Hold("b");
        var run = _harness.RunAsync(snapshot, parallelism: 2);
        await _harness.Executor.Started("b");
        await Until(() => _harness.Observer.Events.Contains("end a Ran"));
        _harness.Stop();
        var rows = await run;
        Assert.That(rows.Single(r => r.Name == "a").Decision, Is.EqualTo(Decision.Ran), "what finished is recorded");
        Assert.That(rows.Single(r => r.Name == "b").Decision, Is.EqualTo(Decision.Cancelled));
        Assert.That(rows.Single(r => r.Name == "b").Attempt, Is.EqualTo(1));
        Assert.That(rows, Has.All.Property(nameof(TaskRow.Decision)).AnyOf(Decision.Ran, Decision.Cancelled));
    }

    [Test]
    public async Task Killing_ends_what_runs()
    {
        _harness.Executor.Hold("a");
        var run = _harness.RunAsync(Diamond());
        await _harness.Executor.Started("a");
        _harness.Kill();
        Assert.That(Decisions(await run), Is.EqualTo("a Cancelled, b Cancelled, c Cancelled, d Cancelled"));
    }

    [Test]
    public async Task A_run_that_is_stopped_before_it_begins_runs_nothing()
    {
        _harness.Stop();
        Assert.That(Decisions(await _harness.RunAsync(Diamond())), Is.EqualTo("a Cancelled, b Cancelled, c Cancelled, d Cancelled"));
        Assert.That(_harness.Executor.Ran, Is.Empty);
    }

    [Test]
    public async Task The_same_execution_in_one_run_is_computed_once()
    {
        var rows = await _harness.RunAsync(Twins());
        Assert.That(_harness.Executor.Ran, Has.Count.EqualTo(2), "one of the twins, and what needs both");
        Assert.That(Decisions(rows), Is.EqualTo("a Ran, b Cached, c Ran"));
        Assert.That(rows[0].Output, Is.EqualTo(rows[1].Output));
    }

    [Test]
    public async Task A_twin_of_a_failed_task_fails_with_the_same_error()
    {
        _harness.Executor.Decide = (_, _) => FakeExecutor.Ended(AttemptStatus.Failed);
        var rows = await _harness.RunAsync(Twins());
        Assert.That(Decisions(rows), Is.EqualTo("a Failed, b Failed, c Blocked"));
        Assert.That(_harness.Executor.Ran, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_fault_that_may_pass_is_tried_again()
    {
        _harness.Executor.Decide = (_, tries) => tries == 0 ? FakeExecutor.Ended(AttemptStatus.Faulted, retryable: true) : null;
        var rows = await _harness.RunAsync(One());
        Assert.That(Decisions(rows), Is.EqualTo("a Ran"));
        Assert.That(rows[0].Attempt, Is.EqualTo(2));
        Assert.That(_harness.Executions.Attempts(rows[0].Execution!.Value).Select(a => a.Attempt.Status),
            Is.EqualTo(new[] { AttemptStatus.Faulted, AttemptStatus.Ok }));
    }

    [TestCase(true, 1 + RetryPolicy.TimesAfterFaults)]
    [TestCase(false, 1)]
    public async Task A_fault_that_stays_is_an_error_of_the_runner(bool retryable, int tries)
    {
        _harness.Executor.Decide = (_, _) => FakeExecutor.Ended(AttemptStatus.Faulted, retryable);
        var rows = await _harness.RunAsync(One());
        Assert.That(rows[0].Decision, Is.EqualTo(Decision.Failed));
        Assert.That(rows[0].Error!.Side, Is.EqualTo(ErrorSide.Runner));
        Assert.That(_harness.Executor.Ran, Has.Count.EqualTo(tries));
    }

    [Test]
    public async Task A_defect_of_the_executor_ends_its_task_and_not_the_run()
    {
        _harness.Executor.Decide = (r, _) => r.Task.Name == "b" ? throw new InvalidOperationException("bug") : null;
        var rows = await _harness.RunAsync(Diamond());
        Assert.That(Decisions(rows), Is.EqualTo("a Ran, b Failed, c Ran, d Blocked"));
        Assert.That(rows.Single(r => r.Name == "b").Error, Has.Property(nameof(AttemptError.Side)).EqualTo(ErrorSide.Host)
            .And.Property(nameof(AttemptError.Summary)).EqualTo(ExecutionMessages.HostDefect("bug")));
    }

    [Test]
    public async Task Forcing_makes_a_new_attempt_and_says_whether_the_output_differs()
    {
        var first = await _harness.RunAsync(Diamond());
        var rows = await _harness.RunAsync(Diamond(), forced: "b");
        Assert.That(Decisions(rows), Is.EqualTo("a Cached, b Ran, c Cached, d Cached"), "the same bytes change nothing after it");
        Assert.That(rows.Single(r => r.Name == "b"), Has.Property(nameof(TaskRow.Attempt)).EqualTo(2).And.Property(nameof(TaskRow.DiffersFrom)).Null
            .And.Property(nameof(TaskRow.Reason)).EqualTo(new Reason.Forced()));
        _harness.Executor.Compute = _ => "other";
        rows = await _harness.RunAsync(Diamond(), forced: "b");
        Assert.That(rows.Single(r => r.Name == "b").DiffersFrom, Is.EqualTo(first.Single(r => r.Name == "b").Output));
        Assert.That(rows.Single(r => r.Name == "d").Decision, Is.EqualTo(Decision.Ran));
    }

    [Test]
    public async Task What_another_process_is_at_is_waited_for()
    {
        var snapshot = One();
        var execution = Hashing.Execution(snapshot.Tasks[0].Id, [TestDataflow.Id("1")]);
        var claim = (ClaimResult.Claimed)_harness.Executions.TryClaim(execution);
        var run = _harness.RunAsync(snapshot);
        await Until(() => _harness.Observer.Events.Contains("start a joined"));
        var output = _harness.Objects.Put("theirs"u8);
        _harness.Executions.Complete(execution, output, new() { Status = AttemptStatus.Ok, StartedAt = default, EndedAt = default, Runner = "r", Output = output });
        claim.Dispose();
        var rows = await run;
        Assert.That(rows[0], Has.Property(nameof(TaskRow.Decision)).EqualTo(Decision.Joined).And.Property(nameof(TaskRow.Output)).EqualTo(output));
        Assert.That(_harness.Executor.Ran, Is.Empty);
    }

    [Test]
    public async Task What_another_process_gave_up_is_taken_over()
    {
        var snapshot = One();
        var claim = (ClaimResult.Claimed)_harness.Executions.TryClaim(Hashing.Execution(snapshot.Tasks[0].Id, [TestDataflow.Id("1")]));
        var run = _harness.RunAsync(snapshot);
        await Until(() => _harness.Observer.Events.Contains("start a joined"));
        claim.Dispose();
        Assert.That((await run)[0].Decision, Is.EqualTo(Decision.Ran));
    }

    [Test]
    public async Task A_forced_task_that_another_process_runs_waits_for_the_claim_and_not_for_the_old_output()
    {
        var snapshot = One();
        var first = await _harness.RunAsync(snapshot);
        var claim = (ClaimResult.Claimed)_harness.Executions.TryClaim(first[0].Execution!.Value);
        var run = _harness.RunAsync(snapshot, forced: "a");
        await Until(() => _harness.Observer.Events.Contains("start a joined") && _harness.Time.PendingTimers > 0);
        Assert.That(_harness.Executor.Ran, Is.Empty);
        claim.Dispose();
        _harness.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await run)[0].Decision, Is.EqualTo(Decision.Ran));
    }

    [Test]
    public async Task A_joined_task_is_cancelled_when_the_run_is_stopped()
    {
        var snapshot = One();
        using var claim = (ClaimResult.Claimed)_harness.Executions.TryClaim(Hashing.Execution(snapshot.Tasks[0].Id, [TestDataflow.Id("1")]));
        var run = _harness.RunAsync(snapshot);
        await Until(() => _harness.Observer.Events.Contains("start a joined"));
        _harness.Stop();
        Assert.That((await run)[0].Decision, Is.EqualTo(Decision.Cancelled));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_input_that_is_found_damaged_before_use_is_computed_again(bool gone)
    {
        var first = await _harness.RunAsync(Diamond());
        var output = first.Single(r => r.Name == "a").Output!.Value;
        if (gone) _harness.Objects.Lose(output);
        else _harness.Objects.Corrupt(output, [1]);
        var rows = await _harness.RunAsync(Diamond(codeOfD: "new"));
        Assert.That(rows.Single(r => r.Name == "d").Decision, Is.EqualTo(Decision.Ran));
        rows = await _harness.RunAsync(Diamond(codeOfB: "new"));
        Assert.That(rows.Single(r => r.Name == "a"), Has.Property(nameof(TaskRow.Decision)).EqualTo(gone ? Decision.Cached : Decision.Ran));
        Assert.That(rows.Single(r => r.Name == "b").Decision, Is.EqualTo(Decision.Ran));
        Assert.That(_harness.Objects.Locate(output), Is.InstanceOf<ObjectLocation.Found>());
        if (!gone) Assert.That(rows.Single(r => r.Name == "a").Reason, Is.EqualTo(new Reason.OutputMissing(output)));
    }

    [Test]
    public async Task An_output_that_is_lost_again_and_again_is_an_error()
    {
        var first = await _harness.RunAsync(Diamond());
        var output = first.Single(r => r.Name == "a").Output!.Value;
        _harness.Objects.Corrupt(output, [1]);
        _harness.Executor.Decide = (r, _) => r.Task.Name == "a" ? Lost(output) : null;
        var rows = await _harness.RunAsync(Diamond(codeOfB: "new"));
        Assert.That(rows.Single(r => r.Name == "b").Error!.Code, Is.EqualTo(ExecutionMessages.InputLostCode));
        Assert.That(rows.Single(r => r.Name == "d").Decision, Is.EqualTo(Decision.Blocked));
    }

    [Test]
    public async Task Ready_tasks_start_in_the_order_of_the_file()
    {
        await _harness.RunAsync(Fan(30), parallelism: 1);
        Assert.That(_harness.Executor.Ran, Is.EqualTo(Enumerable.Range(0, 30).Select(i => $"t{i}")));
    }

    private static ExecutionOutcome Lost(ObjectId output) => new ExecutionOutcome.Ended(
        new() { Status = AttemptStatus.Ok, StartedAt = default, EndedAt = default, Runner = "r", Output = output });

    private static Polyglot.Dataflow.Planning.Snapshot Diamond(string input = "1", string codeOfB = "code", string codeOfD = "code") =>
        new TestDataflow().Input("i", input).Task("a", ["i"]).Task("b", ["a"], codeOfB).Task("c", ["a"]).Task("d", ["b", "c"], codeOfD).Build();

    private static Polyglot.Dataflow.Planning.Snapshot Chain(string input) =>
        new TestDataflow().Input("i", input).Task("a", ["i"], "chain").Task("b", ["a"], "chain").Task("e", ["b"], "chain").Build();

    private static Polyglot.Dataflow.Planning.Snapshot One() => new TestDataflow().Input("i", "1").Task("a", ["i"]).Build();

    private static Polyglot.Dataflow.Planning.Snapshot Twins() => new TestDataflow().Input("i", "1")
        .Task("a", ["i"], change: Same).Task("b", ["i"], change: Same).Task("c", ["a", "b"]).Build();

    private static TaskObject Same(TaskObject definition) => definition with { Program = new TaskProgram.Command(["same"], []) };

    private static Polyglot.Dataflow.Planning.Snapshot Fan(int count)
    {
        var dataflow = new TestDataflow().Input("i", "1");
        for (var i = 0; i < count; i++) dataflow.Task($"t{i}", ["i"]);
        return dataflow.Build();
    }

    private static string Decisions(IReadOnlyList<TaskRow> rows) => string.Join(", ", rows.OrderBy(r => r.Name).Select(r => $"{r.Name} {r.Decision}"));

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            if (i > 20_000) Assert.Fail("it did not happen");
            await Task.Delay(1);
        }
    }
}
