using System.CommandLine;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Dataflow.Planning;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot status</c>.</summary>
internal sealed class StatusVerb : Verb
{
    private readonly Argument<string?> _project = new("project") { HelpName = "PROJECT", Description = "A project's folder or file", Arity = ArgumentArity.ZeroOrOne };

    public StatusVerb() : base("status", "Show the last run, and what is out of date now") => Command.Arguments.Add(_project);

    public override IReadOnlyList<Example> Examples => [new("status", "the project here"), new("status examples/co2-outlook", "a project elsewhere")];

    public override string HostedProject(Session session, ParseResult arguments) => ProjectLocator.Require(arguments.GetValue(_project) ?? session.Options.Project);

    public override async Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var given = arguments.GetValue(_project);
        if (given is not null && session.Options.Project is { } other) throw CliFailure.Usage(CliMessages.TwoProjects(other, given), CliMessages.OneProject);
        if (given is not null) session = session with { Options = session.Options with { Project = given } };
        var project = ProjectLocator.Require(session.Options.Project);
        var run = LastRun(session);
        var plan = await PlanVerb.MakeAsync(session, project, RunVerb.Options(project, [], [])).ConfigureAwait(false);
        if (session.IsJson) JsonOutput.Write(session, writer => WriteJson(writer, plan, run));
        else if (session.ShowsText) WriteText(session, plan, run);
        return ExitCode.Ok;
    }

    private static RunRecord? LastRun(Session session)
    {
        using var open = Repositories.Find(session);
        return open?.LastRun;
    }

    private static void WriteText(Session session, DataflowPlan plan, RunRecord? run)
    {
        if (run is null)
        {
            session.Say($"{session.Palette.Bold(plan.Dataflow)}: {CliMessages.NoRun}");
        }
        else
        {
            var now = session.Time.GetUtcNow();
            session.Say($"{session.Palette.Bold(plan.Dataflow)}: last run {Quantity.Age(run.EndedAt, now)}, {StatusText(run.Status)} in {Quantity.Duration(run.EndedAt - run.StartedAt)} ({run.Id})");
            var table = new TextTable(new Column("task"), new Column("result"), new Column("time", Right: true), new Column("output"), new Column("why", Shrinks: true));
            foreach (var task in run.Tasks)
            {
                var time = DecisionText.HasTime(task.Decision) ? Quantity.Duration(task.EndedAt - task.StartedAt) : "";
                table.Add(
                    task.Name, new Cell(DecisionText.Of(task.Decision), DecisionText.ToneOf(task.Decision)), time,
                    new Cell(task.Output?.Abbreviated() ?? "", Tone.Dim), new Cell(ReasonText.Of(task.Reason), Tone.Dim));
            }
            table.Write(session.Out, session.Palette, session.Surface.Width);
        }
        session.Say();
        session.Say("now:");
        PlanVerb.WriteText(session, plan);
    }

    private static void WriteJson(Utf8JsonWriter writer, DataflowPlan plan, RunRecord? run)
    {
        writer.WriteString("dataflow", plan.Dataflow);
        writer.WriteBoolean("upToDate", plan.Counts.UpToDate == plan.Counts.Total);
        PlanVerb.WriteTasks(writer, plan);
        if (run is null)
        {
            writer.WriteNull("lastRun");
            return;
        }
        writer.WriteStartObject("lastRun");
        writer.WriteString("run", run.Id.ToString());
        writer.WriteString("status", StatusText(run.Status));
        writer.WriteString("startedAt", run.StartedAt);
        writer.WriteString("endedAt", run.EndedAt);
        writer.WriteStartArray("tasks");
        foreach (var task in run.Tasks)
        {
            writer.WriteStartObject();
            writer.WriteString("name", task.Name);
            writer.WriteString("decision", DecisionText.Of(task.Decision));
            ReasonText.Write(writer, "reason", task.Reason);
            writer.WriteSeconds("seconds", task.EndedAt - task.StartedAt);
            writer.WriteOptional("output", task.Output?.ToString());
            writer.WriteOptional("execution", task.Execution?.ToString());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string StatusText(RunStatus status) => status switch
    {
        RunStatus.Succeeded => "succeeded",
        RunStatus.Failed => "failed",
        RunStatus.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
