using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Dataflow.History;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Queries;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.History;

/// <summary><c>polyglot restore</c>.</summary>
internal sealed class RestoreVerb : Verb
{
    private readonly Argument<string[]> _files = new("files") { HelpName = "FILE", Description = "Outputs, scripts and input files by their path, or inputs by name", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _from = new("--from") { HelpName = "RUN", Description = RunWords.Help + " (default: the newest that knows the file)" };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace files whose content the repository does not have" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be written, and write nothing" };

    public RestoreVerb() : base("restore", "Put single files back as a run had them: outputs, scripts, inputs")
    {
        Command.Arguments.Add(_files);
        foreach (var option in new Option[] { _from, _overwrite, _dryRun }) Command.Options.Add(option);
    }

    public override string Details =>
        "Scripts and raw inputs come back byte for byte; inputs that were read as values (CSV, JSON) come back as the same value. Paths are\nrelative to the project's folder or to the current one. All files are written, or none.";

    public override IReadOnlyList<Example> Examples =>
    [
        new("restore out/report.html", "an output that was deleted or changed by hand"),
        new("restore src/model.jl --from last~3", "a script as it was then"),
        new("restore weekly --from published-2026 --overwrite", "an input by its name, whatever is there now"),
    ];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        using var open = Repositories.Require(session);
        var project = CheckoutVerb.ProjectOf(session);
        var folder = open.Repository.ProjectDirectory;
        var from = arguments.GetValue(_from) is { } word ? RunWords.Require(open, word) : null;
        var found = (arguments.GetValue(_files) ?? []).Select(file => Find(open, project, from, file)).ToList();
        var write = !arguments.GetValue(_dryRun);
        var restored = new WorkingCopy(open.Repository, folder).Restore(found.Select(f => f.File), arguments.GetValue(_overwrite), write);
        var runs = found.DistinctBy(f => f.File.Path).ToDictionary(f => f.File.Path, f => f.Run, StringComparer.Ordinal);
        return Task.FromResult(RestoreReport.Write(session, folder, [.. restored.Select(file => (file, runs[file.Path]))], write));
    }

    private static (FileToRestore File, RunId Run) Find(OpenRepository open, Project? project, RunRecord? from, string word)
    {
        var relative = Path.GetRelativePath(open.Repository.ProjectDirectory, Path.GetFullPath(word));
        var candidates = from is not null ? [from] : new RunQueries(open.Repository, open.Dataflow).All();
        foreach (var run in candidates)
            if ((RestorableFiles.Find(run, project, word) ?? RestorableFiles.Find(run, project, relative)) is { } file) return (file, run.Id);
        throw from is not null
            ? CliFailure.Usage(HistoryMessages.NoSuchFile(word, from.Id.ToString()), CliMessages.ListNames)
            : CliFailure.Usage(HistoryMessages.NoRunHasFile(word), CliMessages.ListNames);
    }
}
