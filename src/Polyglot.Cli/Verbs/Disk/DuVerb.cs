using System.CommandLine;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Terminal;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.Disk;

/// <summary><c>polyglot du</c>.</summary>
internal sealed class DuVerb : Verb
{
    private const int DefaultLimit = 15;

    private readonly Option<int?> _limit = NumberOption.Make(0, $"How many tasks and runs are shown (default {DefaultLimit}; 0 for all)", "--limit", "-n");

    public DuVerb() : base("du", "Show what takes up room, by task and by run") => Command.Options.Add(_limit);

    public override string Details =>
        "A result that several tasks or runs share counts for each of them. `alone` is what a run has to itself: what would go with it.";

    public override IReadOnlyList<Example> Examples => [new("du", "the largest tasks and the newest runs"), new("du -n 0 --output json", "all of them, for a script")];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        using var open = Repositories.Require(session);
        using var interrupts = new Interrupts(session.Time, Environment.Exit);
        var usage = DiskUsage.Of(open.Repository, open.Dataflow, interrupts.Stop);
        var limit = arguments.GetValue(_limit) is { } given ? given == 0 ? int.MaxValue : given : session.IsJson ? int.MaxValue : DefaultLimit;
        if (session.IsJson) JsonOutput.Write(session, writer => WriteJson(writer, open.Repository, usage, limit));
        else if (session.ShowsText) WriteText(session, usage, limit);
        return Task.FromResult(ExitCode.Ok);
    }

    /// <summary>A count of objects and their bytes.</summary>
    public static void Write(Utf8JsonWriter writer, string name, GcCount count)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("objects", count.Objects);
        writer.WriteNumber("bytes", count.Bytes);
        writer.WriteEndObject();
    }

    private static void WriteText(Session session, DiskUsage usage, int limit)
    {
        var now = session.Time.GetUtcNow();
        if (usage.Tasks.Count > 0)
        {
            var tasks = new TextTable(new Column("task"), new Column("all results", Right: true), new Column("results", Right: true), new Column("newest", Right: true), new Column("dropped", Right: true));
            foreach (var task in usage.Tasks.Take(limit))
                tasks.Add(task.Name, Quantity.Size(task.Results.Bytes), $"{task.Results.Objects}", task.Latest is { } latest ? Quantity.Size(latest) : "", task.Dropped > 0 ? $"{task.Dropped}" : "");
            tasks.Write(session.Out, session.Palette, session.Surface.Width);
            if (usage.Tasks.Count > limit) session.Say($"and {usage.Tasks.Count - limit} more; -n 0 shows all");
            session.Say();
            var runs = new TextTable(new Column("run"), new Column("age"), new Column("reaches", Right: true), new Column("alone", Right: true));
            foreach (var run in usage.Runs.Take(limit)) runs.Add(run.Run.ToString(), Quantity.Age(run.EndedAt, now), Quantity.Size(run.All.Bytes), Quantity.Size(run.Alone.Bytes));
            runs.Write(session.Out, session.Palette, session.Surface.Width);
            if (usage.Runs.Count > limit) session.Say($"and {usage.Runs.Count - limit} more; -n 0 shows all");
            session.Say();
        }
        session.Say($"{session.Palette.Bold(Quantity.Size(usage.Total))} in all: {Quantity.Count(usage.Objects.Objects, "object")} of {Quantity.Size(usage.Objects.Bytes)}, records of {Quantity.Size(usage.Records)}");
        if (usage.Unreachable.Objects > 0) session.Say($"{Quantity.Size(usage.Unreachable.Bytes)} of that ({Quantity.Count(usage.Unreachable.Objects, "object")}) no run or ref names: `polyglot gc` removes what nothing needs");
        if (usage.Dropped.Objects > 0) session.Say($"{Quantity.Count(usage.Dropped.Objects, "result")} of {Quantity.Size(usage.Dropped.Bytes)} dropped; computed again when needed");
    }

    private static void WriteJson(Utf8JsonWriter writer, Repository repository, DiskUsage usage, int limit)
    {
        writer.WriteString("repository", repository.RepositoryPath);
        writer.WriteNumber("bytes", usage.Total);
        Write(writer, "objects", usage.Objects);
        writer.WriteNumber("records", usage.Records);
        Write(writer, "unreachable", usage.Unreachable);
        Write(writer, "dropped", usage.Dropped);
        writer.WriteStartArray("tasks");
        foreach (var task in usage.Tasks.Take(limit))
        {
            writer.WriteStartObject();
            writer.WriteString("dataflow", task.Dataflow);
            writer.WriteString("name", task.Name);
            Write(writer, "results", task.Results);
            if (task.Latest is { } latest) writer.WriteNumber("latest", latest);
            else writer.WriteNull("latest");
            writer.WriteNumber("dropped", task.Dropped);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("runs");
        foreach (var run in usage.Runs.Take(limit))
        {
            writer.WriteStartObject();
            writer.WriteString("run", run.Run.ToString());
            writer.WriteString("dataflow", run.Dataflow);
            writer.WriteString("endedAt", run.EndedAt);
            Write(writer, "all", run.All);
            Write(writer, "alone", run.Alone);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
