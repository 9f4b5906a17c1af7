using System.Text;
using Polyglot.East;

namespace Polyglot.Runners.Tests.Hosting;

public sealed class Tasks_in_workers
{
    [Test]
    public async Task A_task_leaves_its_result_at_the_output_path()
    {
        await using var fake = new Fake();
        var request = fake.Request("good");

        var result = (TaskResult.Succeeded)await fake.Host.ExecuteAsync(request);

        Assert.Multiple(() =>
        {
            Assert.That(result.OutputPath, Is.EqualTo(request.OutputPath));
            Assert.That(Beast2.Decode(File.ReadAllBytes(request.OutputPath), EastType.Integer).Value, Is.EqualTo(42L));
            Assert.That(result.Size, Is.EqualTo(new FileInfo(request.OutputPath).Length));
            Assert.That(result.RunnerVersion, Is.EqualTo("4.5"));
            Assert.That(result.ExitCode, Is.Null);
            Assert.That(result.Cost!.Call, Is.EqualTo(TimeSpan.Zero), "3 ns are less than a tick");
            Assert.That(result.Cost.PeakMemoryBytes, Is.EqualTo(1000));
            Assert.That(result.Cost.CpuTime, Is.EqualTo(TimeSpan.FromMicroseconds(2)));
            Assert.That(result.Captured, Is.EqualTo(CapturedOutput.Empty));
        });
    }

    [Test]
    public async Task The_same_worker_runs_one_task_after_another()
    {
        await using var fake = new Fake();

        var counts = new List<string>();
        for (var i = 0; i < 3; i++) counts.Add(await fake.TextAsync("count"));

        Assert.That(counts, Is.EqualTo(new[] { "1", "2", "3" }));
    }

    [Test]
    [Platform(Exclude = "Win")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_worker_is_started_through_the_launcher_where_that_is_there()
    {
        await using var fake = new Fake();
        var (launcher, witness) = (Path.Combine(fake.Folder, "launch"), Path.Combine(fake.Folder, "launched"));
        var plain = Fake.Runner();
        var runner = new ResolvedRunner(plain.Manifest, plain.Argv, plain.ProjectDirectory, plain.Environment, plain.Version, plain.Fingerprint, launcher);

        Assert.That(await fake.TextAsync("count", runner), Is.EqualTo("1"));
        await File.WriteAllTextAsync(launcher, $"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{witness}'\nexec \"$@\"\n");
        File.SetUnixFileMode(launcher, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var second = new Fake();

        Assert.Multiple(async () =>
        {
            Assert.That(await second.TextAsync("count", runner), Is.EqualTo("1"));
            Assert.That(await File.ReadAllLinesAsync(witness), Is.EqualTo(runner.Argv));
        });
    }

    [Test]
    public async Task An_input_is_handed_over_by_path()
    {
        await using var fake = new Fake();

        var value = await fake.ValueAsync<long>(fake.Request("echo") with { Inputs = [fake.Input("x", EastType.Integer, 7L)] });

        Assert.That(value, Is.EqualTo(7));
    }

    [Test]
    public async Task Everything_that_a_task_says_is_heard_in_order_and_kept()
    {
        await using var fake = new Fake();
        var events = new Recorder();

        var result = await fake.Host.ExecuteAsync(fake.Request("speak"), events);

        Assert.Multiple(() =>
        {
            Assert.That(events.Heard.Take(1), Is.EqualTo(new[] { "started fake cold" }));
            Assert.That(events.Heard.Where(h => h.StartsWith("log", StringComparison.Ordinal)), Is.EqualTo(new[] { "log Warning few rows" }));
            Assert.That(events.Heard.Where(h => h.StartsWith("progress", StringComparison.Ordinal)), Is.EqualTo(new[] { "progress 0.5 half", "progress  somewhere" }));
            Assert.That(Encoding.UTF8.GetString(result.Captured.Stdout.Span), Is.EqualTo("to stdout\n"));
            Assert.That(Encoding.UTF8.GetString(result.Captured.Stderr.Span), Does.Contain("to stderr\n").And.Contain("from the process itself\n"));
        });
    }

    [Test]
    public async Task A_second_task_is_told_that_its_worker_is_warm()
    {
        await using var fake = new Fake();
        var events = new Recorder();

        await fake.Host.ExecuteAsync(fake.Request("good"));
        await fake.Host.ExecuteAsync(fake.Request("good"), events);

        Assert.That(events.Heard, Is.EqualTo(new[] { "started fake warm" }));
    }

    [Test]
    public async Task A_failure_of_the_task_is_a_value_with_all_that_the_runtime_said()
    {
        await using var fake = new Fake();

        var error = await fake.FailureAsync(fake.Request("fail:division by zero"), "user_error");

        Assert.Multiple(() =>
        {
            Assert.That(error.Summary, Is.EqualTo("division by zero"));
            Assert.That(error.ErrorType, Is.EqualTo("FakeError"));
            Assert.That(error.Frames, Is.EqualTo(new[] { new ErrorFrame("/project/x.fake", 3, 1, "f", true) }));
        });
    }

    [Test]
    public async Task Limits_seed_and_deadline_reach_the_runtime()
    {
        await using var fake = new Fake();

        var text = await fake.TextAsync("isolation", change: r => r with
        {
            Seed = 77,
            Timeout = TimeSpan.FromSeconds(60),
            Limits = new TaskLimits(MaxOutputBytes: 5000),
        });

        Assert.That(text, Is.EqualTo("Shared 77 60000 5000"));
    }

    [Test]
    public async Task The_environment_is_what_was_given_and_nothing_of_the_hosts_own()
    {
        await using var fake = new Fake();

        Assert.Multiple(async () =>
        {
            Assert.That(await fake.TextAsync("env:MODE", change: r => r with { Environment = [new("MODE", "slow"), new("MODE", "fast")] }), Is.EqualTo("fast"));
            Assert.That(await fake.TextAsync("env:HOME"), Is.EqualTo("(absent)"));
            Assert.That(await fake.TextAsync("env:POLYGLOT_WORK_DIR"), Does.StartWith(fake.Host.Options.ScratchDirectory));
        });
    }

    [Test]
    public async Task Tasks_with_another_environment_get_another_worker()
    {
        await using var fake = new Fake();

        var first = await fake.TextAsync("count", change: r => r with { Environment = [new("A", "1")] });
        var other = await fake.TextAsync("count", change: r => r with { Environment = [new("A", "2")] });
        var again = await fake.TextAsync("count", change: r => r with { Environment = [new("A", "1")] });

        Assert.That((first, other, again), Is.EqualTo(("1", "1", "2")));
    }

    [Test]
    public async Task A_runtime_that_forks_is_asked_to_and_one_that_does_not_gets_a_fresh_process()
    {
        await using var fake = new Fake();
        var (forks, plain) = (Fake.Runner("forks"), Fake.Runner());

        Assert.Multiple(async () =>
        {
            Assert.That(await fake.TextAsync("isolation", forks, r => r with { Isolation = IsolationMode.Fork }), Does.StartWith("Fork"));
            Assert.That(await fake.TextAsync("count", plain), Is.EqualTo("1"));
            Assert.That(await fake.TextAsync("count", plain, r => r with { Isolation = IsolationMode.Fork }), Is.EqualTo("1"));
            Assert.That(await fake.TextAsync("count", plain), Is.EqualTo("2"));
        });
    }

    [Test]
    public async Task A_task_with_a_process_of_its_own_leaves_no_worker_behind()
    {
        await using var fake = new Fake();
        var runner = Fake.Runner(change: m => m with { Isolation = IsolationMode.Process });

        var (first, second) = (await fake.TextAsync("count", runner), await fake.TextAsync("count", runner));

        Assert.That((first, second), Is.EqualTo(("1", "1")));
        await Eventually.True(() => fake.Ended.Count == 2, "both workers have ended");
        Assert.That(fake.Ended.Select(e => e.IsFault), Is.All.False);
    }

    [Test]
    public async Task A_worker_with_stale_code_is_replaced_and_the_task_runs_in_a_fresh_one()
    {
        await using var fake = new Fake();

        await fake.ValueAsync<long>(fake.Request("stale"));
        await fake.ValueAsync<long>(fake.Request("stale"));

        await Eventually.True(() => fake.Ended.Count == 1, "the stale worker has been ended");
        Assert.That(fake.Ended[0].IsFault, Is.False);
    }

    [Test]
    public async Task A_broad_worker_runs_several_tasks_at_once()
    {
        await using var fake = new Fake();
        var runner = Fake.Runner("broad");
        await fake.TextAsync("count", runner);
        using var stop = new CancellationTokenSource();

        var waiting = fake.Host.ExecuteAsync(fake.Request("waits", runner), cancel: stop.Token);
        var meanwhile = await fake.TextAsync("count", runner);
        await stop.CancelAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(meanwhile, Is.EqualTo("2"), "the same process");
            Assert.That(await waiting, Is.InstanceOf<TaskResult.Cancelled>());
        });
    }

    [Test]
    public async Task A_script_is_described()
    {
        await using var fake = new Fake();

        var result = (DescribeResult.Described)await fake.Host.DescribeAsync(Fake.Runner(), "/project/x.fake", "1", []);

        Assert.Multiple(() =>
        {
            Assert.That(result.Script.Functions.Single().Name, Is.EqualTo("good"));
            Assert.That(result.Script.Functions.Single().Summary, Is.EqualTo("/project/x.fake"));
            Assert.That(TypeCodec.Decode(result.Script.Functions.Single().Output.Span).Value, Is.EqualTo(EastType.Integer));
        });
    }

    [Test]
    public async Task A_disposed_host_refuses_tasks_as_a_value()
    {
        var fake = new Fake();
        var request = fake.Request("good");
        await fake.DisposeAsync();

        var result = (TaskResult.Faulted)await fake.Host.ExecuteAsync(request);

        Assert.That(result.Error.Code, Is.EqualTo(ErrorCodes.HostClosed));
    }

    [Test]
    public void A_request_that_breaks_its_contract_throws()
    {
        var fake = new Fake();

        Assert.ThrowsAsync<ArgumentException>(() => fake.Host.ExecuteAsync(fake.Request("good") with { OutputPath = "relative" }));
    }
}
