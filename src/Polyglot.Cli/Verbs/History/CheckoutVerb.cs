using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Dataflow.History;
using Polyglot.Dataflow.Projects;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.History;

/// <summary><c>polyglot checkout</c>.</summary>
internal sealed class CheckoutVerb : Verb
{
    private readonly Argument<string> _run = new("run") { HelpName = "RUN", Description = RunWords.Help };
    private readonly Option<string?> _into = new("--into") { HelpName = "DIR", Description = "Write to that folder instead of the project's own" };
    private readonly Option<bool> _sources = new("--sources") { Description = "Also the scripts and input files as that run read them" };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace files whose content the repository does not have" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be written, and write nothing" };

    public CheckoutVerb() : base("checkout", "Put the outputs of a past run back")
    {
        Command.Arguments.Add(_run);
        foreach (var option in new Option[] { _into, _sources, _overwrite, _dryRun }) Command.Options.Add(option);
    }

    public override string Details =>
        """
        All files are written, or none. A file whose content no run has seen is left alone, and so is everything else then, unless
        --overwrite is given. Inputs and scripts stay as they are without --sources: the next `polyglot run` writes the outputs of
        the present inputs again, and computes nothing for it.
        """;

    public override IReadOnlyList<Example> Examples =>
    [
        new("checkout last~1", "the outputs of the run before the last"),
        new("checkout published-2026 --into /tmp/then", "beside the present ones"),
        new("checkout 20260131-235959123 --sources", "everything as it was"),
    ];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        using var open = Repositories.Require(session);
        var run = RunWords.Require(open, Required(arguments, _run));
        var folder = Path.GetFullPath(arguments.GetValue(_into) ?? open.Repository.ProjectDirectory);
        IEnumerable<FileToRestore> files = RestorableFiles.Outputs(run);
        if (arguments.GetValue(_sources)) files = files.Concat(RestorableFiles.Sources(run, ProjectOf(session)));
        var list = files.ToList();
        if (list.Count == 0) throw CliFailure.Usage(HistoryMessages.NoOutputs(run.Id.ToString()), HistoryMessages.ListRuns);
        var write = !arguments.GetValue(_dryRun);
        var restored = new WorkingCopy(open.Repository, folder).Restore(list, arguments.GetValue(_overwrite), write);
        return Task.FromResult(RestoreReport.Write(session, folder, [.. restored.Select(file => (file, run.Id))], write));
    }

    /// <summary>The project as its file is now; null where there is none that can be read.</summary>
    public static Project? ProjectOf(Session session) => ProjectLocator.Find(session.Options.Project) is { } file ? ProjectReader.ReadFile(file).Project : null;
}
