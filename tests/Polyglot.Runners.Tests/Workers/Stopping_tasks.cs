using System.Globalization;
using System.Text;
using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Workers;

/// <summary>The ladder on real processes. Its rungs are short here; what is asserted is what happened, not when.</summary>
public sealed class Stopping_tasks
{
    private static ResolvedRunner Runner(InterruptMode interrupt) => Fake.Runner(change: m => m with { Timeouts = Fake.Quick, Interrupt = interrupt });

    [Test]
    public async Task A_task_that_listens_is_cancelled_by_message_and_its_worker_stays()
    {
        await using var fake = new Fake();
        var runner = Fake.Runner();
        await fake.TextAsync("count", runner);
        using var stop = new CancellationTokenSource();

        var running = fake.Host.ExecuteAsync(fake.Request("waits", runner), cancel: stop.Token);
        await stop.CancelAsync();

        Assert.That(((TaskResult.Cancelled)await running).Reason, Is.EqualTo("cancelled"));
        Assert.That(await fake.TextAsync("count", runner), Is.EqualTo("2"), "the same worker");
    }

    [Test]
    public async Task A_task_that_finishes_although_it_was_cancelled_has_succeeded()
    {
        await using var fake = new Fake();
        using var stop = new CancellationTokenSource();

        var running = fake.Host.ExecuteAsync(fake.Request("finishes-anyway"), new OnStart(_ => stop.Cancel()), stop.Token);

        Assert.That(await running, Is.InstanceOf<TaskResult.Succeeded>());
    }

    [Test]
    public async Task A_signal_stops_what_a_message_does_not_and_retires_the_worker()
    {
        await using var fake = new Fake();
        var runner = Runner(InterruptMode.Signal);
        await fake.TextAsync("count", runner);
        using var stop = new CancellationTokenSource();

        var running = fake.Host.ExecuteAsync(fake.Request("interruptible", runner), cancel: stop.Token);
        await stop.CancelAsync();

        Assert.That(((TaskResult.Cancelled)await running).Reason, Is.EqualTo("cancelled; it took a signal to stop it"));
        Assert.That(await fake.TextAsync("count", runner), Is.EqualTo("1"), "a fresh worker");
    }

    [TestCase(InterruptMode.Message)]
    [TestCase(InterruptMode.Signal)]
    [TestCase(InterruptMode.None)]
    public async Task A_task_that_ignores_everything_is_killed_and_only_it(InterruptMode interrupt)
    {
        await using var fake = new Fake();
        var runner = Runner(interrupt);
        await fake.TextAsync("count", runner);
        using var stop = new CancellationTokenSource();

        var running = fake.Host.ExecuteAsync(fake.Request("spins", runner), cancel: stop.Token);
        var other = await fake.TextAsync("count", runner);
        await stop.CancelAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(((TaskResult.Cancelled)await running).Reason, Is.EqualTo("cancelled; it did not stop when asked, so its process was killed"));
            Assert.That(other, Is.EqualTo("1"), "it ran in a worker of its own");
            Assert.That(fake.Ended.Single().IsFault, Is.False);
        });
    }

    [Test]
    public async Task Force_kills_at_once()
    {
        await using var fake = new Fake();
        using var kill = new CancellationTokenSource();

        var running = fake.Host.ExecuteAsync(fake.Request("spins"), new OnStart(_ => kill.Cancel()), kill: kill.Token);

        Assert.That(((TaskResult.Cancelled)await running).Reason, Is.EqualTo("cancelled by force; its process was killed"));
    }

    [Test]
    public async Task A_deadline_is_the_tasks_failure()
    {
        await using var fake = new Fake();
        var runner = Runner(InterruptMode.Message);

        var error = await fake.FailureAsync(fake.Request("spins", runner) with { Timeout = TimeSpan.FromMilliseconds(300) }, ErrorCodes.Deadline);

        Assert.That(error.Summary, Is.EqualTo("it took longer than its 0.3 s; it did not stop when asked, so its process was killed"));
    }

    [Test]
    public async Task The_manifests_deadline_counts_where_the_task_has_none()
    {
        await using var fake = new Fake();
        var runner = Fake.Runner(change: m => m with { Timeouts = Fake.Quick with { Task = TimeSpan.FromMilliseconds(300) } });

        await fake.FailureAsync(fake.Request("waits", runner), ErrorCodes.Deadline);
    }

    [Test]
    public async Task A_worker_that_was_stopped_by_a_signal_is_killed_at_its_deadline_and_the_message_says_so()
    {
        var time = new ManualTimeProvider();
        await using var fake = new Fake(o => o with { Time = time });
        var worker = 0;

        var failing = fake.FailureAsync(
            fake.Request("stops", Runner(InterruptMode.Signal)) with { Timeout = TimeSpan.FromSeconds(60) }, ErrorCodes.Deadline, new OnStart(w => worker = w.ProcessId));
        await Eventually.True(() => ProcessTree.Read(worker) is { State: 'T' }, "the worker has stopped itself");
        time.Advance(TimeSpan.FromSeconds(60));
        time.Advance(Fake.Quick.Cancel);
        time.Advance(Fake.Quick.Interrupt);
        var error = await failing;

        Assert.That(error.Summary, Is.EqualTo("it took longer than its 60 s; its process had been stopped by a signal and could not answer, so it was killed"));
    }

    [Test]
    public async Task Another_task_in_a_worker_that_had_to_be_killed_runs_again_elsewhere()
    {
        await using var fake = new Fake();
        var broad = Fake.Runner("broad", m => m with { Timeouts = Fake.Quick });
        await fake.TextAsync("count", broad);
        using var kill = new CancellationTokenSource();
        using var stop = new CancellationTokenSource();
        var events = new Recorder();

        var spins = fake.Host.ExecuteAsync(fake.Request("spins", broad), kill: kill.Token);
        var innocent = fake.Host.ExecuteAsync(fake.Request("waits", broad), events, stop.Token);
        await kill.CancelAsync();

        Assert.That(await spins, Is.InstanceOf<TaskResult.Cancelled>());
        await Eventually.True(() => events.Heard.Count == 2, "it was started again");
        Assert.That(events.Heard, Is.EqualTo(new[] { "started fake warm", "started fake cold" }));
        await stop.CancelAsync();
        Assert.That(await innocent, Is.InstanceOf<TaskResult.Cancelled>());
    }

    [Test]
    public async Task Cancelling_before_the_start_starts_nothing()
    {
        await using var fake = new Fake();
        var events = new Recorder();

        var result = await fake.Host.ExecuteAsync(fake.Request("good"), events, new CancellationToken(canceled: true));

        Assert.That(result, Is.InstanceOf<TaskResult.Cancelled>());
        Assert.That(events.Heard, Is.Empty);
    }

    [Test]
    public async Task Cancelling_during_the_start_ends_the_worker()
    {
        await using var fake = new Fake();
        using var stop = new CancellationTokenSource();

        var running = fake.Host.ExecuteAsync(fake.Request("good", Fake.Runner("silent")), cancel: stop.Token);
        await stop.CancelAsync();

        Assert.That(await running, Is.InstanceOf<TaskResult.Cancelled>());
        await Eventually.True(() => fake.Ended.Count == 1, "the worker has ended");
    }

    [Test]
    public async Task KillAll_ends_everything_and_the_host_goes_on()
    {
        await using var fake = new Fake();
        await fake.ValueAsync<long>(fake.Request("good"));
        var started = new Recorder();
        var running = fake.Host.ExecuteAsync(fake.Request("spins"), started);
        var command = fake.Host.ExecuteAsync(fake.Command("sleep 1000"));
        await Eventually.True(() => started.Heard.Count == 1, "the task has started");

        fake.Host.KillAll();

        Assert.Multiple(async () =>
        {
            Assert.That(await running, Is.InstanceOf<TaskResult.Cancelled>());
            Assert.That(await command, Is.InstanceOf<TaskResult.Cancelled>());
        });
        Assert.That(await fake.ValueAsync<long>(fake.Request("good")), Is.EqualTo(42));
    }

    [Test]
    public async Task Disposing_the_host_cancels_what_runs()
    {
        var fake = new Fake();
        var started = new Recorder();
        var running = fake.Host.ExecuteAsync(fake.Request("spins", Runner(InterruptMode.Message)), started);
        await Eventually.True(() => started.Heard.Count == 1, "the task has started");

        await fake.DisposeAsync();

        Assert.That(await running, Is.InstanceOf<TaskResult.Cancelled>());
    }

    [Test]
    public async Task A_command_is_asked_by_signal_first()
    {
        await using var fake = new Fake();
        using var stop = new CancellationTokenSource();
        var events = new Recorder();

        var running = fake.Host.ExecuteAsync(fake.Command("trap 'echo bye >&2; exit 1' TERM; echo ready >&2; while true; do sleep 0.01; done"), events, stop.Token);
        await Eventually.True(() => events.Output == "ready\n", "the trap is set");
        await stop.CancelAsync();
        var result = await running;

        Assert.Multiple(() =>
        {
            Assert.That(((TaskResult.Cancelled)result).Reason, Is.EqualTo("cancelled; it took a signal to stop it"));
            Assert.That(Encoding.UTF8.GetString(result.Captured.Stderr.Span), Is.EqualTo("ready\nbye\n"));
        });
    }

    [Test]
    public async Task A_command_that_ignores_the_signal_is_killed_with_all_its_descendants()
    {
        var time = new ManualTimeProvider();
        await using var fake = new Fake(o => o with { Time = time });
        var pids = fake.NextPath();
        var runner = Fake.Shell(m => m with { Timeouts = Fake.Quick });
        // One child in the group, one in a session of its own, one that also lost its environment but has a living parent.
        var command = $"trap '' TERM; sleep 1000 & echo $! >> {pids}; setsid sleep 1000 & echo $! >> {pids}; setsid env -i sleep 1000 & echo $! >> {pids}; wait";

        var failing = fake.FailureAsync(fake.Command(command, runner) with { Timeout = TimeSpan.FromSeconds(60) }, ErrorCodes.Deadline);
        await Eventually.True(() => File.Exists(pids) && File.ReadAllLines(pids).Length == 3, "the three have started");
        var leaked = (await File.ReadAllLinesAsync(pids)).Select(l => int.Parse(l, CultureInfo.InvariantCulture)).ToArray();
        // The third one's environment is empty once its program is `sleep`; until then the marker finds it too.
        await Eventually.True(() => leaked.All(p => CommandLine(p).StartsWith("sleep", StringComparison.Ordinal)), "the three sleep");
        time.Advance(TimeSpan.FromSeconds(60));
        time.Advance(Fake.Quick.Interrupt);
        await failing;

        foreach (var pid in leaked) await Eventually.True(() => !Processes.Alive(pid), $"{pid} is gone");
    }

    private static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private sealed class OnStart(Action<WorkerInfo> act) : ITaskEvents
    {
        void ITaskEvents.Started(WorkerInfo worker) => act(worker);
    }
}
