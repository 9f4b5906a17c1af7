using System.CommandLine;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Rendering.Explaining;
using Polyglot.Cli.Terminal;
using Polyglot.Dataflow;
using Polyglot.Dataflow.Explaining;
using Polyglot.Dataflow.Planning;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot plan</c>.</summary>
internal sealed class PlanVerb : Verb
{
    private readonly Argument<string[]> _words = ProjectArgument.Words();
    private readonly Option<string[]> _force = RunVerb.ForceOption();
    private readonly Option<bool> _why = new("--why") { Description = "Follow every reason to what really changed, and show how" };

    public PlanVerb() : base("plan", "Say what would run, and why, without running it")
    {
        Command.Arguments.Add(_words);
        Command.Options.Add(_force);
        Command.Options.Add(_why);
    }

    public override string Details => "A task that waits depends on tasks that must run: whether it must run too is known when they have. If they give what they gave\nbefore, it is found up to date.";

    public override IReadOnlyList<Example> Examples => [new("plan", "the project here"), new("plan --why", "with the files, values and versions that everything comes down to"), new("plan report --force=clean", "one task, as if another were forced")];

    /// <summary>Makes the plan.</summary>
    /// <exception cref="CliFailure">The project has problems.</exception>
    public static async Task<DataflowPlan> MakeAsync(Session session, string project, EvaluationOptions options)
    {
        using var interrupts = session.ListenForInterrupts();
        var open = Evaluators.Open(session, project);
        await using (open.ConfigureAwait(false))
            return (await MakeAsync(open, options, interrupts).ConfigureAwait(false)).Plan;
    }

    /// <summary>Makes the plan with an evaluator that stays open.</summary>
    /// <exception cref="CliFailure">The project has problems.</exception>
    public static async Task<PlanResult.Planned> MakeAsync(OpenEvaluator open, EvaluationOptions options, Interrupts interrupts) =>
        await open.Evaluator.PlanAsync(options, interrupts.Stop).ConfigureAwait(false) switch
        {
            PlanResult.Refused refused => throw new CliFailure(ExitCode.Usage, [.. refused.Problems.Select(Problems.Of)]),
            PlanResult.Planned planned => planned,
            var other => throw new InvalidOperationException($"unknown result {other}"),
        };

    /// <summary>A member <c>tasks</c>, as <c>plan</c> and <c>status</c> have it.</summary>
    /// <param name="writer">Where.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="why">What differs, by task; null where that was not asked for.</param>
    public static void WriteTasks(Utf8JsonWriter writer, DataflowPlan plan, IReadOnlyDictionary<string, LeafSummary>? why = null)
    {
        writer.WriteStartArray("tasks");
        foreach (var task in plan.Tasks)
        {
            writer.WriteStartObject();
            writer.WriteString("name", task.Name);
            writer.WriteString("runner", task.Runner);
            writer.WriteString("state", StateText(task.State));
            if (task.State is TaskState.UpToDate found) writer.WriteString("output", found.Output.ToString());
            if (task.State is TaskState.MustRun must) ReasonText.Write(writer, "reason", must.Reason);
            ElementText.Write(writer, task.Elements);
            if (task.ReturnsDataflow) writer.WriteString("returns", "dataflow");
            if (task.State is TaskState.Waiting waiting)
            {
                writer.WriteStartArray("waitsFor");
                foreach (var name in waiting.On) writer.WriteStringValue(name);
                writer.WriteEndArray();
            }
            if (why?.GetValueOrDefault(task.Name) is { } summary) LeafJson.Write(writer, summary);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>What must run and what waits, and a line with the totals.</summary>
    /// <param name="session">Where.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="why">What differs, by task, to be shown instead of each task's own reason; null where that was not asked for.</param>
    public static void WriteText(Session session, DataflowPlan plan, IReadOnlyDictionary<string, LeafSummary>? why = null)
    {
        var table = new TextTable(new Column("task"), new Column("runner"), new Column("state"), new Column("why", Shrinks: true));
        foreach (var task in plan.Tasks)
        {
            switch (task.State)
            {
                case TaskState.MustRun must: table.Add(task.Name, task.Runner, new Cell("runs", Tone.Warn), new Cell(ElementText.After(Why(task.Name) ?? ReasonText.Of(must.Reason), ElementText.Of(task)), Tone.Dim)); break;
                case TaskState.Waiting waiting: table.Add(task.Name, task.Runner, new Cell("waits", Tone.Accent), new Cell("for " + string.Join(", ", waiting.On) + (Why(task.Name) is { } leaves ? $"; {leaves}" : "") + (task.ReturnsDataflow ? $"; {ElementText.ReturnsDataflow}" : ""), Tone.Dim)); break;
                case TaskState.UpToDate: break;
            }
        }
        if (table.Count > 0) table.Write(session.Out, session.Palette, session.Surface.Width);
        var counts = plan.Counts;
        session.Say(
            counts.Total == 0 ? "no tasks"
            : counts.UpToDate == counts.Total ? $"everything is up to date ({Quantity.Count(counts.Total, "task")})"
            : string.Join(", ", Totals(counts)));

        string? Why(string task) => why?.GetValueOrDefault(task) is { Leaves.Count: > 0 } summary ? LeafWords.Of(summary) : null;
    }

    public override string HostedProject(Session session, ParseResult arguments) => ProjectArgument.Split(session.Options.Project, arguments.GetValue(_words) ?? []).Project;

    public override async Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var (project, targets) = ProjectArgument.Split(session.Options.Project, arguments.GetValue(_words) ?? []);
        using var interrupts = session.ListenForInterrupts();
        var open = Evaluators.Open(session, project);
        await using (open.ConfigureAwait(false))
        {
            var explainer = arguments.GetValue(_why) ? new Explainer(open.Repository) : null;
            var options = RunVerb.Options(project, targets, arguments.GetValue(_force) ?? []) with { UseIndex = explainer is null };
            var planned = await MakeAsync(open, options, interrupts).ConfigureAwait(false);
            var why = explainer?.Why(planned);
            if (session.IsJson) WriteJson(session, planned.Plan, why);
            else if (session.ShowsText) WriteText(session, planned.Plan, why);
            if (session.ShowsText && explainer is not null) WriteLeaves(session, explainer, planned, why!);
        }
        return ExitCode.Ok;
    }

    private static void WriteJson(Session session, DataflowPlan plan, IReadOnlyDictionary<string, LeafSummary>? why) => JsonOutput.Write(session, writer =>
    {
        writer.WriteString("dataflow", plan.Dataflow);
        writer.WriteStartObject("counts");
        writer.WriteNumber("upToDate", plan.Counts.UpToDate);
        writer.WriteNumber("runs", plan.Counts.MustRun);
        writer.WriteNumber("waits", plan.Counts.Waiting);
        writer.WriteEndObject();
        WriteTasks(writer, plan, why);
    });

    // Each leaf once, with what differs there.
    private static void WriteLeaves(Session session, Explainer explainer, PlanResult.Planned planned, IReadOnlyDictionary<string, LeafSummary> why)
    {
        var leaves = planned.Plan.Tasks.SelectMany(task => why.GetValueOrDefault(task.Name)?.Leaves ?? []).Distinct()
            .Where(leaf => leaf.Kind is not (LeafKind.NewTask or LeafKind.Forced or LeafKind.Failed or LeafKind.Missing)).ToList();
        var report = new LeafReport(session);
        foreach (var leaf in explainer.Details(planned, leaves.Take(Explainer.MaxLeaves)))
        {
            session.Say();
            report.Write(leaf);
        }
        if (leaves.Count > Explainer.MaxLeaves) session.Say($"and {leaves.Count - Explainer.MaxLeaves} more");
    }

    private static IEnumerable<string> Totals(PlanCounts counts)
    {
        if (counts.MustRun > 0) yield return Quantity.Count(counts.MustRun, "task runs", "tasks run");
        if (counts.Waiting > 0) yield return Quantity.Count(counts.Waiting, "waits", "wait");
        if (counts.UpToDate > 0) yield return $"{counts.UpToDate} up to date";
    }

    private static string StateText(TaskState state) => state switch
    {
        TaskState.UpToDate => "upToDate",
        TaskState.MustRun => "runs",
        TaskState.Waiting => "waits",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
