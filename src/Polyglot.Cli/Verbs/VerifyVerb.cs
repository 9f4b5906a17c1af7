using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Running;
using Polyglot.Cli.Terminal;
using Polyglot.Dataflow;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Reading;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot verify</c>.</summary>
internal sealed class VerifyVerb : Verb
{
    private readonly Argument<string> _task = new("task") { HelpName = "TASK", Description = "The task to run again" };
    private readonly Option<bool> _everywhere = new("--everywhere") { Description = "An East program: run it in every runtime that can, and compare" };

    public VerifyVerb() : base("verify", "Run a task again and compare what it gives")
    {
        Command.Arguments.Add(_task);
        Command.Options.Add(_everywhere);
    }

    public override string Details =>
        "A task gives the same for the same inputs, in every process and, where it is an East program, in every runtime. This runs it anew, in a\n" +
        "fresh process, and compares the objects by id; what it needs is brought up to date first. Nothing is written to the working copy.";

    public override IReadOnlyList<Example> Examples =>
    [
        new("verify fit", "in a fresh process"),
        new("verify --everywhere total", "an East program, in .NET, Node, Python and Julia"),
    ];

    /// <summary>What came of the task in one runtime.</summary>
    private sealed record Verdict(string Runner, ObjectId? Output, TimeSpan Elapsed, string? Error);

    public override async Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var task = Required(arguments, _task);
        var project = ProjectLocator.Require(session.Options.Project);
        var options = new EvaluationOptions { ProjectPath = project, Targets = [task], Force = [task], Isolation = IsolationMode.Process, Publish = false };
        using var interrupts = new Interrupts(session.Time, Environment.Exit);
        var open = Evaluators.Open(session, project);
        await using var disposal = open.ConfigureAwait(false);
        IReadOnlyList<string?> runners = arguments.GetValue(_everywhere) ? await EverywhereAsync(project, interrupts.Stop).ConfigureAwait(false) : [null];
        var verdicts = new List<Verdict>();
        ObjectId? before = null;
        foreach (var runner in runners)
        {
            var result = await open.Evaluator.RunAsync(options with { Runner = runner }, new SilentObserver(), interrupts.Stop, interrupts.Kill).ConfigureAwait(false);
            if (result is RunResult.Refused refused)
            {
                // What no runtime can do is the project's; what one cannot do is that runtime's.
                if (runner is null) throw new CliFailure(ExitCode.Usage, [.. refused.Problems.Select(Problems.Of)]);
                verdicts.Add(new(runner, null, default, refused.Problems[0].Message));
                continue;
            }
            var summary = ((RunResult.Completed)result).Summary;
            if (summary.Verdict == RunVerdict.Cancelled) return ExitCode.Interrupted;
            if (summary.Rows.FirstOrDefault(r => r.Name == task) is not { } row)
                throw CliFailure.Usage(CliMessages.NotATask(task), CliMessages.SeeHelp("verify"));
            before ??= row.DiffersFrom;
            verdicts.Add(new(runner ?? "", row.Output, row.Elapsed, row.Error?.Summary ?? (row.Output is null ? DecisionText.Of(row.Decision) : null)));
        }
        return Report(session, task, verdicts, before, arguments.GetValue(_everywhere));
    }

    /// <summary>Every runner of the project that runs East programs and is there.</summary>
    private static async Task<IReadOnlyList<string?>> EverywhereAsync(string project, CancellationToken stop)
    {
        var read = ProjectReader.ReadFile(project).Project;
        var found = new List<string?>();
        foreach (var manifest in Installation.Runners(read).Runners.Where(r => r.Kind is RunnerKind.East or RunnerKind.Host))
            if (await new RunnerResolver().ResolveAsync(manifest, Path.GetDirectoryName(project)!, [], stop).ConfigureAwait(false) is RunnerResolution.Found)
                found.Add(manifest.Id);
        return found;
    }

    private static ExitCode Report(Session session, string task, List<Verdict> verdicts, ObjectId? before, bool everywhere)
    {
        var outputs = verdicts.Where(v => v.Output is not null).Select(v => v.Output!.Value).Concat(before is { } earlier ? [earlier] : []).Distinct().Count();
        var isSame = outputs == 1 && verdicts.All(v => v.Error is null);
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer =>
            {
                writer.WriteString("task", task);
                writer.WriteBoolean("same", isSame);
                writer.WriteOptional("before", before?.ToString());
                writer.WriteStartArray("runs");
                foreach (var verdict in verdicts)
                {
                    writer.WriteStartObject();
                    writer.WriteOptional("runner", verdict.Runner.Length > 0 ? verdict.Runner : null);
                    writer.WriteOptional("output", verdict.Output?.ToString());
                    writer.WriteSeconds("seconds", verdict.Elapsed);
                    writer.WriteOptional("error", verdict.Error);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            });
        }
        else
        {
            var table = new TextTable(new Column(everywhere ? "runner" : ""), new Column("output"), new Column("time", Right: true), new Column("error", Shrinks: true));
            foreach (var verdict in verdicts)
                table.Add(verdict.Runner, new Cell(verdict.Output?.Abbreviated() ?? "", Tone.Dim), Quantity.Duration(verdict.Elapsed), new Cell(verdict.Error ?? "", Tone.Bad));
            table.Write(session.Out, session.Palette, session.Surface.Width);
            session.Say(isSame ? CliMessages.VerifiedSame(task, verdicts.Count) : CliMessages.VerifiedDifferent(task, before?.Abbreviated()));
        }
        return isSame ? ExitCode.Ok : ExitCode.TaskFailed;
    }
}
