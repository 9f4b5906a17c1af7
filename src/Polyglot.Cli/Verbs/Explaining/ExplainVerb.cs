using System.CommandLine;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Rendering.Explaining;
using Polyglot.Cli.Running;
using Polyglot.Cli.Terminal;
using Polyglot.Dataflow.Explaining;
using Polyglot.Dataflow.Queries;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.Explaining;

/// <summary><c>polyglot explain</c>.</summary>
internal sealed class ExplainVerb : Verb
{
    private readonly Argument<string> _task = new("task") { HelpName = "TASK", Description = "A task of the project, an element of one (task[17], task[key]), or a task that one returned (task/inner)" };
    private readonly Option<string?> _against = new("--against") { HelpName = "RUN", Description = RunWords.Help + "; the nearest earlier one that has the task where it is left out" };

    public ExplainVerb() : base("explain", "Say why a task runs: the file, value, version, variable or type that changed, and how")
    {
        Command.Arguments.Add(_task);
        Command.Options.Add(_against);
    }

    public override string Details =>
        """
        What a task is given may come from other tasks: a change is followed to where it began, and the way there is shown. Of a task that
        is up to date it says which run computed it, and why that run did. Of a task that is run for every element of a collection it also
        says which elements, by reasons; of one element, what differs for it. With --against it says what differs between that run and now.
        """;

    public override IReadOnlyList<Example> Examples =>
    [
        new("explain report", "why it runs, or why it ran"),
        new("explain fit[17]", "one element of a task with foreach, by its key or its place from 0"),
        new("explain explore/fit", "a task of the dataflow that a task returned"),
        new("explain report --against last~3", "what differs from three runs before the last"),
        new("explain report --output json", "for scripts"),
    ];

    public override string HostedProject(Session session, ParseResult arguments) => ProjectLocator.Require(session.Options.Project);

    public override async Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var task = Required(arguments, _task);
        var project = ProjectLocator.Require(session.Options.Project);
        using var interrupts = session.ListenForInterrupts();
        var open = Evaluators.Open(session, project);
        await using (open.ConfigureAwait(false))
        {
            var (whole, key) = PartOf(task);
            var names = whole.Split(InnerRun.Separator);
            var isInner = names.Length > 1 && new RunQueries(open.Repository).All().Take(1).Any(run => run.Tasks.Any(t => t.Name == names[0]));
            var planned = await PlanVerb.MakeAsync(open, RunVerb.Options(project, [isInner ? names[0] : whole], []), interrupts).ConfigureAwait(false);
            task = whole;
            // A target may be an output's path too; the plan has the task that makes it last.
            if (!isInner && planned.Plan.Tasks.All(t => t.Name != task))
                task = planned.Plan.Tasks.Count > 0 ? planned.Plan.Tasks[^1].Name : throw CliFailure.Usage(CliMessages.NamesNothing(task), CliMessages.ListNames);
            var against = arguments.GetValue(_against) is { } word ? Against(open.Repository, planned.Plan.Dataflow, word, isInner ? names[0] : task) : null;
            var explainer = new Explainer(open.Repository);
            var explanation =
                isInner ? explainer.ExplainInner(planned.Plan.Dataflow, names, against) ?? throw CliFailure.Usage(CliMessages.UnknownTask(task), CliMessages.ListTasks)
                : key is not null ? explainer.ExplainElement(planned, task, key, against) ?? throw CliFailure.Usage(ExplainMessages.NoElement(task, key), ExplainMessages.ElementsNext(task))
                : explainer.Explain(planned, task, against);
            if (session.IsJson) JsonOutput.Write(session, writer => WriteJson(writer, explanation));
            else if (session.ShowsText) WriteText(session, explanation, Path.GetDirectoryName(project)!);
        }
        return ExitCode.Ok;
    }

    // A path may have brackets, and is then an output's.
    private static (string Whole, string? Key) PartOf(string word)
    {
        var open = word.IndexOf('[', StringComparison.Ordinal);
        return open > 0 && word.EndsWith(']') && !word[..open].Contains('.', StringComparison.Ordinal) ? (word[..open], word[(open + 1)..^1]) : (word, null);
    }

    private static RunRecord Against(Repository repository, string dataflow, string word, string task)
    {
        var run = RunWords.Require(new OpenRepository(repository, dataflow), word);
        return run.Tasks.Any(t => t.Name == task && t.Execution is not null)
            ? run
            : throw CliFailure.Usage(ExplainMessages.NotInRun(task, run.Id.ToString()), ExplainMessages.NameAnotherRun, NearestNames.Of(task, run.Tasks.Select(t => t.Name)));
    }

    private static void WriteText(Session session, Explanation explanation, string folder)
    {
        var now = session.Time.GetUtcNow();
        var palette = session.Palette;
        session.Say($"{palette.Bold(Printable.Of(explanation.Task))} {palette.Paint(StateText(explanation), ToneOf(explanation.State))}{Point(": computed in run", explanation.Since, now)}{Point(" in run", explanation.FailedIn, now)}");
        if (explanation.Error is { } error)
        {
            session.Say($"  {palette.Red("error:")} {ErrorReport.Headline(error)}");
            new ErrorReport(folder, palette).WriteShort(session.Out, error, "  ");
            session.Say($"  {palette.Cyan("next:")} `polyglot log {explanation.FailedTask}` shows what it printed and the whole error");
        }
        WriteLeaves(session, explanation, now);
        if (explanation.Elements is { Running: > 0 } elements) ElementReasonText.Write(session, elements, ran: explanation.To is not null);
    }

    private static void WriteLeaves(Session session, Explanation explanation, DateTimeOffset now)
    {
        if (explanation is { From: null, Leaves: [{ Leaf.Kind: LeafKind.NewTask }] })
        {
            session.Say(explanation.To is null ? "No run has decided about it before." : "No run had decided about it before.");
            return;
        }
        if (explanation.Leaves.Count == 0)
        {
            if (explanation.From is not null) session.Say($"Nothing has changed{Point(" since run", explanation.From, now)}.");
            return;
        }
        session.Say($"{(explanation.To is null ? "What has changed" : "It ran because of what had changed")}{Point(" since run", explanation.From, now)}:");
        var report = new LeafReport(session);
        foreach (var leaf in explanation.Leaves)
        {
            session.Say();
            report.Write(leaf);
        }
        if (explanation.MoreLeaves > 0) session.Say($"and {explanation.MoreLeaves} more");
    }

    private static string StateText(Explanation explanation) => explanation.State switch
    {
        ExplainedState.UpToDate => "is up to date",
        ExplainedState.Runs when explanation.Reason is null => "must run",
        ExplainedState.Runs => $"must run ({Printable.Of(ReasonText.Of(explanation.Reason))})",
        ExplainedState.Waits => $"waits for {Printable.Of(string.Join(", ", explanation.WaitsFor))}",
        ExplainedState.Failed => "must run: it failed",
        ExplainedState.Blocked => $"is blocked by {Printable.Of(explanation.FailedTask!)}, which failed",
        _ => throw new ArgumentOutOfRangeException(nameof(explanation), explanation.State, null),
    };

    private static string Point(string words, RunPoint? run, DateTimeOffset now) => run is null ? "" : $"{words} {run.Id} ({Quantity.Age(run.StartedAt, now)})";

    private static Tone ToneOf(ExplainedState state) => state switch
    {
        ExplainedState.UpToDate => Tone.Good,
        ExplainedState.Failed or ExplainedState.Blocked => Tone.Bad,
        ExplainedState.Waits => Tone.Accent,
        _ => Tone.Warn,
    };

    private static void WriteJson(Utf8JsonWriter writer, Explanation explanation)
    {
        writer.WriteString("dataflow", explanation.Dataflow);
        writer.WriteString("task", explanation.Task);
        writer.WriteString("state", explanation.State switch
        {
            ExplainedState.UpToDate => "upToDate",
            ExplainedState.Runs => "runs",
            ExplainedState.Waits => "waits",
            ExplainedState.Failed => "failed",
            ExplainedState.Blocked => "blocked",
            _ => throw new ArgumentOutOfRangeException(nameof(explanation), explanation.State, null),
        });
        ReasonText.Write(writer, "reason", explanation.Reason);
        writer.WriteStartArray("waitsFor");
        foreach (var name in explanation.WaitsFor) writer.WriteStringValue(name);
        writer.WriteEndArray();
        WritePoint(writer, "since", explanation.Since);
        WritePoint(writer, "failedIn", explanation.FailedIn);
        writer.WriteOptional("failedTask", explanation.FailedTask);
        RunJson.WriteError(writer, "error", explanation.Error);
        WritePoint(writer, "from", explanation.From);
        WritePoint(writer, "to", explanation.To);
        LeafJson.Write(writer, "leaves", explanation.Leaves);
        writer.WriteNumber("moreLeaves", explanation.MoreLeaves);
        ElementReasonText.Write(writer, explanation.Elements);
    }

    private static void WritePoint(Utf8JsonWriter writer, string name, RunPoint? run)
    {
        if (run is null)
        {
            writer.WriteNull(name);
            return;
        }
        writer.WriteStartObject(name);
        writer.WriteString("run", run.Id.ToString());
        writer.WriteString("startedAt", run.StartedAt);
        writer.WriteEndObject();
    }
}
