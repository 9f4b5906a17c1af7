using System.CommandLine;
using System.Text;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Running;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot log</c>.</summary>
internal sealed class LogVerb : Verb
{
    private const int MostOthers = 10;

    private readonly Argument<string> _task = new("task") { HelpName = "TASK", Description = "A task of the last run, an element of one (task[17], task[key]), or a task that one returned (task/inner)" };
    private readonly Option<int?> _attempt = NumberOption.Make(1, "Which attempt, from 1 (default: the newest)", "--attempt");
    private readonly Option<bool> _stdout = new("--stdout") { Description = "Only what it wrote to standard output, as written" };
    private readonly Option<bool> _stderr = new("--stderr") { Description = "Only what it wrote to standard error, as written" };

    public LogVerb() : base("log", "Show what a task printed, what it cost, and its error")
    {
        Command.Arguments.Add(_task);
        foreach (var option in new Option[] { _attempt, _stdout, _stderr }) Command.Options.Add(option);
    }

    public override string Details => "A task that was found in the store shows the attempt that made its result.";

    public override IReadOnlyList<Example> Examples =>
    [
        new("log cluster", "the newest attempt"),
        new("log cluster --attempt 1", "the first one"),
        new("log fit[17]", "of a task with foreach, one element, from 0 or by its key"),
        new("log explore/fit", "of a task that returns a dataflow, one task of that"),
        new("log cluster --stdout > printed.txt", "what it printed, nothing else"),
    ];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var name = Required(arguments, _task);
        using var open = Repositories.Require(session);
        var run = open.LastRun ?? throw CliFailure.Usage(CliMessages.NoRun, CliMessages.RunFirst);
        if (run.Tasks.All(t => t.Name != name) && open.Queries.LastAttempt(name) is null)
            throw CliFailure.Usage(CliMessages.UnknownTask(name), CliMessages.ListTasks, NearestNames.Of(name, run.Tasks.Select(t => t.Name)));
        var last = open.Queries.LastAttempt(name) ?? throw CliFailure.Usage(CliMessages.NeverTried(name), CliMessages.ListTasks);
        var task = last.Record;
        var attempts = task.Execution is { } execution ? open.Repository.Executions.Attempts(execution) : [];
        var number = arguments.GetValue(_attempt) ?? last.Attempt?.Number ?? (attempts.Count > 0 ? attempts[^1].Number : 1);
        var attempt = attempts.FirstOrDefault(a => a.Number == number)?.Attempt ?? throw CliFailure.Usage(CliMessages.NoAttempt(name, number, attempts.Count), CliMessages.ListTasks);

        var (stdout, stderr) = (Read(open.Repository, attempt.Stdout), Read(open.Repository, attempt.Stderr));
        var (onlyOut, onlyErr) = (arguments.GetValue(_stdout), arguments.GetValue(_stderr));
        var inner = attempt.Inner is { } returned ? InnerRun.TryRead(open.Repository.Objects, returned) : null;
        var elements = attempt.Elements is { } list ? ElementList.TryRead(open.Repository.Objects, list) : null;
        if (session.IsJson) JsonOutput.Write(session, writer => WriteJson(writer, task, number, attempts, attempt, stdout, stderr, elements, inner));
        else if (onlyOut || onlyErr) WriteRaw(session, onlyOut ? stdout : default, onlyErr ? stderr : default);
        else WriteText(session, open.Repository.ProjectDirectory, task, number, attempts, attempt, stdout, stderr, elements, inner);
        return Task.FromResult(ExitCode.Ok);
    }

    private static ReadOnlyMemory<byte> Read(Repository repository, ObjectId? id)
    {
        if (id is not { } captured) return default;
        if (repository.Objects.Read(captured) is not ObjectRead.Found found) throw new CliFailure(ExitCode.Fault, new Problem(repository.Objects.Read(captured).Problem ?? CliMessages.NotCaptured));
        var value = Beast2.Decode(found.Bytes.Span, EastType.Blob);
        return value.IsSuccess ? ((EastBlob)value.Value).Memory : throw new CliFailure(ExitCode.Fault, new Problem($"{CliMessages.NotCaptured}: {value.Error}"));
    }

    private static void WriteRaw(Session session, ReadOnlyMemory<byte> stdout, ReadOnlyMemory<byte> stderr)
    {
        session.WriteBytes(stdout.Span);
        session.WriteBytes(stderr.Span);
    }

    private static void WriteText(
        Session session, string folder, TaskRecord task, int number, IReadOnlyList<NumberedAttempt> all, Attempt attempt, ReadOnlyMemory<byte> stdout, ReadOnlyMemory<byte> stderr, ElementList? elements, InnerRun? inner)
    {
        var palette = session.Palette;
        var tone = attempt.Status == AttemptStatus.Ok ? Tone.Good : Tone.Bad;
        session.Say($"{palette.Bold(task.Name)}: attempt {number} of {all.Count}, {palette.Paint(StatusText(attempt.Status), tone)}");
        var facts = new TextTable(new Column(""), new Column(""));
        facts.Add(new Cell("started", Tone.Dim), $"{attempt.StartedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss} ({Quantity.Age(attempt.StartedAt, session.Time.GetUtcNow())})");
        facts.Add(new Cell("took", Tone.Dim), Quantity.Duration(attempt.EndedAt - attempt.StartedAt) + (attempt.CpuTime is { } cpu ? $", {Quantity.Duration(cpu)} of processor time" : ""));
        if (attempt.Timings is { } t)
            facts.Add(new Cell("of that", Tone.Dim), $"load {Quantity.Duration(t.Load)}, decode {Quantity.Duration(t.Decode)}, call {Quantity.Duration(t.Call)}, encode {Quantity.Duration(t.Encode)}");
        facts.Add(new Cell("runner", Tone.Dim), $"{attempt.Runner} {attempt.RunnerVersion}".TrimEnd());
        if (attempt.PeakMemory is { } peak) facts.Add(new Cell("memory", Tone.Dim), $"{Quantity.Size(peak)} at its peak");
        if (attempt.ExitCode is { } exit) facts.Add(new Cell("exit code", Tone.Dim), $"{exit}");
        if (attempt.Output is { } output) facts.Add(new Cell("output", Tone.Dim), output.Abbreviated());
        if (elements is not null) facts.Add(new Cell("elements", Tone.Dim), $"{ElementWords.Of(elements.Counts)}; `polyglot log {task.Name}[{elements.Elements.FirstOrDefault(e => e.Output is null)?.Key ?? "0"}]` shows one");
        if (inner is { Tasks.Count: > 0 }) facts.Add(new Cell("its tasks", Tone.Dim), $"{ElementWords.OfInner(inner.Counts)}; `polyglot log {InnerRun.NameOf(task.Name, (inner.Tasks.FirstOrDefault(t => t.Output is null) ?? inner.Tasks[0]).Name)}` shows one");
        foreach (var other in all.Where(a => a.Number != number).TakeLast(MostOthers)) facts.Add(new Cell($"attempt {other.Number}", Tone.Dim), Of(other.Attempt));
        facts.Write(session.Out, palette, indent: "  ");
        WriteStream(session, "standard output", stdout);
        WriteStream(session, "standard error", stderr);
        if (attempt.Error is null) return;
        session.Say();
        new ErrorReport(folder, palette).WriteFull(session.Out, attempt.Error);
    }

    // One line of another attempt: how it ended, when, and why.
    private static string Of(Attempt attempt)
    {
        var why = attempt.Error is { } error ? $": {Printable.Of(ErrorReport.Headline(error))}" : "";
        return $"{StatusText(attempt.Status)} after {Quantity.Duration(attempt.EndedAt - attempt.StartedAt)}{why}";
    }

    private static void WriteStream(Session session, string title, ReadOnlyMemory<byte> bytes)
    {
        session.Say();
        session.Say(session.Palette.Dim(bytes.IsEmpty ? $"{title}: nothing" : $"{title}:"));
        if (bytes.IsEmpty) return;
        var text = Encoding.UTF8.GetString(bytes.Span);
        session.Say((session.Surface.IsTerminal ? Printable.Lines(text) : text).TrimEnd('\n'));
    }

    private static void WriteJson(Utf8JsonWriter writer, TaskRecord task, int number, IReadOnlyList<NumberedAttempt> all, Attempt attempt, ReadOnlyMemory<byte> stdout, ReadOnlyMemory<byte> stderr, ElementList? elements, InnerRun? inner)
    {
        writer.WriteString("task", task.Name);
        writer.WriteOptional("execution", task.Execution?.ToString());
        writer.WriteNumber("attempt", number);
        writer.WriteNumber("attempts", all.Count);
        writer.WriteStartArray("history");
        foreach (var (other, tried) in all)
        {
            writer.WriteStartObject();
            writer.WriteNumber("attempt", other);
            writer.WriteString("status", StatusText(tried.Status));
            writer.WriteString("startedAt", tried.StartedAt);
            writer.WriteString("endedAt", tried.EndedAt);
            if (tried.PeakMemory is { } took) writer.WriteNumber("peakMemoryBytes", took);
            writer.WriteOptional("error", tried.Error?.Summary);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteString("status", StatusText(attempt.Status));
        writer.WriteString("startedAt", attempt.StartedAt);
        writer.WriteString("endedAt", attempt.EndedAt);
        writer.WriteString("runner", attempt.Runner);
        writer.WriteString("runnerVersion", attempt.RunnerVersion);
        if (attempt.ExitCode is { } exit) writer.WriteNumber("exitCode", exit);
        if (attempt.PeakMemory is { } peak) writer.WriteNumber("peakMemoryBytes", peak);
        if (attempt.CpuTime is { } cpu) writer.WriteSeconds("cpuSeconds", cpu);
        writer.WriteOptional("output", attempt.Output?.ToString());
        writer.WriteString("stdout", Encoding.UTF8.GetString(stdout.Span));
        writer.WriteString("stderr", Encoding.UTF8.GetString(stderr.Span));
        ElementText.Write(writer, elements?.Counts);
        WriteInner(writer, inner);
        RunJson.WriteError(writer, "error", attempt.Error);
    }

    private static void WriteInner(Utf8JsonWriter writer, InnerRun? inner)
    {
        if (inner is null) return;
        ElementText.WriteInner(writer, inner.Counts);
        writer.WriteOptional("dataflow", inner.Program.Output?.ToString());
        writer.WriteStartArray("innerTasks");
        foreach (var task in inner.Tasks)
        {
            writer.WriteStartObject();
            writer.WriteString("name", task.Name);
            writer.WriteString("decision", DecisionText.Of(task.Decision));
            ReasonText.Write(writer, "reason", task.Reason);
            writer.WriteOptional("execution", task.Execution?.ToString());
            writer.WriteOptional("output", task.Output?.ToString());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static string StatusText(AttemptStatus status) => status switch
    {
        AttemptStatus.Ok => "ok",
        AttemptStatus.Failed => "failed",
        AttemptStatus.Cancelled => "cancelled",
        AttemptStatus.Faulted => "faulted",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
