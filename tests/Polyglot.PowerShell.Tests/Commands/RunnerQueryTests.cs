using Polyglot.PowerShell.Commands;
using Polyglot.PowerShell.Shell;
using Polyglot.PowerShell.Tests.Support;

namespace Polyglot.PowerShell.Tests.Commands;

public sealed class RunnerQueryTests
{
    [Test]
    public void Runners_say_whether_they_are_there()
    {
        using var project = new ShellProject(ShellProject.Yaml + "\nrunners:\n  absent: { kind: command, exec: [no-such-program-anywhere, \"{command}\"], metadata: { install: Get it somewhere. } }\n");

        var shell = Get(project, ["shell", "abs*"]);

        var runners = shell.Results.Cast<PolyglotRunner>().ToDictionary(runner => runner.Id);
        Assert.That(shell.Faults, Is.Empty);
        Assert.That((runners["shell"].Available, runners["shell"].Level, runners["shell"].Problem), Is.EqualTo((true, "Command", (string?)null)));
        Assert.That((runners["absent"].Available, runners["absent"].Executable, runners["absent"].Install), Is.EqualTo((false, (string?)null, "Get it somewhere.")));
        Assert.That(runners["absent"].Problem, Does.Contain("no-such-program-anywhere"));
    }

    [Test]
    public void Without_a_project_the_built_in_runners_are_listed()
    {
        using var folder = new Testing.TempDirectory();
        using var stop = new CancellationTokenSource();
        var shell = new RecordingShell();

        new RunnerQuery(new Surroundings(folder.Path, Testing.Repository.Root), shell).Get(null, null, stop);

        Assert.That(shell.Results.Cast<PolyglotRunner>().Select(runner => runner.Id), Is.SupersetOf(new[] { "node", "python", "julia", "shell" }));
    }

    [Test]
    public void An_id_that_is_none_is_a_fault()
    {
        using var project = new ShellProject();
        using var stop = new CancellationTokenSource();

        Assert.That(Get(project, ["pyton"]).Faults.Single().Id, Is.EqualTo("RunnerNotFound"));
        Assert.That(Assert.Throws<FaultException>(() => new RunnerQuery(project.At, new RecordingShell()).Test(null, "pyton", null, null, stop))!.Fault.Id, Is.EqualTo("RunnerNotFound"));
    }

    [Test]
    public void A_runner_that_does_not_speak_the_protocol_is_tested_for_being_there()
    {
        using var project = new ShellProject();
        using var stop = new CancellationTokenSource();

        var result = new RunnerQuery(project.At, new RecordingShell()).Test(null, "shell", null, null, stop)!;

        Assert.That((result.Succeeded, result.Cases.Length, result.Message), Is.EqualTo((true, 0, "it does not speak the protocol, so only that it is there was tested")));
    }

    [Test]
    public void A_worker_is_tested_case_by_case()
    {
        using var project = new ShellProject();
        using var stop = new CancellationTokenSource();
        var shell = new RecordingShell { ShowsDetail = true };

        var result = new RunnerQuery(project.At, shell).Test(null, "node", "handshake", null, stop)!;

        if (result.Message.Length > 0) Assert.Ignore(result.Message);
        Assert.That((result.Succeeded, result.Failed), Is.EqualTo((true, 0)));
        Assert.That(result.Passed, Is.Positive.And.EqualTo(result.Cases.Length - result.Skipped));
        Assert.That(shell.Steps[^1].IsDone, Is.True);
        Assert.That(shell.Details, Has.Count.EqualTo(result.Cases.Length));
    }

    [Test]
    public void Stopping_it_kills_the_runtime_and_ends_the_case_that_waits_for_it()
    {
        using var project = new ShellProject();
        // The first case ends at once; whoever waited for the second would wait for a minute.
        project.Write("polyglot.yaml", $"{ShellProject.Yaml}\nrunners:\n  silent: {{ kind: worker, exec: [/bin/sh, -c, \"echo $$ >> {project.PathOf("pids")}; test $(wc -l < {project.PathOf("pids")}) = 1 || exec sleep 1000\"] }}\n");
        project.Write("kit.sh", "");
        using var stop = new CancellationTokenSource();
        var shell = new RecordingShell { ShowsDetail = true, OnDetail = _ => stop.Cancel() };

        var result = new RunnerQuery(project.At, shell).Test(null, "silent", null, project.PathOf("kit.sh"), stop);

        Assert.That(result, Is.Null);
        Assert.That(shell.Details, Has.Count.EqualTo(1));
        Assert.That(shell.Faults, Is.Empty);
        Assert.That(File.ReadAllLines(project.PathOf("pids")).Where(pid => File.Exists($"/proc/{pid}/stat")), Is.Empty, "nothing of it is left");
    }

    private static RecordingShell Get(ShellProject project, string[]? ids)
    {
        using var stop = new CancellationTokenSource();
        var shell = new RecordingShell();
        new RunnerQuery(project.At, shell).Get(null, ids, stop);
        return shell;
    }
}
