using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Terminal;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.Exchange;

/// <summary><c>polyglot push</c> and <c>polyglot pull</c>: the same, the other way round.</summary>
internal sealed class PushVerb : Verb
{
    private readonly bool _pulls;
    private readonly Argument<string> _other = new("dir") { HelpName = "DIR", Description = "The other repository: a project's folder, or its .e3" };
    private readonly Argument<string[]> _what = Selection.Words();
    private readonly Option<bool> _all = Selection.All();

    private PushVerb(string name, string summary, bool pulls) : base(name, summary)
    {
        _pulls = pulls;
        Command.Arguments.Add(_other);
        Command.Arguments.Add(_what);
        Command.Options.Add(_all);
    }

    /// <summary><c>polyglot push</c>.</summary>
    public static PushVerb Push() => new("push", "Copy a run, or tasks with all they need, to another repository", pulls: false);

    /// <summary><c>polyglot pull</c>.</summary>
    public static PushVerb Pull() => new("pull", "Copy a run, or tasks with all they need, from another repository", pulls: true);

    public override string Details =>
        $"""
        Only what is not there yet is copied, and every object is checked by its content on the way; interrupted, the same command goes on.
        {(_pulls ? "Runs and tasks are looked up in the other repository." : "The other repository is made where there is none.")} Results that exist already stay as they are, and so do tags.
        """;

    public override IReadOnlyList<Example> Examples =>
    [
        new($"{Name} /mnt/shared/co2", "the last run"),
        new($"{Name} /mnt/shared/co2 fit", "a task, and what it needed"),
        new($"{Name} /mnt/shared/co2 --all", "every run and every tag"),
    ];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var other = Path.GetFullPath(Required(arguments, _other));
        using var open = _pulls ? Repositories.RequireOrInit(session) : Repositories.Require(session);
        using var interrupts = new Interrupts(session.Time, Environment.Exit);
        using var there = OpenOther(session, other, open.Dataflow);
        if (there.Repository.RepositoryPath == open.Repository.RepositoryPath) throw CliFailure.Usage(SharingMessages.SameRepository, SharingMessages.NameARepository);
        var (from, to) = _pulls ? (there, open) : (open, there);
        var bundle = Selection.Collect(from, arguments.GetValue(_what) ?? [], arguments.GetValue(_all));
        var report = BundleCopy.Copy(from.Repository, to.Repository, bundle, interrupts.Stop);
        SharingReport.Write(session, to.Repository.RepositoryPath, bundle, report);
        return Task.FromResult(ExitCode.Ok);
    }

    private OpenRepository OpenOther(Session session, string path, string? dataflow)
    {
        foreach (var candidate in new[] { Path.Combine(path, Repository.FolderName), path })
            if (Repository.Find(Path.GetDirectoryName(candidate) ?? candidate) == candidate) return new(Repository.Open(candidate, session.Time), dataflow);
        if (_pulls || File.Exists(path)) throw CliFailure.Usage(SharingMessages.NoRepositoryAt(path), SharingMessages.NameARepository);
        var made = Path.GetFileName(path) == Repository.FolderName ? path : Path.Combine(path, Repository.FolderName);
        return new(Repository.Init(made, session.Time), dataflow);
    }
}
