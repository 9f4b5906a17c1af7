using System.CommandLine;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Running;
using Polyglot.Cli.Terminal;
using Polyglot.Cli.Verifying;
using Polyglot.Dataflow;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Reading;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot verify</c>.</summary>
internal sealed class VerifyVerb : Verb
{
    private readonly Argument<string[]> _tasks = new("task") { HelpName = "TASK", Description = "The tasks to run again; all of them where none is named", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _everywhere = new("--everywhere") { Description = "An East program: run it in every runtime that can, and compare" };
    private readonly Option<bool> _noSandbox = RunVerb.NoSandboxOption();

    public VerifyVerb() : base("verify", "Run tasks again and compare what they give")
    {
        Command.Arguments.Add(_tasks);
        Command.Options.Add(_everywhere);
        Command.Options.Add(_noSandbox);
    }

    public override string Details =>
        "A task gives the same for the same inputs, in every process and, where it is an East program, in every runtime. This runs it anew, in a\n" +
        "fresh process and a sandbox (only its declared files, no network), and compares the objects by id; what it needs is brought up to date\n" +
        "first. It tells a task that is not deterministic from one that reads what it does not declare. Nothing is written to the working copy.";

    public override IReadOnlyList<Example> Examples =>
    [
        new("verify", "every task of the project here"),
        new("verify fit", "one task, in a fresh process and a sandbox"),
        new("verify fit --no-sandbox", "in a fresh process only"),
        new("verify --everywhere total", "an East program, in .NET, Node, Python and Julia"),
    ];

    public override string HostedProject(Session session, ParseResult arguments) => ProjectLocator.Require(session.Options.Project);

    public override async Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var project = ProjectLocator.Require(session.Options.Project);
        using var interrupts = session.ListenForInterrupts();
        var open = Evaluators.Open(session, project);
        await using var disposal = open.ConfigureAwait(false);
        var problem = arguments.GetValue(_noSandbox) ? null : (await Sandboxes.TryAsync(interrupts.Stop).ConfigureAwait(false)).Problem;
        var usesSandbox = problem is null && !arguments.GetValue(_noSandbox);
        var runs = new Runs(open, project, arguments.GetValue(_noSandbox), usesSandbox, interrupts);
        string[] tasks = arguments.GetValue(_tasks) is { Length: > 0 } named
            ? named
            : [.. (await PlanVerb.MakeAsync(open, new EvaluationOptions { ProjectPath = project }, interrupts).ConfigureAwait(false)).Plan.Tasks.Select(task => task.Name)];
        if (problem is not null && session.ShowsText) session.Error.WriteLine(VerifyMessages.NoSandbox(problem));

        var same = 0;
        foreach (var task in tasks)
        {
            var report = new Report(session, task, tasks.Length > 1, usesSandbox, problem);
            try
            {
                var isSame = arguments.GetValue(_everywhere)
                    ? report.Everywhere(await EverywhereAsync(runs, task, project, interrupts.Stop).ConfigureAwait(false))
                    : report.Of(await Verification.OfAsync(condition => runs.OneAsync(task, condition, runner: null), usesSandbox, Path.GetDirectoryName(project)!).ConfigureAwait(false));
                if (isSame) same++;
            }
            catch (OperationCanceledException)
            {
                return ExitCode.Interrupted;
            }
        }
        if (tasks.Length > 1 && session.ShowsText) session.Say(VerifyMessages.Summary(same, tasks.Length));
        return same == tasks.Length ? ExitCode.Ok : ExitCode.TaskFailed;
    }

    /// <summary>What a task gives in every runner of the project that runs East programs and is there.</summary>
    private static async Task<(ObjectId? Before, List<Verdict> Verdicts)> EverywhereAsync(Runs runs, string task, string project, CancellationToken stop)
    {
        var read = ProjectReader.ReadFile(project).Project;
        ObjectId? before = null;
        var verdicts = new List<Verdict>();
        foreach (var manifest in Installation.Runners(read).Runners.Where(r => r.Kind is RunnerKind.East or RunnerKind.Host))
        {
            if (await new RunnerResolver().ResolveAsync(manifest, Path.GetDirectoryName(project)!, [], stop).ConfigureAwait(false) is not RunnerResolution.Found) continue;
            // First as ever: what the task needs is not for a sandbox to judge.
            var recorded = await runs.OneAsync(task, Condition.AsEver, manifest.Id).ConfigureAwait(false);
            var verdict = recorded.Output is null ? recorded : await runs.OneAsync(task, Condition.Anew, manifest.Id).ConfigureAwait(false);
            if (recorded.Output is { } output && output != verdict.Output) before ??= output;
            verdicts.Add(verdict);
        }
        return (before, verdicts);
    }

    /// <summary>Runs tasks under the conditions that a verification asks for.</summary>
    private sealed class Runs(OpenEvaluator open, string project, bool forbidsSandbox, bool usesSandbox, Interrupts interrupts)
    {
        /// <exception cref="OperationCanceledException">The user stopped it.</exception>
        /// <exception cref="CliFailure">There is no such task, or the project has problems.</exception>
        public async Task<Verdict> OneAsync(string task, Condition condition, string? runner)
        {
            var options = new EvaluationOptions { ProjectPath = project, Targets = [task], Runner = runner, Publish = false };
            options = condition == Condition.AsEver
                ? options with { Sandbox = forbidsSandbox ? false : null }
                : options with { Force = [task], Isolation = IsolationMode.Process, Sandbox = usesSandbox && condition == Condition.Anew };
            var result = await open.Evaluator.RunAsync(options, new SilentObserver(), interrupts.Stop, interrupts.Kill).ConfigureAwait(false);
            if (result is RunResult.Refused refused)
            {
                // What no runtime can do is the project's; what one cannot do is that runtime's.
                if (runner is null) throw new CliFailure(ExitCode.Usage, [.. refused.Problems.Select(Problems.Of)]);
                return new Verdict(runner, null, default, Error(refused.Problems[0].Message), IsSandboxed: false);
            }
            var summary = ((RunResult.Completed)result).Summary;
            if (summary.Verdict == RunVerdict.Cancelled) throw new OperationCanceledException();
            if (summary.Rows.FirstOrDefault(r => r.Name == task) is not { } row)
                throw CliFailure.Usage(CliMessages.NotATask(task), CliMessages.SeeHelp("verify"));
            // Of a task that waited in vain for what it needs, the first error is the reason.
            var error = row.Error ?? (row.Output is null ? summary.FirstError?.Error ?? Error(DecisionText.Of(row.Decision)) : null);
            return new Verdict(runner, row.Output, row.Elapsed, error, options.Sandbox == true);
        }

        private static AttemptError Error(string summary) => new() { Side = ErrorSide.Task, Code = "not_run", Summary = summary };
    }

    /// <summary>Prints what came of one task.</summary>
    private sealed class Report(Session session, string task, bool isOneOfMany, bool usesSandbox, SandboxProblem? problem)
    {
        /// <summary>True when it gives the same.</summary>
        public bool Of(Verification verification)
        {
            var isSame = verification.Conclusion == Conclusion.Same;
            if (session.IsJson) WriteJson(isSame, verification.Before, verification.Verdicts, verification);
            else
            {
                if (!isOneOfMany || !isSame) WriteTable(verification.Verdicts, verdict => verdict.IsSandboxed ? "in a sandbox" : "");
                session.Say(VerifyMessages.Of(task, verification));
            }
            return isSame;
        }

        /// <summary>True when it gives the same in all of them.</summary>
        public bool Everywhere((ObjectId? Before, List<Verdict> Verdicts) found)
        {
            var outputs = found.Verdicts.Select(v => v.Output).OfType<ObjectId>().Concat(found.Before is { } earlier ? [earlier] : []).Distinct().Count();
            var isSame = outputs == 1 && found.Verdicts.All(v => v.Error is null);
            if (session.IsJson) WriteJson(isSame, found.Before, found.Verdicts, verification: null);
            else
            {
                WriteTable(found.Verdicts, verdict => verdict.Runner ?? "");
                session.Say(isSame ? VerifyMessages.SameEverywhere(task, found.Verdicts.Count) : VerifyMessages.DifferentSomewhere(task, found.Before?.Abbreviated()));
            }
            return isSame;
        }

        private void WriteTable(IReadOnlyList<Verdict> verdicts, Func<Verdict, string> name)
        {
            var table = new TextTable(new Column(verdicts.Any(v => v.Runner is not null) ? "runner" : ""), new Column("output"), new Column("time", Right: true), new Column("error", Shrinks: true));
            foreach (var verdict in verdicts)
                table.Add(name(verdict), new Cell(verdict.Output?.Abbreviated() ?? "", Tone.Dim), Quantity.Duration(verdict.Elapsed), new Cell(verdict.Summary ?? "", Tone.Bad));
            table.Write(session.Out, session.Palette, session.Surface.Width);
        }

        private void WriteJson(bool isSame, ObjectId? before, IReadOnlyList<Verdict> verdicts, Verification? verification)
        {
            void Members(Utf8JsonWriter writer)
            {
                writer.WriteString("task", task);
                writer.WriteBoolean("same", isSame);
                if (verification is not null) writer.WriteString("conclusion", JsonNamingPolicy.CamelCase.ConvertName(verification.Conclusion.ToString()));
                writer.WriteBoolean("sandbox", usesSandbox);
                writer.WriteOptional("noSandbox", problem is null ? null : $"{problem.Reason}; {problem.Next}");
                writer.WriteOptional("undeclared", verification?.Path);
                writer.WriteOptional("before", before?.ToString());
                writer.WriteStartArray("runs");
                foreach (var verdict in verdicts)
                {
                    writer.WriteStartObject();
                    writer.WriteOptional("runner", verdict.Runner);
                    writer.WriteOptional("output", verdict.Output?.ToString());
                    writer.WriteSeconds("seconds", verdict.Elapsed);
                    writer.WriteOptional("error", verdict.Summary);
                    writer.WriteBoolean("sandboxed", verdict.IsSandboxed);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            }

            if (isOneOfMany) JsonOutput.WriteLine(session, Members);
            else JsonOutput.Write(session, Members);
        }
    }
}
