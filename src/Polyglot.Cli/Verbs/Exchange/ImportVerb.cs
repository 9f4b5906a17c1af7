using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Terminal;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.Exchange;

/// <summary><c>polyglot import</c>.</summary>
internal sealed class ImportVerb : Verb
{
    private readonly Argument<string> _file = new("file") { HelpName = "FILE", Description = "An archive that `polyglot export` wrote" };
    private readonly Option<long?> _maxSize = SizeOption.Make("How much it may unpack to (default: 1 GB, or a hundred times its size)", "--max-size");
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Check it, and take nothing" };

    public ImportVerb() : base("import", "Take an archive into this repository")
    {
        Command.Arguments.Add(_file);
        Command.Options.Add(_maxSize);
        Command.Options.Add(_dryRun);
    }

    public override string Details =>
        """
        The whole archive is checked before anything is written: one that was damaged or made to harm is refused and leaves nothing.
        Interrupted after that, the same command goes on. What is here already stays as it is. Results are found by later runs, so take
        archives only from people whose results you would believe.
        """;

    public override IReadOnlyList<Example> Examples => [new("import run.tar", "take it"), new("import run.tar --dry-run", "only check it")];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var file = Path.GetFullPath(Required(arguments, _file));
        using var open = Repositories.RequireOrInit(session);
        using var interrupts = new Interrupts(session.Time, Environment.Exit);
        var (bundle, report) = Archive.Take(open.Repository, file, arguments.GetValue(_maxSize), arguments.GetValue(_dryRun), interrupts.Stop);
        SharingReport.Write(session, file, bundle, report);
        return Task.FromResult(ExitCode.Ok);
    }
}
