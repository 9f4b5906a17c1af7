using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Sandboxing;

public sealed class Without_a_sandbox
{
    /// <summary>A sandbox that is not there until somebody brings it, and that starts things as they are.</summary>
    private sealed class Toggled : ISandbox
    {
        public SandboxProblem? Problem { get; set; } = new("no box", "build one");

        public int Tries { get; private set; }

        public string Name => "toggled";

        public Task<SandboxProblem?> TryAsync(CancellationToken cancel)
        {
            Tries++;
            return Task.FromResult(Problem);
        }

        public ProcessStart Wrap(ProcessStart start, SandboxView view) => start;
    }

    private static TaskRequest In(TaskRequest request) => request with { Sandbox = new TaskSandbox([], []) };

    [Test]
    public async Task A_task_that_is_to_run_in_one_does_not_run_and_says_why_and_what_to_do()
    {
        await using var fake = new Fake(options => options with { Sandbox = new Toggled() });

        foreach (var request in new[] { In(fake.Command("echo > {output}")), In(fake.Request("good")) })
        {
            var error = await fake.FaultAsync(request, ErrorCodes.NoSandbox, FaultSide.Host);

            Assert.That(error.Summary, Is.EqualTo(RunnersMessages.NoSandbox(new("no box", "build one"))));
            Assert.That(error.Summary, Does.EndWith("no box; build one"));
        }
    }

    [Test]
    public async Task One_that_is_installed_meanwhile_is_used_and_one_that_works_is_not_tried_again()
    {
        var sandbox = new Toggled();
        await using var fake = new Fake(options => options with { Sandbox = sandbox });
        await fake.FaultAsync(In(fake.Command("echo > {output}")), ErrorCodes.NoSandbox, FaultSide.Host);

        sandbox.Problem = null;

        Assert.That(await fake.ValueAsync<string>(In(fake.Command("echo > {output}") with { OutputType = EastType.String })), Is.EqualTo("\n"));
        Assert.That(await fake.ValueAsync<long>(In(fake.Request("good"))), Is.Positive);
        Assert.That(sandbox.Tries, Is.EqualTo(2));
    }

    [Test]
    public async Task A_task_that_asks_for_none_runs_as_ever_and_nobody_tries()
    {
        var sandbox = new Toggled();
        await using var fake = new Fake(options => options with { Sandbox = sandbox });

        Assert.That(await fake.ValueAsync<string>(fake.Command("echo > {output}") with { OutputType = EastType.String }), Is.EqualTo("\n"));
        Assert.That(sandbox.Tries, Is.Zero);
    }

    [Test]
    public async Task An_East_program_in_the_hosts_process_reaches_nothing_and_needs_none()
    {
        Assert.That(DotnetRunner.Manifest.Kind, Is.EqualTo(RunnerKind.Host));
        var sandbox = new Toggled();
        await using var fake = new Fake(options => options with { Sandbox = sandbox });
        var request = In(fake.Request("any", DotnetRunner.Resolved(DotnetRunner.Manifest, "/"))) with { Program = new IrTaskProgram("/no/such/program", new string('a', 64), []) };

        await fake.Host.ExecuteAsync(request);

        Assert.That(sandbox.Tries, Is.Zero);
    }

    [Test]
    public async Task A_machine_without_the_tool_names_its_package()
    {
        using var empty = new TempDirectory();

        var problem = await new Bubblewrap(empty.Path).TryAsync(default);

        Assert.That(problem, Is.EqualTo(new SandboxProblem(RunnersMessages.NoBubblewrap, RunnersMessages.NoBubblewrapNext)));
        Assert.That(problem!.Next, Does.Contain("apt install bubblewrap").And.Contain("--no-sandbox"));
    }

    [Test]
    [Platform("Linux")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_tool_that_does_not_work_is_quoted()
    {
        using var folder = new TempDirectory();
        var tool = folder.Write("bwrap", "#!/bin/sh\necho 'bwrap: No permissions to create a new namespace' >&2\nexit 1\n");
        File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var problem = await new Bubblewrap(folder.Path).TryAsync(default);

        Assert.That(problem!.Reason, Is.EqualTo(RunnersMessages.BubblewrapFailed("bwrap: No permissions to create a new namespace")));
        Assert.That(problem.Next, Does.Contain("--no-sandbox"));
    }

    [TestCase("/proc/sys/user/max_user_namespaces", "0\n", "sysctl -w user.max_user_namespaces=15000")]
    [TestCase("/proc/sys/kernel/unprivileged_userns_clone", "0\n", "sysctl -w kernel.unprivileged_userns_clone=1")]
    [TestCase("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n", "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0")]
    [TestCase("/proc/sys/user/max_user_namespaces", "63000\n", "docker run --security-opt")]
    [TestCase("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "0\n", "docker run --security-opt")]
    [TestCase("/nothing/is/there", "", "docker run --security-opt")]
    public void The_setting_of_the_kernel_that_forbids_it_is_named(string file, string content, string next) =>
        Assert.That(Bubblewrap.KernelSettings.Next(asked => asked == file ? content : throw new FileNotFoundException()), Does.Contain(next));
}
