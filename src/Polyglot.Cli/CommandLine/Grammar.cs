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

    // In the order of the help page.
    private static readonly string[] Names =
    [
        "init", "run", "watch", "host", "plan", "status", "graph", "explain", "diff", "report", "log", "verify", "cat", "put", "ls", "history",
        "provenance", "checkout", "restore", "tag", "refs", "runners", "doctor", "east", "convert", "conformance", "export", "import", "push",
        "pull", "du", "gc", "fsck", "completion", "complete", "version", "help",
    ];

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
    public static Grammar Build() => new([.. Names.Select(Make)]);

    /// <summary>
    /// Reads a command line. One that begins with a verb and has nothing wrong with it is read by the grammar of that verb alone: making those of all the others would take longer than many
    /// a verb. For everything else, and where there is something to explain, the grammar is the whole one.
    /// </summary>
    public static (Grammar Grammar, ParseResult Parsed) Read(IReadOnlyList<string> args)
    {
        var normal = Normalize(args);
        if (args.Count > 0 && Array.IndexOf(Names, args[0]) >= 0)
        {
            var own = new Grammar([Make(args[0])]);
            var read = own.Command.Parse(normal, Parsing);
            if (read.Errors.Count == 0 && read.UnmatchedTokens.Count == 0) return (own, read);
        }
        var whole = Build();
        return (whole, whole.Command.Parse(normal, Parsing));
    }

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

    private static Verb Make(string name) => name switch
    {
        "init" => new InitVerb(),
        "run" => new RunVerb(),
        "watch" => new WatchVerb(),
        "host" => new HostVerb(),
        "plan" => new PlanVerb(),
        "status" => new StatusVerb(),
        "graph" => new GraphVerb(),
        "explain" => new ExplainVerb(),
        "diff" => new DiffVerb(),
        "report" => new ReportVerb(),
        "log" => new LogVerb(),
        "verify" => new VerifyVerb(),
        "cat" => new CatVerb(),
        "put" => new PutVerb(),
        "ls" => new LsVerb(),
        "history" => new HistoryVerb(),
        "provenance" => new ProvenanceVerb(),
        "checkout" => new CheckoutVerb(),
        "restore" => new RestoreVerb(),
        "tag" => new TagVerb(),
        "refs" => new RefsVerb(),
        "runners" => new RunnersVerb(),
        "doctor" => new DoctorVerb(),
        "east" => new EastVerb(),
        "convert" => new ConvertVerb(),
        "conformance" => new ConformanceVerb(),
        "export" => new ExportVerb(),
        "import" => new ImportVerb(),
        "push" => PushVerb.Push(),
        "pull" => PushVerb.Pull(),
        "du" => new DuVerb(),
        "gc" => new GcVerb(),
        "fsck" => new FsckVerb(),
        "completion" => new CompletionVerb(),
        "complete" => new CompleteVerb(Build),
        "version" => new VersionVerb(),
        "help" => new HelpVerb(Build),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
