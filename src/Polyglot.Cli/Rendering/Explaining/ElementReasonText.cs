using System.Globalization;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Dataflow.Explaining.Elements;

namespace Polyglot.Cli.Rendering.Explaining;

/// <summary>Which elements of a task ran, or must run, by reasons: as a table and as JSON.</summary>
internal static class ElementReasonText
{
    /// <summary>Prints the reasons, the most frequent first.</summary>
    /// <param name="session">Where.</param>
    /// <param name="reasons">What.</param>
    /// <param name="ran">Whether they ran already.</param>
    public static void Write(Session session, ElementReasons reasons, bool ran)
    {
        session.Say();
        session.Say($"{Number(reasons.Running)} of {Number(reasons.Total)} elements {(ran ? "ran" : "must run")}:");
        var table = new TextTable(new Column("elements", Right: true), new Column("why", Shrinks: true), new Column("which", Shrinks: true));
        foreach (var group in reasons.Groups) table.Add(Number(group.Count), ElementWords.Why(group), new Cell(ElementWords.Keys(group), Tone.Dim));
        table.Write(session.Out, session.Palette, session.Surface.Width, "  ");
    }

    /// <summary>A member <c>elements</c>; none for null.</summary>
    public static void Write(Utf8JsonWriter writer, ElementReasons? reasons)
    {
        if (reasons is null) return;
        writer.WriteStartObject("elements");
        writer.WriteNumber("total", reasons.Total);
        writer.WriteNumber("running", reasons.Running);
        writer.WriteStartArray("groups");
        foreach (var group in reasons.Groups)
        {
            writer.WriteStartObject();
            writer.WriteNumber("count", group.Count);
            writer.WriteString("text", ElementWords.Why(group));
            writer.WriteStartArray("keys");
            foreach (var key in group.Keys) writer.WriteStringValue(key);
            writer.WriteEndArray();
            writer.WriteStartArray("causes");
            foreach (var cause in group.Causes)
            {
                writer.WriteStartObject();
                writer.WriteString("kind", KindText(cause.Kind));
                writer.WriteString("name", cause.Name);
                writer.WriteString("text", ElementWords.Why(cause));
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string KindText(ElementCauseKind kind) => kind switch
    {
        ElementCauseKind.New => "new",
        ElementCauseKind.Element => "element",
        ElementCauseKind.Task => "task",
        _ => "leaf",
    };

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
