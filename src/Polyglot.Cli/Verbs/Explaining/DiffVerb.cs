using System.CommandLine;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Rendering.Explaining;
using Polyglot.Dataflow.Explaining;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.Explaining;

/// <summary><c>polyglot diff</c>.</summary>
internal sealed class DiffVerb : Verb
{
    private const int MostNames = 20;
    private const int MostTimes = 20;

    private readonly Argument<string> _old = new("old") { HelpName = "RUN", Description = RunWords.Help, DefaultValueFactory = static _ => "last~1" };
    private readonly Argument<string> _new = new("new") { HelpName = "RUN", Description = "Another one; last where it is left out", DefaultValueFactory = static _ => "last" };

    public DiffVerb() : base("diff", "Compare two runs: inputs, programs, outputs and times")
    {
        Command.Arguments.Add(_old);
        Command.Arguments.Add(_new);
    }

    public override string Details =>
        "Everything comes from the records of the two runs and from the repository: the working copy does not matter. Large values show the first\nplaces that differ, texts and programs a unified diff. `polyglot explain` tells what of it made a task run.";

    public override IReadOnlyList<Example> Examples =>
    [
        new("diff", "the last run and the one before"),
        new("diff v1 last", "since a tag"),
        new("diff last~5 last~4 --output json", "for scripts"),
    ];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        using var open = Repositories.Require(session);
        var (old, now) = (RunWords.Require(open, Required(arguments, _old)), RunWords.Require(open, Required(arguments, _new)));
        var difference = new Explainer(open.Repository).Compare(old, now);
        if (session.IsJson) JsonOutput.Write(session, writer => WriteJson(writer, difference));
        else if (session.ShowsText) WriteText(session, difference);
        return Task.FromResult(ExitCode.Ok);
    }

    private static void WriteText(Session session, RunDifference difference)
    {
        var palette = session.Palette;
        var now = session.Time.GetUtcNow();
        foreach (var (word, run) in new[] { ("old:", difference.Old), ("new:", difference.New) })
            session.Say($"{palette.Dim(word)} run {run.Id}, {Quantity.Age(run.StartedAt, now)}, {StatusText(run.Status)} in {Quantity.Duration(run.EndedAt - run.StartedAt)}");
        if (difference.IsEmpty) session.Say("The same inputs and programs, and the same outputs.");
        var report = new LeafReport(session);
        Section(session, "inputs", difference.Inputs, report.Write);
        Section(session, "programs", difference.Programs, report.Write);
        Section(session, "outputs", difference.Outputs, output =>
        {
            session.Say(palette.Bold($"{Printable.Of(output.Path)} {(output.Old is null ? "is new" : output.New is null ? "is gone" : "changed")}"));
            if (output is { Old: not null, New: not null, Content: { } content }) report.Write(content);
        });
        Names(session, "results that differ", difference.Results.Select(r => r.Task));
        Names(session, "new tasks", difference.Added);
        Names(session, "tasks that are gone", difference.Removed);
        WriteTimes(session, difference);
    }

    private static void Section<T>(Session session, string title, IReadOnlyList<T> items, Action<T> write)
    {
        if (items.Count == 0) return;
        session.Say();
        session.Say(session.Palette.Dim($"{title}:"));
        foreach (var item in items.Take(Explainer.MaxLeaves)) write(item);
        if (items.Count > Explainer.MaxLeaves) session.Say($"and {items.Count - Explainer.MaxLeaves} more");
    }

    private static void Names(Session session, string title, IEnumerable<string> names)
    {
        var all = names.ToList();
        if (all.Count == 0) return;
        session.Say();
        var more = all.Count > MostNames ? $" and {all.Count - MostNames} more" : "";
        session.Say($"{session.Palette.Dim($"{title}:")} {Printable.Of(string.Join(", ", all.Take(MostNames)))}{more}");
    }

    // The longest first: those are what a run's time is made of.
    private static void WriteTimes(Session session, RunDifference difference)
    {
        if (difference.Times.Count == 0) return;
        session.Say();
        var table = new TextTable(new Column("task"), new Column("old", Right: true), new Column("new", Right: true));
        foreach (var time in difference.Times.OrderByDescending(t => Longer(t)).Take(MostTimes))
            table.Add(time.Task, Text(time.Old), Text(time.New));
        table.Write(session.Out, session.Palette, session.Surface.Width);
        if (difference.Times.Count > MostTimes) session.Say($"and {difference.Times.Count - MostTimes} more");

        static TimeSpan Longer(TimeDifference time) => time.Old is { } a && time.New is { } b ? a > b ? a : b : time.Old ?? time.New!.Value;

        static Cell Text(TimeSpan? time) => time is { } known ? Quantity.Duration(known) : new Cell("not run", Tone.Dim);
    }

    private static void WriteJson(Utf8JsonWriter writer, RunDifference difference)
    {
        foreach (var (name, run) in new[] { ("old", difference.Old), ("new", difference.New) })
        {
            writer.WriteStartObject(name);
            writer.WriteString("run", run.Id.ToString());
            writer.WriteString("status", StatusText(run.Status));
            writer.WriteString("startedAt", run.StartedAt);
            writer.WriteSeconds("seconds", run.EndedAt - run.StartedAt);
            writer.WriteEndObject();
        }
        writer.WriteBoolean("same", difference.IsEmpty);
        LeafJson.Write(writer, "inputs", difference.Inputs);
        LeafJson.Write(writer, "programs", difference.Programs);
        writer.WriteStartArray("outputs");
        foreach (var output in difference.Outputs)
        {
            writer.WriteStartObject();
            writer.WriteString("path", output.Path);
            writer.WriteOptional("oldObject", output.Old?.ToString());
            writer.WriteOptional("newObject", output.New?.ToString());
            LeafJson.WriteContent(writer, output.Content);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("results");
        foreach (var result in difference.Results)
        {
            writer.WriteStartObject();
            writer.WriteString("task", result.Task);
            writer.WriteOptional("oldObject", result.Old?.ToString());
            writer.WriteOptional("newObject", result.New?.ToString());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        WriteNames(writer, "added", difference.Added);
        WriteNames(writer, "removed", difference.Removed);
        writer.WriteStartArray("times");
        foreach (var time in difference.Times)
        {
            writer.WriteStartObject();
            writer.WriteString("task", time.Task);
            WriteTime(writer, "old", time.Old);
            WriteTime(writer, "new", time.New);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteNames(Utf8JsonWriter writer, string name, IReadOnlyList<string> names)
    {
        writer.WriteStartArray(name);
        foreach (var item in names) writer.WriteStringValue(item);
        writer.WriteEndArray();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, TimeSpan? time)
    {
        if (time is { } known) writer.WriteSeconds(name, known);
        else writer.WriteNull(name);
    }

    private static string StatusText(RunStatus status) => status switch
    {
        RunStatus.Succeeded => "succeeded",
        RunStatus.Failed => "failed",
        _ => "cancelled",
    };
}
