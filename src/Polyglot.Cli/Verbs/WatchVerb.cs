using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Resident;
using Polyglot.Cli.Setup;
using Polyglot.Cli.Terminal;
using Polyglot.Cli.Watching;
using Polyglot.Dataflow.Watching;
using Polyglot.Resident;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot watch</c>.</summary>
internal sealed class WatchVerb : Verb
{
    private readonly Argument<string[]> _words = ProjectArgument.Words();
    private readonly Option<int?> _jobs = NumberOption.Make(1, "How many tasks may run at once (default: the number of processors)", "--jobs", "-j");
    private readonly Option<long?> _memory = RunVerb.MemoryOption();
    private readonly Option<bool> _failFast = new("--fail-fast") { Description = "Start nothing new after the first failure" };
    private readonly Option<bool> _abort = new("--abort-on-change") { Description = "A change ends the run that is going on (default: it belongs to the next one)" };
    private readonly Option<bool> _timings = new("--timings") { Description = "Show where the time went, from the change to the last record" };
    private readonly Option<bool> _noSandbox = RunVerb.NoSandboxOption();
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Show what tasks print, and when they start" };

    public WatchVerb() : base("watch", "Bring a project up to date whenever a file changes")
    {
        Command.Arguments.Add(_words);
        foreach (var option in new Option[] { _jobs, _memory, _failFast, _abort, _timings, _noSandbox, _verbose }) Command.Options.Add(option);
    }

    public override string Details =>
        """
        Runs the project, and again when an input, a script or what it loads, the project file or a manifest changes. Workers stay
        warm. Every run works on one state of the files; a file is read when whoever writes it has closed it. An error in the
        project file is shown, and the next change is waited for. Ctrl-C ends it. With --output json every run is one line.
        """;

    public override IReadOnlyList<Example> Examples =>
    [
        new("watch", "the project here"),
        new("watch report --abort-on-change", "one task with all it needs; a change while it runs starts it anew"),
    ];

    public override async Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var (project, targets) = ProjectArgument.Split(session.Options.Project, arguments.GetValue(_words) ?? []);
        var evaluation = RunVerb.Options(project, targets, []) with { FailFast = arguments.GetValue(_failFast), Memory = arguments.GetValue(_memory), Sandbox = arguments.GetValue(_noSandbox) ? false : null };
        if (arguments.GetValue(_jobs) is { } jobs) evaluation = evaluation with { Parallelism = jobs };
        using var interrupts = session.ListenForInterrupts();
        await SetUp.TryAsync(project, session.Error.WriteLine, interrupts.Stop).ConfigureAwait(false);
        using var screen = new WatchScreen(session, Path.GetDirectoryName(project)!, arguments.GetValue(_verbose), arguments.GetValue(_timings));
        interrupts.OnInterrupt = screen.Interrupted;
        using var files = FileWatcher.Create();
        var evaluators = new WarmEvaluators();
        await using (evaluators.ConfigureAwait(false))
        {
            var evaluator = evaluators.OpenTakingTurns(session, project);
            var server = Serve(session, project, evaluators);
            await using ((server as IAsyncDisposable ?? NoServer.Instance).ConfigureAwait(false))
            {
                using var stopped = interrupts.Stop.Register(() => server?.Interrupt());
                var watch = new ProjectWatch(evaluator, files, new WatchOptions { AbortOnChange = arguments.GetValue(_abort) }, screen, session.Time);
                return await watch.RunAsync(evaluation, interrupts.Stop, interrupts.Kill).ConfigureAwait(false) ? ExitCode.Interrupted : ExitCode.Ok;
            }
        }
    }

    // Other commands of the project use the warm workers too, unless a host or another watch is there for that already.
    private static ResidentServer? Serve(Session session, string project, WarmEvaluators evaluators)
    {
        if (Environment.GetEnvironmentVariable(HandingOver.Variable) == "off") return null;
        try
        {
            var options = new ResidentOptions(ResidentHosts.AddressOf(project), ResidentHosts.BuildOf(project), HostProgram.WatchKind, Idle: null);
            return ResidentServer.Start(options, new HostedCommands(evaluators).RunAsync, session.Time).Server;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed class NoServer : IAsyncDisposable
    {
        public static NoServer Instance { get; } = new();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
