using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Terminal;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.Exchange;

/// <summary><c>polyglot export</c>.</summary>
internal sealed class ExportVerb : Verb
{
    private readonly Argument<string> _file = new("file") { HelpName = "FILE", Description = "The archive to write; .tar by custom" };
    private readonly Argument<string[]> _what = Selection.Words();
    private readonly Option<bool> _all = Selection.All();

    public ExportVerb() : base("export", "Write a run, or tasks with all they need, to one archive")
    {
        Command.Arguments.Add(_file);
        Command.Arguments.Add(_what);
        Command.Options.Add(_all);
    }

    public override string Details =>
        """
        The archive holds inputs, programs, results, logs and records. It is a plain tar file. Interrupted, the same command goes on
        where it stopped. `polyglot import` takes it into another repository, where a run then finds the results.
        """;

    public override IReadOnlyList<Example> Examples =>
    [
        new("export run.tar", "the last run"),
        new("export fit.tar fit", "a task, and what it needed"),
        new("export paper.tar published-2026 last", "two runs"),
    ];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var file = Path.GetFullPath(Required(arguments, _file));
        using var open = Repositories.Require(session);
        using var interrupts = new Interrupts(session.Time, Environment.Exit);
        var bundle = Selection.Collect(open, arguments.GetValue(_what) ?? [], arguments.GetValue(_all));
        var resumed = Archive.Write(open.Repository, bundle, file, interrupts.Stop);
        var size = new FileInfo(file).Length;
        SharingReport.Write(session, file, bundle, null, writer =>
        {
            writer.WriteNumber("size", size);
            writer.WriteNumber("resumed", resumed);
        });
        if (resumed > 0) session.Say(session.Palette.Dim($"{Quantity.Count(resumed, "object")} had been written before"));
        session.Say($"{session.Palette.Bold(Printable.Of(file))}  {Quantity.Size(size)}");
        return Task.FromResult(ExitCode.Ok);
    }
}
