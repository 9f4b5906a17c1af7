using System.Globalization;
using System.Text;
using Polyglot.Testing;

namespace Polyglot.Runners.Tests.ProcessTests;

/// <summary>What both launchers promise.</summary>
[TestFixture("posix")]
[TestFixture("portable")]
#pragma warning disable CA1001 // closed after each test
public sealed class Starting_processes(string kind)
#pragma warning restore CA1001
{
    private TempDirectory _directory = null!;
    private IProcessLauncher _launcher = null!;

    [SetUp]
    public void Open()
    {
        _directory = new TempDirectory();
        if (kind == "posix" && !PosixLauncher.IsSupported) Assert.Ignore("this system has no process descriptors");
        _launcher = kind == "posix" ? new PosixLauncher(_directory.Path) : new PortableLauncher(_directory.Path);
    }

    [TearDown]
    public async Task Close()
    {
        await _launcher.DisposeAsync();
        _directory.Dispose();
    }

    private ProcessStart Shell(string command, params (string Name, string Value)[] environment) =>
        new(["/bin/sh", "-c", command], [new("PATH", "/usr/bin:/bin"), .. environment.Select(e => KeyValuePair.Create(e.Name, e.Value))], _directory.Path);

    private async Task<(ProcessExit Exit, string Out, string Error)> RunAsync(ProcessStart start)
    {
        using var stdout = _launcher.CreateOutputFile(isPassing: true);
        using var stderr = _launcher.CreateOutputFile(isPassing: true);
        var exit = await _launcher.StartCommand(start, stdout, stderr).Exited;
        return (exit, Text(stdout), Text(stderr));
    }

    private static string Text(OutputFile file)
    {
        var buffer = new byte[file.Length];
        return Encoding.UTF8.GetString(buffer.AsSpan(0, file.Read(0, buffer)));
    }

    [Test]
    public async Task Output_goes_to_the_files_and_the_exit_code_comes_back()
    {
        var (exit, stdout, stderr) = await RunAsync(Shell("echo out; echo err >&2; exit 5"));

        Assert.That((exit.Code, exit.Signal, stdout, stderr), Is.EqualTo(((int?)5, (int?)null, "out\n", "err\n")));
    }

    [Test]
    public async Task A_signal_is_told_from_an_exit_code()
    {
        var (exit, _, _) = await RunAsync(Shell("kill -TERM $$"));

        Assert.That((exit.Code, exit.Signal), Is.EqualTo(((int?)null, (int?)15)));
    }

    [Test]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] difficult = ["", " ", "a b", "\"'\\$`", "ü😀", "*", "-x"];

        var (_, stdout, _) = await RunAsync(new ProcessStart(["/usr/bin/printf", "[%s]", .. difficult], [], _directory.Path));

        Assert.That(stdout, Is.EqualTo(string.Concat(difficult.Select(d => $"[{d}]"))));
    }

    [Test]
    public async Task The_environment_is_built_from_nothing_and_later_pairs_win()
    {
        var (_, stdout, _) = await RunAsync(new ProcessStart(["/usr/bin/env"], [new("A", "1"), new("B", "ü"), new("A", "2")], _directory.Path));

        var variables = stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(v => !v.StartsWith(ProcessTree.MarkerName, StringComparison.Ordinal));
        Assert.That(variables, Is.EquivalentTo(new[] { "A=2", "B=ü" }));
    }

    [Test]
    public async Task A_program_starts_in_its_directory_without_input()
    {
        var (_, stdout, _) = await RunAsync(Shell("pwd -P; cat; echo end"));

        Assert.That(stdout, Is.EqualTo($"{_directory.Path}\nend\n"));
    }

    [Test]
    public void A_program_or_directory_that_is_not_there_is_named()
    {
        using var file = _launcher.CreateOutputFile(isPassing: true);

        var noProgram = Assert.Throws<LaunchException>(() => _launcher.StartCommand(new ProcessStart(["/no/such"], [], "/"), file, file));
        var noDirectory = Assert.Throws<LaunchException>(() => _launcher.StartCommand(new ProcessStart(["/bin/true"], [], "/no/such"), file, file));

        Assert.That(noProgram!.Message, Does.Contain("/no/such"));
        Assert.That(noDirectory!.Message, Does.Contain("/no/such"));
    }

    [Test]
    public async Task A_killed_process_takes_its_children_with_it()
    {
        using var file = _launcher.CreateOutputFile(isPassing: true);
        var process = _launcher.StartCommand(Shell("sleep 1000 & echo $!; wait"), file, file);
        await Eventually.True(() => file.Length > 1, "the child's id is written");

        process.KillTree();
        var exit = await process.Exited;

        Assert.That(exit.Signal, Is.EqualTo(9));
        var child = int.Parse(Text(file), CultureInfo.InvariantCulture);
        await Eventually.True(() => !Tests.Processes.Alive(child), "the child is gone");
    }

    [Test]
    public async Task Whatever_is_done_to_a_process_that_has_ended_does_nothing()
    {
        using var file = _launcher.CreateOutputFile(isPassing: true);
        var process = _launcher.StartCommand(Shell("true"), file, file);
        await process.Exited;

        process.Signal(StopSignal.Interrupt);
        process.KillTree();

        Assert.That(process.IsStopped(), Is.False);
    }

    [Test]
    public async Task A_worker_speaks_over_a_channel_and_its_noise_goes_to_the_log()
    {
        using var log = _launcher.CreateOutputFile(isPassing: true);
        var process = _launcher.StartWorker(Shell("read line; echo noise >&2; eval \"echo got $line >&$POLYGLOT_PROTOCOL_FD\""), log, out var channel);

        channel.Send("hello\n"u8);
        var answer = await ReceiveAllAsync(channel);
        await process.Exited;
        channel.Dispose();

        Assert.That(answer, Is.EqualTo("got hello\n"));
        await Eventually.True(() => Text(log) == "noise\n", "the noise is in the log");
    }

    [Test]
    public async Task The_end_of_its_input_reaches_a_worker()
    {
        using var log = _launcher.CreateOutputFile(isPassing: true);
        var process = _launcher.StartWorker(Shell("cat > /dev/null; exit 9"), log, out var channel);

        channel.CloseSending();
        var exit = await process.Exited;
        channel.Dispose();

        Assert.That(exit.Code, Is.EqualTo(9));
    }

    [Test]
    public async Task More_than_a_pipe_holds_is_sent_without_waiting()
    {
        using var log = _launcher.CreateOutputFile(isPassing: true);
        var gate = Path.Combine(_directory.Path, "gate");
        var process = _launcher.StartWorker(Shell($"until [ -e {gate} ]; do sleep 0.01; done; wc -c >&$POLYGLOT_PROTOCOL_FD"), log, out var channel);

        for (var i = 0; i < 30; i++) Assert.That(channel.Send(new byte[10_000]), Is.True);
        Assert.That(channel.IsBlocked, Is.True);
        await File.WriteAllTextAsync(gate, "");
        channel.CloseSending();
        var answer = await ReceiveAllAsync(channel);
        await process.Exited;
        channel.Dispose();

        Assert.That(answer.Trim(), Is.EqualTo("300000"));
    }

    [Test]
    public async Task A_receiver_can_be_interrupted()
    {
        using var log = _launcher.CreateOutputFile(isPassing: true);
        var process = _launcher.StartWorker(Shell("sleep 1000"), log, out var channel);
        var receiving = Task.Run(() => channel.Receive(new byte[10]));

        channel.Interrupt();

        Assert.That(await receiving, Is.Zero);
        process.KillTree();
        await process.Exited;
        channel.Dispose();
    }

    private static Task<string> ReceiveAllAsync(IByteChannel channel) => Task.Run(() =>
    {
        var all = new List<byte>();
        var buffer = new byte[100];
        while (channel.Receive(buffer) is var count and > 0) all.AddRange(buffer.AsSpan(0, count));
        return Encoding.UTF8.GetString([.. all]);
    });
}
