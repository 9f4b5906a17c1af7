using System.Globalization;
using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Sessions;

/// <summary>What a runtime may do wrong: each has a name, hurts only its own task, and leaves no process.</summary>
public sealed class Sins_of_a_runner
{
    private static IEnumerable<TestCaseData> WhileWorking()
    {
        yield return Sin("talks", "bad_magic", "runner wrote text to the protocol: \"Traceback (most recent call last):\\n\"");
        yield return Sin("huge", "frame_too_long", "the runner announced a frame of 2147483647 bytes, and the limit is 16777216");
        yield return Sin("undecodable", "undecodable", "the runner sent a frame that cannot be decoded");
        yield return Sin("dies-mid-frame", "end_inside_frame", "the protocol ended inside a frame, after 20 bytes of it; its process ended with exit code 3");
        yield return Sin("wrong-id", "unknown_request", "the runner sent Completed for request 1001, which was never made");
        yield return Sin("ready-again", "unexpected_message", "the runner sent Ready, which no runner may send now");
        yield return Sin("exits:0", "runner_ended", "the runner closed the protocol; its process ended with exit code 0 (its last line: last words)");
        yield return Sin("exits:9", "runner_ended", "its process ended with exit code 9");
        yield return Sin("crashes", "runner_ended", "its process was ended by SIGKILL");
        yield return Sin("closes", "runner_ended", "the runner closed the protocol; its process still ran and was killed");
    }

    private static IEnumerable<TestCaseData> WithinTheProtocol()
    {
        yield return Sin("runner-fails", "internal", "out of cheese");
        yield return Sin("fails-silently", ErrorCodes.NoError, RunnersMessages.NoError);
        yield return Sin("cancels-itself", "unexpected_message", RunnersMessages.UnaskedCancel);
        yield return Sin("missing", ErrorCodes.OutputMissing, RunnersMessages.OutputMissing);
        yield return Sin("wrong-type", ErrorCodes.WrongOutputType, "declared Integer, file holds Float");
        yield return Sin("damaged", ErrorCodes.DamagedOutput, "the output is not a beast2 file");
        yield return Sin("no-beast2", ErrorCodes.DamagedOutput, "the output is not a beast2 file");
        yield return Sin("rejects:unsupported", "unsupported", "the runner fake refused the task (unsupported): not today");
        yield return Sin("rejects:busy", "busy", "refused the task");
    }

    private static TestCaseData Sin(string verb, string code, string message) => new TestCaseData(verb, code, message).SetArgDisplayNames(verb);

    [TestCaseSource(nameof(WhileWorking))]
    public async Task A_worker_that_breaks_the_protocol_is_named_and_replaced(string verb, string code, string message)
    {
        await using var fake = new Fake();
        var events = new PidOf();
        var request = fake.Request(verb);

        var result = await fake.Host.ExecuteAsync(request, events);

        Assert.That(result, Is.InstanceOf<TaskResult.Faulted>());
        var fault = (TaskResult.Faulted)result;
        Assert.Multiple(() =>
        {
            Assert.That(fault.Error.Code, Is.EqualTo(code));
            Assert.That(fault.Error.Summary, Does.Contain(message));
            Assert.That(fault.Side, Is.EqualTo(FaultSide.Runner));
            Assert.That(Processes.Alive(events.Pid), Is.False, "its process is gone before anyone hears of it");
            Assert.That(fake.Ended.Single().IsFault, Is.True);
        });
        Assert.That(await fake.ValueAsync<long>(fake.Request("good")), Is.EqualTo(42), "the next task gets another worker");
    }

    [TestCaseSource(nameof(WithinTheProtocol))]
    public async Task A_worker_that_keeps_the_protocol_stays_whatever_it_says(string verb, string code, string message)
    {
        await using var fake = new Fake();
        await fake.ValueAsync<long>(fake.Request("good"));

        var error = await fake.FaultAsync(fake.Request(verb), code);

        Assert.That(error.Summary, Does.Contain(message));
        Assert.That(fake.Ended.Count, Is.LessThanOrEqualTo(verb == "cancels-itself" ? 1 : 0));
    }

    [Test]
    public async Task A_bad_request_is_the_hosts_fault()
    {
        await using var fake = new Fake();

        await fake.FaultAsync(fake.Request("rejects:bad_request"), "bad_request", FaultSide.Host);
    }

    [TestCase("twice", "the runner answered request 1 twice (the second time with Completed)")]
    [TestCase("late-event", "the runner sent Progress for request 1 after its reply")]
    public async Task What_a_worker_says_after_its_reply_costs_it_its_life_and_not_the_task(string verb, string message)
    {
        await using var fake = new Fake();

        Assert.That(await fake.ValueAsync<long>(fake.Request(verb)), Is.EqualTo(42));

        await Eventually.True(() => fake.Ended.Count == 1, "the worker has ended");
        Assert.Multiple(() =>
        {
            Assert.That(fake.Ended[0].IsFault, Is.True);
            Assert.That(fake.Ended[0].Message, Does.Contain(message));
        });
        Assert.That(await fake.ValueAsync<long>(fake.Request("good")), Is.EqualTo(42));
    }

    [Test]
    public async Task A_task_beside_one_that_was_answered_twice_is_not_to_blame_and_runs_again_elsewhere()
    {
        await using var fake = new Fake();
        var broad = Fake.Runner("broad");
        await fake.TextAsync("count", broad);
        using var stop = new CancellationTokenSource();
        var events = new Recorder();

        var innocent = fake.Host.ExecuteAsync(fake.Request("waits", broad), events, stop.Token);
        await fake.ValueAsync<long>(fake.Request("twice", broad));

        await Eventually.True(() => events.Heard.Count == 2, "it was started again");
        await stop.CancelAsync();
        Assert.That(await innocent, Is.InstanceOf<TaskResult.Cancelled>());
    }

    [Test]
    public async Task An_event_that_this_host_does_not_know_is_no_sin()
    {
        await using var fake = new Fake();

        Assert.That(await fake.ValueAsync<long>(fake.Request("unknown-event")), Is.EqualTo(42));
        Assert.That(fake.Ended, Is.Empty);
    }

    [Test]
    public async Task A_worker_that_fails_takes_its_other_tasks_with_it_and_no_one_elses()
    {
        await using var fake = new Fake();
        var (broad, other) = (Fake.Runner("broad"), Fake.Runner());
        using var stop = new CancellationTokenSource();
        await fake.TextAsync("count", broad);
        await fake.TextAsync("count", other);

        var mate = fake.Host.ExecuteAsync(fake.Request("waits", broad));
        var stranger = fake.Host.ExecuteAsync(fake.Request("waits", other), cancel: stop.Token);
        var sinner = fake.Host.ExecuteAsync(fake.Request("exits:4", broad));

        Assert.Multiple(async () =>
        {
            Assert.That(((TaskResult.Faulted)await sinner).Error.Code, Is.EqualTo("runner_ended"));
            Assert.That(((TaskResult.Faulted)await mate).Error.Code, Is.EqualTo("runner_ended"));
            Assert.That(stranger.IsCompleted, Is.False);
        });
        await stop.CancelAsync();
        Assert.That(await stranger, Is.InstanceOf<TaskResult.Cancelled>());
    }

    [TestCase("talks", "bad_magic", "runner wrote text to the protocol: \"Hello, I am a friendly\\tprogram\\nand I print before anything else, at some length,\"")]
    [TestCase("newer", "incompatible_protocol", "the runner speaks protocol 9, and this host speaks 1")]
    [TestCase("refuses", ErrorCodes.StartEnded, "its process ended with exit code 7 (its last line: no such module: glasses)")]
    public async Task A_runner_that_does_not_become_ready_says_why(string how, string code, string message)
    {
        await using var fake = new Fake();

        var error = await fake.FaultAsync(fake.Request("good", Fake.Runner(how)), code);

        Assert.That(error.Summary, Does.StartWith("the runner fake ended before it was ready: ").And.Contain(message));
    }

    [Test]
    public async Task A_runner_that_never_says_Ready_is_ended_when_its_time_is_over()
    {
        var time = new ManualTimeProvider();
        await using var fake = new Fake(o => o with { Time = time });
        var spoke = fake.NextPath();
        var silent = Fake.Runner();
        var runner = new ResolvedRunner(
            silent.Manifest, ["/bin/sh", "-c", $"echo looking for my glasses >&2; touch {spoke}; sleep 1000"], "/", [new("PATH", "/usr/bin:/bin")], "", []);

        var running = fake.Host.ExecuteAsync(fake.Request("good", runner));
        await Eventually.True(() => File.Exists(spoke), "the runner has started");
        time.Advance(TimeSpan.FromSeconds(30));
        var result = await running;

        Assert.That(result, Is.InstanceOf<TaskResult.Faulted>());
        var error = ((TaskResult.Faulted)result).Error;
        Assert.That(error.Code, Is.EqualTo(ErrorCodes.StartTimeout));
        Assert.That(error.Summary, Is.EqualTo("the runner fake was not ready within 30 s (its last line: looking for my glasses)"));
    }

    [Test]
    public async Task A_flood_of_output_is_bounded_and_does_not_stop_the_task()
    {
        await using var fake = new Fake(o => o with { MaxCapturedBytes = 10_000 });

        var result = await fake.Host.ExecuteAsync(fake.Request("flood:8000"));

        Assert.Multiple(() =>
        {
            Assert.That(result, Is.InstanceOf<TaskResult.Succeeded>());
            Assert.That(result.Captured.StdoutTruncated && result.Captured.StderrTruncated, Is.True);
            Assert.That(result.Captured.Stdout.Length, Is.InRange(10_000, 10_100));
            Assert.That(result.Captured.Stderr.Length, Is.InRange(10_000, 10_100));
        });
        Assert.That(await fake.ValueAsync<long>(fake.Request("good")), Is.EqualTo(42));
    }

    [Test]
    public async Task A_child_that_a_worker_leaks_into_a_session_of_its_own_goes_with_the_worker()
    {
        int pid;
        await using (var fake = new Fake())
        {
            pid = int.Parse(await fake.TextAsync("leaks"), CultureInfo.InvariantCulture);
            Assert.That(Processes.Alive(pid), Is.True);
        }
        Assert.That(Processes.Alive(pid), Is.False);
    }

    [Test]
    public async Task A_leaked_child_that_holds_the_protocol_open_does_not_hide_the_end_of_its_worker()
    {
        await using var fake = new Fake();
        var file = fake.NextPath();

        var error = await fake.FaultAsync(fake.Request($"leaks-and-exits:{file}"), "runner_ended");

        Assert.That(error.Summary, Does.Contain("exit code 5"));
        Assert.That(Processes.Alive(int.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture)), Is.False);
    }

    [Test]
    public async Task A_worker_that_does_not_read_its_input_blocks_nobody()
    {
        await using var fake = new Fake();
        var runner = Fake.Runner(change: m => m with { Timeouts = Fake.Quick });
        await fake.TextAsync("count", runner);
        var large = new string('x', 300_000);
        using var stop = new CancellationTokenSource();

        // The first request stops its reading thread; the second one does not fit into the pipe.
        var broad = Fake.Runner("broad", m => m with { Timeouts = Fake.Quick });
        await fake.TextAsync("count", broad);
        var deaf = fake.Host.ExecuteAsync(fake.Request("deaf", broad), cancel: stop.Token);
        var stuck = fake.Host.ExecuteAsync(fake.Request("echo", broad) with { Name = large }, cancel: stop.Token);
        await stop.CancelAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(await deaf, Is.InstanceOf<TaskResult.Cancelled>());
            Assert.That(await stuck, Is.InstanceOf<TaskResult.Cancelled>());
        });
    }

    private sealed class PidOf : ITaskEvents
    {
        public int Pid { get; private set; }

        void ITaskEvents.Started(WorkerInfo worker) => Pid = worker.ProcessId;
    }
}
