using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Rendering;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.Exchange;

/// <summary>What was handed over, in both forms.</summary>
internal static class SharingReport
{
    /// <summary>Prints what is in a bundle, and what came of it where it was taken in.</summary>
    public static void Write(Session session, string place, Bundle bundle, TransferReport? report, Action<Utf8JsonWriter>? more = null)
    {
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer =>
            {
                writer.WriteString("place", place);
                WriteBundle(writer, bundle);
                if (report is not null) WriteReport(writer, report);
                more?.Invoke(writer);
            });
            return;
        }
        var what = $"{Quantity.Count(bundle.Runs.Count, "run")}, {Quantity.Count(bundle.Executions.Count, "execution")}, {Quantity.Count(bundle.Objects.Count, "object")} of {Quantity.Size(bundle.Size)}";
        session.Say($"{what}{(report is null ? "" : $"; new: {Quantity.Count(report.NewRuns.Count, "run")}, {Quantity.Count(report.NewExecutions, "result")}, {Quantity.Count(report.NewObjects, "object")} of {Quantity.Size(report.NewBytes)}")}");
        if (bundle.Dropped.Count > 0) session.Say(session.Palette.Dim($"{Quantity.Count(bundle.Dropped.Count, "result")} had been dropped and go by record only"));
        if (bundle.Missing > 0) session.Say(session.Palette.Yellow($"{Quantity.Count(bundle.Missing, "object")} that the runs name are not in the repository, and did not go"));
        foreach (var tag in report?.KeptTags ?? []) session.Say(session.Palette.Yellow($"the tag {tag} exists there and points elsewhere; it was left alone"));
    }

    private static void WriteBundle(Utf8JsonWriter writer, Bundle bundle)
    {
        writer.WriteStartArray("runs");
        foreach (var run in bundle.Runs) writer.WriteStringValue(run.Id.ToString());
        writer.WriteEndArray();
        writer.WriteNumber("executions", bundle.Executions.Count);
        writer.WriteNumber("objects", bundle.Objects.Count);
        writer.WriteNumber("bytes", bundle.Size);
        writer.WriteNumber("dropped", bundle.Dropped.Count);
        writer.WriteNumber("missing", bundle.Missing);
    }

    private static void WriteReport(Utf8JsonWriter writer, TransferReport report)
    {
        writer.WriteStartObject("new");
        writer.WriteNumber("objects", report.NewObjects);
        writer.WriteNumber("bytes", report.NewBytes);
        writer.WriteNumber("executions", report.NewExecutions);
        writer.WriteStartArray("runs");
        foreach (var run in report.NewRuns) writer.WriteStringValue(run.ToString());
        writer.WriteEndArray();
        writer.WriteStartArray("tags");
        foreach (var tag in report.Tags) writer.WriteStringValue(tag);
        writer.WriteEndArray();
        writer.WriteStartArray("keptTags");
        foreach (var tag in report.KeptTags) writer.WriteStringValue(tag);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
