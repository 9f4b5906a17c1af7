using Polyglot.Cli.Tests.Support;
using Polyglot.Testing;

namespace Polyglot.Cli.Tests.Verbs;

/// <summary>Commands that a resident host runs: they look as if there were none.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux")]
public sealed class HostTests : IDisposable
{
    private const int Interrupt = 2;
    private const int Kill = 9;

    private readonly TempDirectory _runtime = new();
    private readonly ShellProject _project = ShellProject.Words();
    private readonly List<PolyglotProcess> _hosts = [];

    private (string Name, string Value)[] Variables => [("XDG_RUNTIME_DIR", _runtime.Path)];

    public void Dispose()
    {
        foreach (var host in _hosts) host.Dispose();
        Polyglot("host", "stop");
        _project.Dispose();
        _runtime.Dispose();
    }

    [Test]
    public void What_runs_in_a_host_prints_and_returns_what_it_would_without_one()
    {
        var host = StartHost();
        var first = Polyglot("run");
        Assert.That(first.ExitCode, Is.Zero, first.ToString());
        Assert.That(_project.Read("out/count.txt"), Is.EqualTo("2\n"));
        Assert.That(Commands(), Is.EqualTo(1));
        foreach (var command in new[] { new[] { "run" }, ["status"], ["plan", "--output", "json"], ["run", "nothing-of-that-name"],
            ["explain", "count"], ["explain", "nothing", "--output", "json"], ["verify", "count", "--no-sandbox"], ["verify", "--everywhere", "nothing"] })
        {
            var (hosted, alone) = (Polyglot(command), Alone(command));
            Assert.That(Normal.Text(hosted.Out, _project.Folder), Is.EqualTo(Normal.Text(alone.Out, _project.Folder)), string.Join(' ', command));
            Assert.That(WithoutPatience(hosted.Error), Is.EqualTo(WithoutPatience(alone.Error)));
            Assert.That(hosted.ExitCode, Is.EqualTo(alone.ExitCode));
        }
        Assert.That(Commands(), Is.EqualTo(9));
        host.Signal(Interrupt);
        Assert.That(host.Finish().ExitCode, Is.Zero);
        Assert.That(Polyglot("host", "status").Out, Is.EqualTo("no host is running for this project\n"));
        Assert.That(Polyglot("run").ExitCode, Is.Zero, "without a host everything goes as before");
    }

    [Test]
    public void A_host_in_the_background_is_started_found_and_ended()
    {
        var started = Polyglot("host", "start", "--output", "json").Json;
        Assert.That(started.GetProperty("running").GetBoolean());
        Assert.That(started.GetProperty("kind").GetString(), Is.EqualTo("host"));
        Assert.That(Polyglot("host", "start", "--output", "json").Json.GetProperty("processId").GetInt32(), Is.EqualTo(started.GetProperty("processId").GetInt32()));
        Polyglot("run");
        Assert.That(Commands(), Is.EqualTo(1));
        Assert.That(Polyglot("host", "stop").Out, Is.EqualTo("the host has ended\n"));
        Assert.That(Polyglot("host", "status", "--output", "json").Json.GetProperty("running").GetBoolean(), Is.False);
    }

    [Test]
    public void A_host_is_started_on_demand_where_that_is_turned_on()
    {
        var run = PolyglotProcess.Run(_project.Folder, [.. Variables, ("POLYGLOT_HOST", "auto")], "run");
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(Commands(), Is.EqualTo(1));
    }

    [Test]
    public void The_clients_folder_and_variables_count_and_not_the_hosts()
    {
        StartHost();
        _project.Write("polyglot.yaml", """
            name: env
            runners:
              here: { kind: command, exec: [["/bin/sh", "-euc", "{command}"]], passEnv: [WORD], format: raw }
            tasks: { t: { runner: here, command: "echo $WORD > {output}", output: Blob } }
            outputs: { out.txt: t }
            """);
        var inside = Directory.CreateDirectory(_project.PathOf("inside")).FullName;
        foreach (var word in new[] { "one", "two" })
        {
            var run = PolyglotProcess.Run(inside, [.. Variables, ("WORD", word)], "run");
            Assert.That(run.ExitCode, Is.Zero, run.ToString());
            Assert.That(_project.Read("out.txt"), Is.EqualTo(word + "\n"));
        }
        Assert.That(Commands(), Is.EqualTo(2));
    }

    [Test]
    public void A_signal_to_the_client_stops_what_the_host_runs_for_it_and_the_host_stays()
    {
        StartHost();
        Endless();
        using var run = PolyglotProcess.Start(_project.Folder, Variables, "run", "-v");
        WaitFor(run, "slow: running");
        run.Signal(Interrupt);
        var result = run.Finish();
        Assert.That(result.ExitCode, Is.EqualTo(130), result.ToString());
        Assert.That(result.Error, Does.Contain("stopping; Ctrl-C again kills what still runs\n"));
        Assert.That(result.Out, Does.Contain("slow   cancelled"));
        Assert.That(Polyglot("plan").ExitCode, Is.Zero);
        Assert.That(Commands(), Is.EqualTo(2));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_signal_stops_a_verification_in_a_host_as_without_one(bool hosted)
    {
        if (hosted) StartHost();
        var pipe = _project.PathOf("begun");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [pipe])) mkfifo.WaitForExit();
        _project.Write("polyglot.yaml", $"name: endless\ntasks:\n  slow: {{ runner: shell, command: \"echo begun > {pipe}; while :; do sleep 1; done > {{output}}\", output: Blob }}\n");
        using var verify = PolyglotProcess.Start(_project.Folder, Variables, "verify", "slow", "--no-sandbox");
        Assert.That(File.ReadAllText(pipe), Is.EqualTo("begun\n"));
        verify.Signal(Interrupt);
        var result = verify.Finish();
        Assert.That(result.ExitCode, Is.EqualTo(130), result.ToString());
        if (hosted) Assert.That(Commands(), Is.EqualTo(1));
    }

    [Test]
    public void A_host_that_is_killed_in_the_middle_of_a_command_is_a_fault_and_nothing_is_lost()
    {
        var host = StartHost();
        Endless();
        using var run = PolyglotProcess.Start(_project.Folder, Variables, "run", "-v");
        WaitFor(run, "slow: running");
        host.Signal(Kill);
        var result = run.Finish();
        Assert.That(result.ExitCode, Is.EqualTo(3), result.ToString());
        Assert.That(result.Error, Does.Contain("error: the host that ran this command has ended\n").And.Contain("next: run the same again"));
        Assert.That(Alone("cat", "quick").ExitCode, Is.Not.EqualTo(3));
        Assert.That(Polyglot("plan").Out, Does.Not.Contain("quick"), "what was finished is found");
        Assert.That(Polyglot("fsck").ExitCode, Is.Zero);
    }

    [Test]
    public void A_host_whose_manifests_changed_is_replaced()
    {
        var first = Polyglot("host", "start", "--output", "json").Json.GetProperty("processId").GetInt32();
        Directory.CreateDirectory(_project.PathOf("plugins/more"));
        _project.Write("plugins/more/plugin.json", """{ "schemaVersion": 1, "runners": { "more": { "kind": "command", "exec": ["/bin/sh", "-euc", "{command}"] } } }""");
        var run = Polyglot("run");
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        var status = Polyglot("host", "status", "--output", "json").Json;
        Assert.That(status.GetProperty("processId").GetInt32(), Is.Not.EqualTo(first));
        Assert.That(status.GetProperty("commands").GetInt32(), Is.EqualTo(1));
        Assert.That(status.GetProperty("current").GetBoolean());
    }

    [Test]
    public void A_watch_is_a_host_too()
    {
        var watch = PolyglotProcess.Start(_project.Folder, Variables, "watch", "--output", "json");
        _hosts.Add(watch);
        Assert.That(watch.ReadLine(), Does.Contain("\"cycle\":1"));
        var run = Polyglot("run");
        Assert.That(run.Out, Does.Contain("2 cached").And.Contain("everything is up to date"));
        var status = Polyglot("host", "status", "--output", "json").Json;
        Assert.That(status.GetProperty("kind").GetString(), Is.EqualTo("watch"));
        Assert.That(status.GetProperty("commands").GetInt32(), Is.EqualTo(1));
        Assert.That(Polyglot("host", "stop").ExitCode, Is.EqualTo(2));
        watch.Signal(Interrupt);
        Assert.That(watch.Finish().ExitCode, Is.Zero);
    }

    private void Endless() => _project.Write("polyglot.yaml", """
        name: endless
        tasks:
          quick: { runner: shell, command: "echo done > {output}", output: Blob }
          slow: { runner: shell, command: "echo running; cat {inputs.quick} > /dev/null; while :; do sleep 1; done", inputs: { quick: quick }, output: Blob }
        """);

    private PolyglotProcess StartHost()
    {
        var host = PolyglotProcess.Start(_project.Folder, Variables, "host", "start", "--foreground");
        _hosts.Add(host);
        Assert.That(host.ReadLine(), Does.StartWith("a host has started"));
        return host;
    }

    private Finished Polyglot(params string[] arguments) => PolyglotProcess.Run(_project.Folder, Variables, arguments);

    private Finished Alone(params string[] arguments) => PolyglotProcess.Run(_project.Folder, [.. Variables, ("POLYGLOT_HOST", "off")], arguments);

    private int Commands() => Polyglot("host", "status", "--output", "json").Json.GetProperty("commands").GetInt32();

    // Whether something takes long enough to be mentioned differs from run to run.
    private static string WithoutPatience(string error) => error.Replace("preparing: hashing inputs, asking runtimes for types\n", "", StringComparison.Ordinal);

    private static void WaitFor(PolyglotProcess process, string wanted)
    {
        while (process.ReadLine() is { } line)
            if (line == wanted) return;
        Assert.Fail(process.Finish().ToString());
    }
}
