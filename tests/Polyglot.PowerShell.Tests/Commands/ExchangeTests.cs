using Polyglot.PowerShell.Commands;
using Polyglot.PowerShell.Shell;
using Polyglot.PowerShell.Tests.Support;
using Polyglot.Store;

namespace Polyglot.PowerShell.Tests.Commands;

public sealed class ExchangeTests
{
    [Test]
    public void A_run_that_was_handed_over_runs_nothing_elsewhere()
    {
        using var here = new ShellProject();
        using var there = new ShellProject();
        var run = DataflowRunTests.Run(here, new RecordingShell()).Only<PolyglotRun>();
        var (exporting, importing) = (new RecordingShell(), new RecordingShell());
        var file = here.PathOf("run.tar");

        new Exchange(here.At, exporting).Export(null, [run.Id], false, file, false, CancellationToken.None);
        new Exchange(there.At, importing).Import(null, file, null, CancellationToken.None);

        Assert.That(exporting.Only<PolyglotArchive>().Runs, Is.EqualTo(new[] { run.Id }));
        Assert.That(exporting.Only<PolyglotArchive>().NewRuns, Is.Null);
        Assert.That(importing.Only<PolyglotArchive>().NewRuns, Is.EqualTo(new[] { run.Id }));
        Assert.That(importing.Only<PolyglotArchive>().NewExecutions, Is.EqualTo(2));
        Assert.That(DataflowRunTests.Run(there, new RecordingShell()).Only<PolyglotRun>().Ran, Is.Zero);
    }

    [Test]
    public void Tasks_are_handed_over_with_what_they_need_and_unknown_ones_suggest_others()
    {
        using var project = new ShellProject();
        DataflowRunTests.Run(project, new RecordingShell());
        var shell = new RecordingShell();

        new Exchange(project.At, shell).Export(null, ["sorted"], false, project.PathOf("a.tar"), false, CancellationToken.None);
        var thrown = Assert.Throws<FaultException>(() => new Exchange(project.At, shell).Export(null, ["sortd"], false, project.PathOf("b.tar"), false, CancellationToken.None));

        Assert.That(shell.Only<PolyglotArchive>().Executions, Is.EqualTo(1));
        Assert.That(thrown!.Message, Does.EndWith("did you mean `sorted`?"));
    }

    [Test]
    public void Nothing_is_written_where_it_was_only_asked_or_the_file_is_to_stay()
    {
        using var project = new ShellProject();
        DataflowRunTests.Run(project, new RecordingShell());
        var (shell, file) = (new RecordingShell { Answer = Consent.OnlyAsked }, project.PathOf("run.tar"));

        new Exchange(project.At, shell).Export(null, [], true, file, false, CancellationToken.None);
        Assert.That((File.Exists(file), shell.Asked.Single()), Is.EqualTo((false, (file, Exchange.ExportAction))));

        project.Write("run.tar", "mine");
        var thrown = Assert.Throws<FaultException>(() => new Exchange(project.At, new RecordingShell()).Export(null, [], true, file, noClobber: true, CancellationToken.None));
        Assert.That((thrown!.Fault.Id, File.ReadAllText(file)), Is.EqualTo(("FileExists", "mine")));
    }

    [Test]
    public void What_is_no_archive_is_refused()
    {
        using var project = new ShellProject();
        project.Write("run.tar", "no archive");

        var thrown = Assert.Throws<StoreException>(() => new Exchange(project.At, new RecordingShell()).Import(null, project.PathOf("run.tar"), null, CancellationToken.None));

        Assert.That(Faults.Of(thrown!).Id, Is.EqualTo("StoreBadArchive"));
        Assert.That(Assert.Throws<FaultException>(() => new Exchange(project.At, new RecordingShell()).Import(null, project.PathOf("none.tar"), null, CancellationToken.None))!.Fault.Id, Is.EqualTo("FileNotFound"));
    }
}
