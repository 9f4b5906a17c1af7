using System.Net;
using System.Net.Sockets;
using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.Sandboxing;

/// <summary>Real sandboxes, around commands, which can say everything that there is to see.</summary>
#pragma warning disable CA1001 // disposed after every test
public sealed class Tasks_in_a_sandbox
#pragma warning restore CA1001
{
    private TempDirectory _project = null!;
    private Fake _fake = null!;

    [OneTimeSetUp]
    public Task Require() => Sandboxed.RequireAsync();

    [SetUp]
    public void Make()
    {
        _project = new TempDirectory();
        _fake = new Fake();
    }

    [TearDown]
    public async Task Remove()
    {
        await _fake.DisposeAsync();
        _project.Dispose();
    }

    private TaskRequest Request(string command, params string[] files) =>
        _fake.Command(command) with { OutputType = EastType.String, Sandbox = new TaskSandbox(files, [_project.Path]) };

    private Task<string> TextAsync(string command, params string[] files) => _fake.ValueAsync<string>(Request(command, files));

    [Test]
    public async Task A_declared_file_can_be_read_and_not_written()
    {
        var declared = _project.Write("data/declared.txt", "declared");

        Assert.That(await TextAsync($"cat {declared} > {{output}}", declared), Is.EqualTo("declared"));
        await _fake.FailureAsync(Request($"echo changed > {declared}; echo > {{output}}", declared), ErrorCodes.ExitCode);
        Assert.That(File.ReadAllText(declared), Is.EqualTo("declared"));
    }

    [Test]
    public async Task An_undeclared_file_beside_it_is_not_there()
    {
        var (declared, undeclared) = (_project.Write("data/declared.txt", ""), _project.Write("data/undeclared.txt", "undeclared"));

        var error = await _fake.FailureAsync(Request($"cat {undeclared} > {{output}}", declared), ErrorCodes.ExitCode);

        Assert.That(error.Summary, Does.Contain(undeclared).And.Contain("No such file"));
        Assert.That(await TextAsync($"ls {_project.Path} {_project.Path}/data > {{output}}", declared), Is.EqualTo($"{_project.Path}:\ndata\n\n{_project.Path}/data:\ndeclared.txt\n"));
    }

    [Test]
    public async Task Home_the_hosts_temporary_files_and_its_processes_are_not_there()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var mine = _project.Write("mine.txt", "");

        var seen = await TextAsync($"{{ ls -A {home} /tmp /var /run; ls -d {mine} /proc/{Environment.ProcessId}/fd; }} 2>/dev/null > {{output}} || :");

        Assert.That(seen.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.SubsetOf(new[] { $"{home}:", "/tmp:", "/var:", "tmp", Path.GetFileName(_fake.Folder), "/run:", "current-system" }));
    }

    [Test]
    public async Task What_it_leaves_in_its_own_temporary_folder_goes_with_it()
    {
        Assert.That(await TextAsync("echo left > /tmp/left; cat /tmp/left /var/tmp/left > {output}"), Is.EqualTo("left\nleft\n"));
        Assert.That(await TextAsync("ls -A /tmp | grep left > {output} || :"), Is.Empty);
        Assert.That(File.Exists("/tmp/left"), Is.False);
    }

    [Test]
    public async Task Nothing_else_can_be_written()
    {
        var seen = await TextAsync("for folder in / /usr /etc /opt /var /home /root; do if touch $folder/x 2>/dev/null; then echo $folder; fi; done > {output}");

        Assert.That(seen, Is.Empty);
    }

    [Test]
    public async Task A_socket_of_this_machine_that_listens_cannot_be_reached()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        // Whatever the shell, /proc tells the routes; bash, where it is, also tries.
        var command = $"{{ grep -v Iface /proc/net/route || :; }} > {{output}}; if [ -x /bin/bash ] && /bin/bash -c 'exec 9<>/dev/tcp/127.0.0.1/{port}' 2>/dev/null; then echo reached >> {{output}}; fi";

        Assert.That(await TextAsync(command), Is.Empty, "no way leads out, and none to this machine");
        Assert.That(listener.Pending(), Is.False);
        if (File.Exists("/bin/bash")) Assert.That(await _fake.ValueAsync<string>(Request(command) with { Sandbox = null }), Does.EndWith("reached\n"), "without a sandbox it is there");
    }

    [Test]
    public async Task The_object_of_an_input_can_be_read_and_not_changed()
    {
        var input = _fake.Input("a", EastType.String, "as it was");
        var before = File.ReadAllBytes(input.Path);
        var request = Request("wc -c < {inputs.a} | tr -d ' \\n' > /tmp/size; if echo changed 2>/dev/null > {inputs.a}; then exit 9; fi; cp /tmp/size /tmp/x; exit 3") with { Inputs = [input], Format = TaskFormat.Beast2 };

        var error = await _fake.FailureAsync(request, ErrorCodes.ExitCode);

        Assert.That(error.Summary, Does.Contain("3"));
        Assert.That(File.ReadAllBytes(input.Path), Is.EqualTo(before));
    }

    [Test]
    public async Task Its_variables_are_the_declared_ones()
    {
        Environment.SetEnvironmentVariable("POLYGLOT_TEST_SECRET", "secret");

        var seen = await _fake.ValueAsync<string>(Request("env > {output}") with { Environment = [new("DECLARED", "yes")] });

        var names = seen.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]);
        Assert.That(names, Is.SubsetOf(new[] { "PATH", "DECLARED", "POLYGLOT_SESSION", "PWD", "OLDPWD", "SHLVL", "_" }).And.Contain("DECLARED"));
    }

    [Test]
    public async Task A_result_that_is_a_link_is_not_followed_out_of_it()
    {
        var secret = _project.Write("secret.txt", "secret");

        var error = await _fake.FailureAsync(Request($"ln -s {secret} {{output}}"), ErrorCodes.OutputMissing);

        Assert.That(error.Summary, Is.EqualTo(RunnersMessages.SandboxedLink));
    }

    [Test]
    public async Task An_exit_code_and_what_was_printed_come_out()
    {
        var result = (TaskResult.Failed)await _fake.Host.ExecuteAsync(Request("echo out; echo err >&2; exit 7"));

        Assert.That(result.ExitCode, Is.EqualTo(7));
        Assert.That(result.Captured.Stdout.ToArray(), Is.EqualTo("out\n"u8.ToArray()));
        Assert.That(result.Captured.Stderr.ToArray(), Is.EqualTo("err\n"u8.ToArray()));
    }

    [Test]
    public async Task A_result_on_standard_output_is_taken()
    {
        var request = Request("echo printed") with { Runner = Fake.Shell(manifest => manifest with { Output = OutputSource.Stdout }) };

        Assert.That(await _fake.ValueAsync<string>(request), Is.EqualTo("printed\n"));
    }

    [Test]
    public async Task It_is_asked_to_stop_by_the_signal_that_its_program_listens_to()
    {
        using var cancel = new CancellationTokenSource();
        var (events, request) = (new Recorder(), Request("trap 'echo asked >&2; exit 1' TERM; echo ready >&2; while :; do sleep 0.05; done"));
        var running = _fake.Host.ExecuteAsync(request, events, cancel.Token);
        await Eventually.True(() => events.Output.Contains("ready", StringComparison.Ordinal), "the task has begun");

        await cancel.CancelAsync();

        Assert.That(await running, Is.InstanceOf<TaskResult.Cancelled>());
        Assert.That(events.Output, Does.Contain("asked"));
    }

    [Test]
    public async Task Processes_that_a_task_leaves_behind_end_with_it()
    {
        await TextAsync("setsid sleep 98765 > /dev/null 2>&1 & echo > {output}");

        await Eventually.True(() => !IsRunning("98765"), "nothing of the task runs any more");
    }

    [Test]
    public async Task A_killed_task_leaves_nothing()
    {
        using var kill = new CancellationTokenSource();
        var (events, request) = (new Recorder(), Request("echo ready >&2; sleep 87654 & setsid sleep 87654"));
        var running = _fake.Host.ExecuteAsync(request, events, default, kill.Token);
        await Eventually.True(() => events.Output.Contains("ready", StringComparison.Ordinal), "the task has begun");

        await kill.CancelAsync();

        Assert.That(await running, Is.InstanceOf<TaskResult.Cancelled>());
        await Eventually.True(() => !IsRunning("87654"), "nothing of the task runs any more");
    }

    [Test]
    public async Task More_files_than_a_sandbox_can_show_are_refused_with_the_way_out()
    {
        var files = Enumerable.Range(0, 2600).Select(i => _project.Write($"many/{i}", "")).ToArray();

        var error = await _fake.FaultAsync(Request("echo > {output}", files), ErrorCodes.StartFailed, FaultSide.Host);

        Assert.That(error.Summary, Does.Contain("2500").And.Contain("depends"));
    }

    private static bool IsRunning(string argument) => Directory.GetDirectories("/proc").Any(directory =>
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(directory)[0]) && File.ReadAllText(Path.Combine(directory, "cmdline")) == $"sleep\0{argument}\0";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });
}
