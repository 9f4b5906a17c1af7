using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Rendering.Explaining;
using Polyglot.Dataflow;
using Polyglot.Store;

namespace Polyglot.Cli.Running;

/// <summary>A run as a JSON document (docs/cli.md).</summary>
internal static class RunJson
{
    /// <summary>Prints the document of <c>run</c>.</summary>
    public static void Write(Session session, RunSummary summary, ExitCode code) => JsonOutput.Write(session, writer => WriteMembers(writer, summary, code));

    /// <summary>The members of the document of <c>run</c>.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, RunSummary summary, ExitCode code)
    {
        writer.WriteNumber("exitCode", (int)code);
        writer.WriteString("dataflow", summary.Dataflow);
        writer.WriteString("run", summary.Id.ToString());
        writer.WriteString("verdict", VerdictText(summary.Verdict));
        writer.WriteSeconds("seconds", summary.Elapsed);
        writer.WriteStartObject("counts");
        writer.WriteNumber("ran", summary.Counts.Ran);
        writer.WriteNumber("cached", summary.Counts.Cached);
        writer.WriteNumber("joined", summary.Counts.Joined);
        writer.WriteNumber("failed", summary.Counts.Failed);
        writer.WriteNumber("blocked", summary.Counts.Blocked);
        writer.WriteNumber("cancelled", summary.Counts.Cancelled);
        writer.WriteEndObject();
        writer.WriteStartArray("tasks");
        foreach (var row in summary.Rows) Write(writer, row);
        writer.WriteEndArray();
        LeafJson.Write(writer, "causes", summary.Causes);
        writer.WriteStartArray("outputs");
        foreach (var file in summary.Published)
        {
            writer.WriteStartObject();
            writer.WriteString("path", file.Path);
            writer.WriteString("task", file.Task);
            writer.WriteString("object", file.Id.ToString());
            writer.WriteBoolean("written", file.Written);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        ProblemJson.Write(writer, "errors", summary.Problems.Select(Problems.Of));
    }

    /// <summary>An error as a member: null, or the protocol's own shape.</summary>
    public static void WriteError(Utf8JsonWriter writer, string name, AttemptError? error)
    {
        if (error is null)
        {
            writer.WriteNull(name);
            return;
        }
        writer.WriteStartObject(name);
        writer.WriteString("side", ErrorReport.SideText(error.Side));
        writer.WriteString("code", error.Code);
        writer.WriteString("summary", error.Summary);
        writer.WriteString("type", error.ErrorType);
        WriteFrames(writer, "frames", error.Frames);
        WriteFrames(writer, "location", error.Location);
        if (error.Argument is { } argument) writer.WriteNumber("argument", argument);
        if (error.Path.Length > 0) writer.WriteString("path", error.Path);
        writer.WriteBoolean("retryable", error.Retryable);
        if (error.Details.Length > 0) writer.WriteString("details", error.Details);
        WriteError(writer, "cause", error.Cause);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, TaskRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("name", row.Name);
        writer.WriteString("decision", DecisionText.Of(row.Decision));
        ReasonText.Write(writer, "reason", row.Reason);
        writer.WriteSeconds("seconds", row.Elapsed);
        writer.WriteOptional("output", row.Output?.ToString());
        writer.WriteOptional("execution", row.Execution?.ToString());
        if (row.Attempt is { } attempt) writer.WriteNumber("attempt", attempt);
        if (row.Tries > 0) writer.WriteNumber("tries", row.Tries);
        if (row.DiffersFrom is { } before) writer.WriteString("differsFrom", before.ToString());
        ElementText.Write(writer, row.Elements);
        ElementText.WriteInner(writer, row.Inner);
        WriteError(writer, "error", row.Error);
        writer.WriteEndObject();
    }

    private static void WriteFrames(Utf8JsonWriter writer, string name, IReadOnlyList<ErrorFrame> frames)
    {
        writer.WriteStartArray(name);
        foreach (var frame in frames)
        {
            writer.WriteStartObject();
            writer.WriteString("file", frame.File);
            writer.WriteNumber("line", frame.Line);
            writer.WriteNumber("column", frame.Column);
            writer.WriteString("function", frame.Function);
            writer.WriteBoolean("user", frame.IsUser);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static string VerdictText(RunVerdict verdict) => verdict switch
    {
        RunVerdict.Succeeded => "succeeded",
        RunVerdict.TasksFailed => "failed",
        RunVerdict.Faulted => "faulted",
        RunVerdict.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, null),
    };
}
