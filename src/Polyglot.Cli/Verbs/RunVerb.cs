using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Running;
using Polyglot.Cli.Setup;
using Polyglot.Cli.Terminal;
using Polyglot.Dataflow;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot run</c>.</summary>
internal sealed class RunVerb : Verb
{
    private readonly Argument<string[]> _words = ProjectArgument.Words();
    private readonly Option<int?> _jobs = NumberOption.Make(1, "How many processors tasks may take at once, one each unless they say `cpus` (default: all)", "--jobs", "-j");
    private readonly Option<long?> _memory = MemoryOption();
    private readonly Option<bool> _failFast = new("--fail-fast") { Description = "Start nothing new after the first failure" };
    private readonly Option<bool> _keepGoing = new("--keep-going", "-k") { Description = "After a failure, go on with what does not need it (the default)" };
    private readonly Option<string[]> _force = ForceOption();
    private readonly Option<string?> _runner = new("--runner") { Description = "Run the East programs that are named, or all, in this runtime, whatever the project says", HelpName = "id" };
    private readonly Option<bool> _noSandbox = NoSandboxOption();
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Show what tasks print, and when they start" };

    public RunVerb() : base("run", "Bring a project, or parts of it, up to date")
    {
        Command.Arguments.Add(_words);
        foreach (var option in new Option[] { _jobs, _memory, _failFast, _keepGoing, _force, _runner, _noSandbox, _verbose }) Command.Options.Add(option);
    }

    public override string Details =>
        """
        Runs the tasks whose inputs, code or runtime changed, in parallel where they do not depend on each other, and writes the
        outputs. Results are kept in .e3/ by content: what was ever computed is never computed again. Ctrl-C stops the running
        tasks and keeps what is finished; a second Ctrl-C kills them.
        """;

    public override IReadOnlyList<Example> Examples =>
    [
        new("run", "the project here"),
        new("run examples/co2-outlook", "a project elsewhere"),
        new("run report -j 4", "one task with all it needs, four at a time"),
        new("run -j 8 --memory 16GB", "what runs at once shares 8 processors and 16 GB"),
        new("run --force=simulate", "run that task again, whatever is known"),
        new("run total --runner julia", "an East program in another runtime than the project's"),
    ];

    /// <summary><c>--memory</c>.</summary>
    public static Option<long?> MemoryOption() =>
        SizeOption.Make("How much memory the tasks that run at once may take together: each what its `memory` says, or else what it took last", "--memory");

    /// <summary><c>--force</c> and <c>--force=task</c>.</summary>
    public static Option<string[]> ForceOption() => new("--force")
    {
        Description = "Run the selected tasks again, or only that one; may be given more than once",
        HelpName = "=TASK",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary><c>--no-sandbox</c>.</summary>
    public static Option<bool> NoSandboxOption() => new("--no-sandbox") { Description = VerifyMessages.NoSandboxOption };

    /// <summary>The options of a run as far as planning knows them.</summary>
    public static EvaluationOptions Options(string project, IReadOnlyList<string> targets, string[] force) => new()
    {
        ProjectPath = project,
        Targets = targets,
        ForceAll = force.Contains(Grammar.Everything),
        Force = [.. force.Where(f => f != Grammar.Everything)],
    };

    public override string HostedProject(Session session, ParseResult arguments) => ProjectArgument.Split(session.Options.Project, arguments.GetValue(_words) ?? []).Project;

    public override async Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var (project, targets) = ProjectArgument.Split(session.Options.Project, arguments.GetValue(_words) ?? []);
        var options = Options(project, targets, arguments.GetValue(_force) ?? []) with
        {
            FailFast = arguments.GetValue(_failFast),
            Runner = arguments.GetValue(_runner),
            Memory = arguments.GetValue(_memory),
            Sandbox = arguments.GetValue(_noSandbox) ? false : null,
            UseIndex = true,
        };
        if (options.FailFast && arguments.GetValue(_keepGoing)) throw CliFailure.Usage(CliMessages.FailFastAndKeepGoing, CliMessages.SeeHelp("run"));
        if (arguments.GetValue(_jobs) is { } jobs) options = options with { Parallelism = jobs };

        using var interrupts = session.ListenForInterrupts();
        var verbose = arguments.GetValue(_verbose);
        using var live = session is { ShowsText: true, Surface.IsTerminal: true } ? new LiveObserver(session, verbose, Glyphs.HasUnicode(Environment.GetEnvironmentVariable)) : null;
        interrupts.OnInterrupt = count => Announce(session, live, count);
        using var plain = live is null && session.ShowsText ? new PlainObserver(session, verbose) : null;
        IRunObserver observer = live is not null ? live : plain is not null ? plain : new SilentObserver();

        var result = await EvaluateAsync(session, project, options, observer, interrupts).ConfigureAwait(false);
        if (result is RunResult.Refused && await SetUp.TryAsync(project, live is not null ? live.Print : session.Error.WriteLine, interrupts.Stop).ConfigureAwait(false))
            result = await EvaluateAsync(session, project, options, observer, interrupts).ConfigureAwait(false);
        live?.Dispose();
        return result switch
        {
            RunResult.Refused refused => throw new CliFailure(ExitCode.Usage, [.. refused.Problems.Select(Problems.Of)]),
            RunResult.Completed completed => Report(session, completed.Summary, Path.GetDirectoryName(project)!, withTable: live is not null),
            _ => throw new InvalidOperationException($"unknown result {result}"),
        };
    }

    private static async Task<RunResult> EvaluateAsync(Session session, string project, EvaluationOptions options, IRunObserver observer, Interrupts interrupts)
    {
        var open = Evaluators.Open(session, project);
        await using (open.ConfigureAwait(false))
            return await open.Evaluator.RunAsync(options, observer, interrupts.Stop, interrupts.Kill).ConfigureAwait(false);
    }

    private static ExitCode Report(Session session, RunSummary summary, string folder, bool withTable)
    {
        var code = RunReport.CodeOf(summary);
        if (session.IsJson) RunJson.Write(session, summary, code);
        else if (session.ShowsText) RunReport.Write(session, summary, folder, withTable);
        else if (code != ExitCode.Ok) RunReport.Write(session with { Out = session.Error, Palette = Rendering.Palette.None }, summary, folder, withTable: false);
        return code;
    }

    private static void Announce(Session session, LiveObserver? live, int count)
    {
        var text = count == 1 ? CliMessages.Stopping : CliMessages.Killing;
        if (live is not null) live.Notice(text);
        else session.Error.WriteLine(text);
    }
}
