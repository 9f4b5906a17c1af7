using Polyglot.Dataflow;
using Polyglot.Dataflow.Watching;
using Polyglot.PowerShell.Commands;
using Polyglot.PowerShell.Shell;
using Polyglot.PowerShell.Tests.Support;

namespace Polyglot.PowerShell.Tests.Commands;

public sealed class DataflowWatchTests
{
    [Test]
    public void Each_change_is_a_cycle_with_its_run_and_it_ends_after_as_many_as_were_asked_for()
    {
        using var project = new ShellProject();
        using var stop = new CancellationTokenSource();
        var shell = new RecordingShell();
        shell.OnResult = value =>
        {
            if (value is PolyglotWatchCycle { Number: 1 }) project.Write("words.txt", "plum\n");
        };

        new DataflowWatch(project.At, shell).Run(null, Options, new WatchOptions(), cycles: 2, stop);

        var cycles = shell.Results.Cast<PolyglotWatchCycle>().ToList();
        Assert.That(cycles.Select(cycle => (cycle.Number, cycle.Run!.Status, cycle.Aborted)), Is.EqualTo(new[] { (1, "Succeeded", false), (2, "Succeeded", false) }));
        Assert.That(cycles[1].Changed, Is.EqualTo(new[] { project.PathOf("words.txt") }));
        Assert.That(File.ReadAllText(project.PathOf("out/sorted.txt")), Is.EqualTo("plum\n"));
    }

    [Test]
    public void An_error_in_the_project_is_a_fault_and_the_next_change_is_waited_for()
    {
        using var project = new ShellProject("name: [broken");
        using var stop = new CancellationTokenSource();
        var shell = new RecordingShell();
        shell.OnResult = value =>
        {
            if (value is PolyglotWatchCycle { Number: 1, Run: null }) project.Write("polyglot.yaml", ShellProject.Yaml);
        };

        new DataflowWatch(project.At, shell).Run(null, Options, new WatchOptions(), cycles: 2, stop);

        Assert.That(shell.Faults.Select(fault => fault.Id).Distinct(), Is.EqualTo(new[] { "InvalidProject" }));
        Assert.That(((PolyglotWatchCycle)shell.Results[^1]!).Run!.Status, Is.EqualTo("Succeeded"));
    }

    [Test]
    public void Ctrl_C_ends_it_between_runs()
    {
        using var project = new ShellProject();
        using var stop = new CancellationTokenSource();
        var shell = new RecordingShell { OnResult = _ => stop.Cancel() };

        new DataflowWatch(project.At, shell).Run(null, Options, new WatchOptions(), cycles: null, stop);

        Assert.That(shell.Results, Has.Count.EqualTo(1));
        Assert.That(shell.Faults, Is.Empty);
    }

    [Test]
    public void What_if_watches_nothing()
    {
        using var project = new ShellProject();
        using var stop = new CancellationTokenSource();
        var shell = new RecordingShell { Answer = Consent.OnlyAsked };

        new DataflowWatch(project.At, shell).Run(null, Options, new WatchOptions(), cycles: null, stop);

        Assert.That((shell.Asked.Single().Action, Directory.Exists(project.PathOf(".e3"))), Is.EqualTo((DataflowWatch.Action, false)));
    }

    private static EvaluationOptions Options(string project) => new() { ProjectPath = project, Parallelism = 2 };
}
