using System.CommandLine;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Dataflow.History;
using Polyglot.Dataflow.Queries;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.History;

/// <summary><c>polyglot history</c>.</summary>
internal sealed class HistoryVerb : Verb
{
    private const int DefaultLimit = 20;

    private readonly Argument<string?> _name = new("name")
    {
        HelpName = "NAME",
        Description = "An output path, a task or an input; without it the runs are listed",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int?> _limit = NumberOption.Make(0, $"How many are shown, newest first (default {DefaultLimit}; 0 for all)", "--limit", "-n");

    public HistoryVerb() : base("history", "Show every value a name ever had, with the runs that had it")
    {
        Command.Arguments.Add(_name);
        Command.Options.Add(_limit);
    }

    public override string Details =>
        "Equal values of runs in a row are one line. `polyglot cat` shows a value by its object, `polyglot checkout` puts the outputs of a run\nback, and `polyglot restore` a single file.";

    public override IReadOnlyList<Example> Examples =>
    [
        new("history", "the runs"),
        new("history out/report.html", "every report there ever was"),
        new("history weekly -n 0", "every value of an input"),
    ];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        using var open = Repositories.Require(session);
        var limit = arguments.GetValue(_limit) is { } given ? given == 0 ? int.MaxValue : given : session.IsJson ? int.MaxValue : DefaultLimit;
        var runs = new RunQueries(open.Repository, open.Dataflow);
        if (arguments.GetValue(_name) is { } name) ShowValues(session, open, runs, name, limit);
        else ShowRuns(session, runs, limit);
        return Task.FromResult(ExitCode.Ok);
    }

    private static void ShowValues(Session session, OpenRepository open, RunQueries runs, string name, int limit)
    {
        var asked = name;
        if (open.Dataflow is { } dataflow && name.StartsWith(dataflow + "/", StringComparison.Ordinal) && open.Repository.Refs.Get(RefName.Parse(name)).Id is not null) asked = name[(dataflow.Length + 1)..];
        var values = ValueHistory.Of(runs.All(), asked);
        if (values.Count == 0) throw CliFailure.Usage(HistoryMessages.NoHistory(name), CliMessages.ListNames, ValueHistory.Suggest(runs.All(), asked));
        var shown = values.Take(limit).Select(value => (value, State: StateOf(open.Repository, value.Id))).ToList();
        if (session.IsJson) JsonOutput.Write(session, writer => WriteValues(writer, name, shown));
        else if (session.ShowsText) WriteValues(session, shown, values.Count);
    }

    private static void ShowRuns(Session session, RunQueries runs, int limit)
    {
        var shown = runs.All().Take(limit).ToList();
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer => WriteRuns(writer, shown));
            return;
        }
        if (shown.Count == 0) session.Say(CliMessages.NoRun);
        if (shown.Count == 0 || !session.ShowsText) return;
        var now = session.Time.GetUtcNow();
        var table = new TextTable(new Column("run"), new Column("age"), new Column("dataflow"), new Column("result"), new Column("time", Right: true), new Column("tasks", Shrinks: true));
        foreach (var run in shown)
        {
            var tone = run.Status == RunStatus.Succeeded ? Tone.Good : run.Status == RunStatus.Failed ? Tone.Bad : Tone.Warn;
            table.Add(
                run.Id.ToString(), Quantity.Age(run.EndedAt, now), run.Dataflow, new Cell(StatusText(run.Status), tone),
                Quantity.Duration(run.EndedAt - run.StartedAt), new Cell(Counts(run), Tone.Dim));
        }
        table.Write(session.Out, session.Palette, session.Surface.Width);
    }

    private static void WriteValues(Session session, IReadOnlyList<(HistoricValue Value, ObjectState State)> values, int count)
    {
        var now = session.Time.GetUtcNow();
        var table = new TextTable(new Column("object"), new Column("since"), new Column("runs", Right: true), new Column("first run"), new Column("size", Right: true), new Column("why", Shrinks: true));
        foreach (var (value, state) in values)
        {
            table.Add(
                value.Id.Abbreviated(), Quantity.Age(value.FirstAt, now), $"{value.Runs.Count}", value.First.ToString(),
                state.Size is { } size ? Quantity.Size(size) : new Cell(state.Problem!, Tone.Warn), new Cell(ReasonText.Of(value.Reason), Tone.Dim));
        }
        table.Write(session.Out, session.Palette, session.Surface.Width);
        if (count > values.Count) session.Say($"and {count - values.Count} more; -n 0 shows all");
    }

    private static void WriteValues(Utf8JsonWriter writer, string name, IReadOnlyList<(HistoricValue Value, ObjectState State)> values)
    {
        writer.WriteString("name", name);
        writer.WriteStartArray("values");
        foreach (var (value, state) in values)
        {
            writer.WriteStartObject();
            writer.WriteString("object", value.Id.ToString());
            writer.WriteString("kind", value.Kind switch { NamedKind.Output => "output", NamedKind.Task => "task", _ => "input" });
            writer.WriteString("since", value.FirstAt);
            writer.WriteStartArray("runs");
            foreach (var run in value.Runs) writer.WriteStringValue(run.ToString());
            writer.WriteEndArray();
            ReasonText.Write(writer, "reason", value.Reason);
            if (state.Size is { } size) writer.WriteNumber("size", size);
            writer.WriteOptional("problem", state.Problem);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteRuns(Utf8JsonWriter writer, IReadOnlyList<RunRecord> runs)
    {
        writer.WriteStartArray("runs");
        foreach (var run in runs)
        {
            writer.WriteStartObject();
            writer.WriteString("run", run.Id.ToString());
            writer.WriteString("dataflow", run.Dataflow);
            writer.WriteString("status", StatusText(run.Status));
            writer.WriteString("startedAt", run.StartedAt);
            writer.WriteString("endedAt", run.EndedAt);
            writer.WriteStartObject("counts");
            foreach (var decision in Enum.GetValues<Decision>()) writer.WriteNumber(DecisionText.Of(decision), run.Tasks.Count(t => t.Decision == decision));
            writer.WriteEndObject();
            writer.WriteStartArray("outputs");
            foreach (var output in run.Outputs)
            {
                writer.WriteStartObject();
                writer.WriteString("path", output.Path);
                writer.WriteString("object", output.Id.ToString());
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static string Counts(RunRecord run) =>
        string.Join(", ", run.Tasks.CountBy(t => t.Decision).OrderBy(c => c.Key).Select(c => $"{c.Value} {DecisionText.Of(c.Key)}"));

    private static string StatusText(RunStatus status) => status switch
    {
        RunStatus.Succeeded => "succeeded",
        RunStatus.Failed => "failed",
        _ => "cancelled",
    };

    private static ObjectState StateOf(Repository repository, ObjectId id) => repository.Objects.Locate(id) switch
    {
        ObjectLocation.Found found => new(found.Size, null),
        ObjectLocation.Damaged => new(null, "damaged"),
        _ => new(null, repository.Dropped.Contains(id) ? "dropped" : "missing"),
    };

    private readonly record struct ObjectState(long? Size, string? Problem);
}
