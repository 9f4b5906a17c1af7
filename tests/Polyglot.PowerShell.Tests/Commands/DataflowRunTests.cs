using System.Management.Automation;
using Polyglot.Dataflow;
using Polyglot.PowerShell.Commands;
using Polyglot.PowerShell.Shell;
using Polyglot.PowerShell.Tests.Support;

namespace Polyglot.PowerShell.Tests.Commands;

public sealed class DataflowRunTests
{
    [Test]
    public void A_project_is_brought_up_to_date_and_then_nothing_runs()
    {
        using var project = new ShellProject();

        var first = Run(project, new RecordingShell()).Only<PolyglotRun>();
        var second = Run(project, new RecordingShell()).Only<PolyglotRun>();

        Assert.That((first.Dataflow, first.Status, first.Tasks, first.Ran, first.Failed), Is.EqualTo(("words", "Succeeded", 2, 2, 0)));
        Assert.That((first.Project, first.Outputs), Is.EqualTo((project.Folder, new[] { "out/sorted.txt" })));
        Assert.That(File.ReadAllText(project.PathOf("out/sorted.txt")), Is.EqualTo("apple\nfig\npear\n"));
        Assert.That((second.Ran, second.Cached), Is.EqualTo((0, 2)));
    }

    [Test]
    public void Progress_is_shown_while_it_runs_and_gone_when_it_has_ended()
    {
        using var project = new ShellProject();

        var shell = Run(project, new RecordingShell());

        Assert.That(shell.Steps, Is.Not.Empty);
        Assert.That(shell.Steps.Select(step => step.Percent ?? 0), Has.All.InRange(0, 100));
        foreach (var line in shell.Steps.GroupBy(step => step.Id)) Assert.That(line.Last().IsDone, Is.True, $"line {line.Key}");
    }

    [Test]
    public void With_verbose_what_tasks_print_is_told()
    {
        using var project = new ShellProject();

        var shell = Run(project, new RecordingShell { ShowsDetail = true });

        Assert.That(shell.Details, Does.Contain("sorted: sorting").And.Contains("sorted: done").And.Contains("sorted: started (shell; never ran)"));
    }

    [Test]
    public void A_task_that_fails_is_a_fault_that_names_it_and_the_run_is_given_out_all_the_same()
    {
        using var project = new ShellProject(ShellProject.Yaml.Replace("sort -u <", "false <", StringComparison.Ordinal));

        var shell = Run(project, new RecordingShell());

        var fault = shell.Faults.Single();
        Assert.That((fault.Id, fault.Category, fault.Target), Is.EqualTo(("TaskFailed", ErrorCategory.InvalidResult, (object)"sorted")));
        Assert.That(fault.Next, Is.EqualTo("Get-PolyglotTask sorted -Detailed shows what it printed."));
        Assert.That((shell.Only<PolyglotRun>().Status, shell.Only<PolyglotRun>().Failed), Is.EqualTo(("Failed", 1)));
    }

    [Test]
    public void Every_problem_of_the_project_is_a_fault_with_its_place_and_nothing_runs()
    {
        using var project = new ShellProject(ShellProject.Yaml.Replace("{ words: words }", "{ words: wordz }", StringComparison.Ordinal));

        var shell = Run(project, new RecordingShell());

        Assert.That(shell.Faults.Single().Id, Is.EqualTo("InvalidProject"));
        Assert.That(shell.Faults.Single().Message, Does.Contain("polyglot.yaml:9:").And.EndsWith("did you mean `words`?"));
        Assert.That(shell.Results, Is.Empty);
    }

    [Test]
    public void What_if_says_what_would_run_and_why_and_makes_nothing()
    {
        using var project = new ShellProject();

        var shell = Run(project, new RecordingShell { Answer = Consent.OnlyAsked });

        Assert.That(shell.Asked, Is.EqualTo(new[]
        {
            (project.PathOf("polyglot.yaml"), DataflowRun.Action), ("sorted (never ran)", DataflowRun.TaskAction), ("total (never ran)", DataflowRun.TaskAction),
        }));
        Assert.That(Directory.Exists(project.PathOf(".e3")), Is.False);
        Assert.That(shell.Results, Is.Empty);
    }

    [Test]
    public void What_if_after_a_run_names_what_changed_and_what_waits_for_it()
    {
        using var project = new ShellProject();
        Run(project, new RecordingShell());
        project.Write("words.txt", "plum\n");

        var shell = Run(project, new RecordingShell { Answer = Consent.OnlyAsked });

        Assert.That(shell.Asked.Skip(1).Select(asked => asked.Target), Is.EqualTo(new[] { "sorted (input words changed)", "total (if sorted changes)" }));
        Assert.That(File.ReadAllText(project.PathOf("out/sorted.txt")), Is.EqualTo("apple\nfig\npear\n"));
    }

    [Test]
    public void A_no_is_a_no()
    {
        using var project = new ShellProject();

        var shell = Run(project, new RecordingShell { Answer = Consent.Refused });

        Assert.That((shell.Results.Count, shell.Faults.Count, shell.Asked.Count, Directory.Exists(project.PathOf(".e3"))), Is.EqualTo((0, 0, 1, false)));
    }

    [Test]
    public void Ctrl_C_ends_the_tasks_and_what_was_finished_is_kept()
    {
        using var project = new ShellProject(ShellProject.Yaml.Replace("wc -l <", "echo began; sleep 1000; wc -l <", StringComparison.Ordinal));
        using var stop = new CancellationTokenSource();
        var shell = new RecordingShell { ShowsDetail = true };
        shell.OnDetail = line =>
        {
            if (line == "total: began") stop.Cancel();
        };

        new DataflowRun(project.At, shell).Run(null, Options, stop);

        var run = shell.Only<PolyglotRun>();
        Assert.That((run.Status, run.Ran), Is.EqualTo(("Cancelled", 1)));
        Assert.That(shell.Faults.Select(fault => fault.Id), Is.EqualTo(new[] { "Interrupted" }));
    }

    [Test]
    public void A_pipeline_that_hears_no_more_gets_its_own_exception_back()
    {
        using var project = new ShellProject();
        var deaf = new InvalidDataException("Select-Object has enough");

        Assert.That(() => Run(project, new RecordingShell { Deaf = deaf }), Throws.Exception.SameAs(deaf));
    }

    [Test]
    public void Without_a_project_the_fault_says_where_none_is()
    {
        using var folder = new Testing.TempDirectory();
        using var stop = new CancellationTokenSource();
        var at = new Surroundings(folder.Path, folder.Path);

        var here = Assert.Throws<FaultException>(() => new DataflowRun(at, new RecordingShell()).Run(null, Options, stop));
        var there = Assert.Throws<FaultException>(() => new DataflowRun(at, new RecordingShell()).Run("/nowhere", Options, stop));

        Assert.That((here!.Fault.Id, here.Fault.Target), Is.EqualTo(("ProjectNotFound", (object)folder.Path)));
        Assert.That((there!.Fault.Id, there.Fault.Target), Is.EqualTo(("ProjectNotFound", (object)"/nowhere")));
    }

    internal static RecordingShell Run(ShellProject project, RecordingShell shell)
    {
        using var stop = new CancellationTokenSource();
        new DataflowRun(project.At, shell).Run(null, Options, stop);
        return shell;
    }

    private static EvaluationOptions Options(string project) => new() { ProjectPath = project, Parallelism = 2 };
}
