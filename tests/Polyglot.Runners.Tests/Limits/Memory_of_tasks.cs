using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Limits;

/// <summary>Real processes that take real memory, looked at when a clock is moved.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux")]
public sealed class Memory_of_tasks
{
    private const long Megabyte = 1_000_000;

    private readonly ManualTimeProvider _time = new();
    private readonly Recorder _events = new();

    [Test]
    public async Task A_worker_that_grows_by_more_than_its_task_may_take_is_killed_and_replaced()
    {
        await using var fake = new Fake(o => o with { Time = _time });
        var runner = Fake.Runner();

        var running = fake.Host.ExecuteAsync(Limited(fake.Request("grows:200", runner), 100), _events);
        await Grown();
        _time.Advance(MemoryWatch.Interval);
        var result = await running;

        Assert.Multiple(() =>
        {
            var error = ((TaskResult.Failed)result).Error;
            Assert.That(error.Code, Is.EqualTo(ErrorCodes.MemoryLimit));
            Assert.That(error.Summary, Does.Match("^it took another [12][0-9]{2}[0-9.]* MB of memory, and may take 100 MB; its process was killed$"));
            Assert.That(result.Cost!.PeakMemoryBytes, Is.GreaterThan(200 * Megabyte));
            Assert.That(fake.Ended.Single().IsFault, Is.False);
        });
        Assert.That(await fake.TextAsync("count", runner), Is.EqualTo("1"), "a fresh worker");
    }

    [Test]
    public async Task What_a_worker_has_kept_of_other_tasks_is_not_the_tasks()
    {
        await using var fake = new Fake(o => o with { Time = _time });
        var runner = Fake.Runner();
        await fake.ValueAsync<long>(fake.Request("keeps:200", runner));
        using var stop = new CancellationTokenSource();

        var running = fake.Host.ExecuteAsync(Limited(fake.Request("grows:1", runner), 100), _events, stop.Token);
        await Grown();
        LookOften();
        await stop.CancelAsync();

        Assert.That(await running, Is.InstanceOf<TaskResult.Cancelled>());
        Assert.That(_events.Heard, Has.Member("started fake warm"));
    }

    [Test]
    public void What_the_processes_below_a_worker_had_before_is_not_the_tasks_either()
    {
        // As in a sandbox, where the interpreter is below the process that was started. No process has such an id.
        const int Root = 5_000_001, Child = 5_000_002;
        var child = 200 * Megabyte;
        using var watch = new MemoryWatch(_time, () => [new(Root, 'S', 1, Root, 1, Megabyte), new(Child, 'S', Root, Child, 2, child), new(Child + 1, 'S', 1, 1, 3, 900 * Megabyte)]);
        var excess = new List<MemoryExcess>();
        using var watched = watch.Watch(Root, 100 * Megabyte, onlyGrowth: true, excess.Add, new TaskOutput(_events, 0));

        child = 290 * Megabyte;
        _time.Advance(MemoryWatch.Interval);
        Assert.That(excess, Is.Empty);
        child = 310 * Megabyte;
        _time.Advance(MemoryWatch.Interval);
        Assert.That(excess, Is.EqualTo(new[] { new MemoryExcess(110 * Megabyte, 100 * Megabyte, Grew: true) }));
        Assert.That(watched.Peak, Is.EqualTo(311 * Megabyte));
    }

    [Test]
    public async Task What_a_command_starts_counts_also_in_another_session()
    {
        await using var fake = new Fake(o => o with { Time = _time });
        var ready = fake.NextPath();
        var command = $"setsid sh -c 'x=$(head -c 90000000 /dev/zero | tr \"\\0\" a); echo ready > {ready}; sleep 1000' & wait";

        var running = fake.Host.ExecuteAsync(Limited(fake.Command(command), 50), _events);
        await Ready(ready);
        _time.Advance(MemoryWatch.Interval);
        var result = await running;

        Assert.Multiple(() =>
        {
            Assert.That(((TaskResult.Failed)result).Error.Code, Is.EqualTo(ErrorCodes.MemoryLimit));
            Assert.That(((TaskResult.Failed)result).Error.Summary, Does.Match("^it took [0-9.]+ MB of memory, and may take 50 MB; its process was killed$"));
            Assert.That(result.Cost!.PeakMemoryBytes, Is.GreaterThan(90 * Megabyte));
        });
    }

    [Test]
    public async Task Pages_that_processes_share_count_once()
    {
        await using var fake = new Fake(o => o with { Time = _time });
        var ready = fake.NextPath();
        using var stop = new CancellationTokenSource();
        var command = $"x=$(head -c 60000000 /dev/zero | tr '\\0' a); for i in 1 2 3 4 5; do (sleep 1000; :) & done; echo ready > {ready}; wait";

        var running = fake.Host.ExecuteAsync(Limited(fake.Command(command), 250), _events, stop.Token);
        await Ready(ready);
        LookOften();
        await stop.CancelAsync();

        Assert.That(await running, Is.InstanceOf<TaskResult.Cancelled>());
    }

    [Test]
    public async Task Where_the_system_does_not_tell_that_is_said_once_and_tasks_run()
    {
        await using var fake = new Fake(o => o with { Time = _time, Processes = () => [] });
        foreach (var (round, how) in new[] { (1, "good"), (2, "inline") })
        {
            var events = new Recorder();
            using var end = new CancellationTokenSource();
            var running = fake.Host.ExecuteAsync(Limited(fake.Request("grows:10", Fake.Runner(how)), 1), events, end.Token);
            await Eventually.True(() => events.Heard.Contains("progress 1 grown"), "the task has its memory");
            LookOften();
            await end.CancelAsync();
            Assert.That(await running, Is.InstanceOf<TaskResult.Cancelled>());
            Assert.That(events.Heard.Count(heard => heard == $"log Warning {RunnersMessages.MemoryNotWatched}"), Is.EqualTo(round == 1 ? 1 : 0));
        }
    }

    [Test]
    public async Task Without_a_limit_nobody_looks()
    {
        var looks = 0;
        await using var fake = new Fake(o => o with { Time = _time, Processes = () => { looks++; return []; } });
        using var stop = new CancellationTokenSource();

        var running = fake.Host.ExecuteAsync(fake.Request("grows:1"), _events, stop.Token);
        await Grown();
        LookOften();
        await stop.CancelAsync();
        await running;

        Assert.That(looks, Is.Zero);
    }

    private static TaskRequest Limited(TaskRequest request, long megabytes) => request with { Limits = new(WatchedMemoryBytes: megabytes * Megabyte) };

    private Task Grown() => Eventually.True(() => _events.Heard.Contains("progress 1 grown"), "the task has its memory");

    private static Task Ready(string path) => Eventually.True(() => File.Exists(path) && File.ReadAllText(path) == "ready\n", "the command has its memory");

    private void LookOften()
    {
        for (var i = 0; i < 3; i++) _time.Advance(MemoryWatch.Interval);
    }
}
