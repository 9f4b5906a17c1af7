using System.CommandLine;
using Polyglot.Cli.Verbs;
using Polyglot.Cli.Verbs.Completion;
using Polyglot.Cli.Verbs.Disk;
using Polyglot.Cli.Verbs.East;
using Polyglot.Cli.Verbs.Exchange;
using Polyglot.Cli.Verbs.Explaining;
using Polyglot.Cli.Verbs.History;
using Polyglot.Cli.Verbs.Host;
using Polyglot.Cli.Verbs.Pictures;
using Polyglot.Cli.Verbs.Provenance;

namespace Polyglot.Cli.CommandLine;

/// <summary>The whole command line: the verbs and the options that all of them take.</summary>
internal sealed class Grammar
{
    /// <summary>What <c>--force</c> without a task is parsed as. No task has this name.</summary>
    public const string Everything = "*";

    /// <summary>How arguments are read: a word that begins with @ is a word, and no file of arguments.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    private Grammar(IReadOnlyList<Verb> verbs)
    {
        Verbs = verbs;
        Command = new Command("polyglot", "Runs typed, content-addressed task chains across languages.");
        foreach (var option in GlobalOptions.All) Command.Options.Add(option);
        Command.Options.Add(HelpPage.Option);
        Command.Options.Add(VersionVerb.Option);
        // Without an action of its own the root would be an error before --version is seen.
        Command.SetAction(static _ => 0);
        foreach (var verb in verbs) Command.Subcommands.Add(verb.Command);
    }

    /// <summary>The root.</summary>
    public Command Command { get; }

    /// <summary>In the order of the help page.</summary>
    public IReadOnlyList<Verb> Verbs { get; }

    /// <summary>Groups and the verbs in them.</summary>
    public IEnumerable<Verb> All => Verbs.SelectMany(v => v.Verbs.Prepend(v));

    /// <summary>All verbs.</summary>
    public static Grammar Build() => new(
    [
        new InitVerb(),
        new RunVerb(),
        new WatchVerb(),
        new HostVerb(),
        new PlanVerb(),
        new StatusVerb(),
        new GraphVerb(),
        new ExplainVerb(),
        new DiffVerb(),
        new ReportVerb(),
        new LogVerb(),
        new VerifyVerb(),
        new CatVerb(),
        new PutVerb(),
        new LsVerb(),
        new HistoryVerb(),
        new ProvenanceVerb(),
        new CheckoutVerb(),
        new RestoreVerb(),
        new TagVerb(),
        new RefsVerb(),
        new RunnersVerb(),
        new DoctorVerb(),
        new EastVerb(),
        new ConvertVerb(),
        new ConformanceVerb(),
        new ExportVerb(),
        new ImportVerb(),
        PushVerb.Push(),
        PushVerb.Pull(),
        new DuVerb(),
        new GcVerb(),
        new FsckVerb(),
        new CompletionVerb(),
        new CompleteVerb(Build),
        new VersionVerb(),
        new HelpVerb(Build),
    ]);

    /// <summary>
    /// A bare <c>--force</c> means every task; only <c>--force=task</c> takes a value, so that <c>--force clean</c> names a target.
    /// What follows <c>--</c> is left alone.
    /// </summary>
    public static IReadOnlyList<string> Normalize(IReadOnlyList<string> args)
    {
        var normal = args.ToArray();
        for (var i = 0; i < normal.Length && normal[i] != "--"; i++)
            if (normal[i] == "--force") normal[i] = $"--force={Everything}";
        return normal;
    }

    /// <summary>The verb that was typed; null for none.</summary>
    public Verb? VerbOf(ParseResult parsed) =>
        parsed.CommandResult.Command == Command
            ? parsed.GetValue(VersionVerb.Option) ? Verbs.OfType<VersionVerb>().Single() : null
            : All.Single(v => v.Command == parsed.CommandResult.Command);
}
