using System.Text.Json;
using Polyglot.Dataflow.Explaining;

namespace Polyglot.Cli.Rendering.Explaining;

/// <summary>What changed, as members of JSON documents (docs/cli.md).</summary>
internal static class LeafJson
{
    /// <summary>A member with an array of leaves, each with the way to it and what differs there.</summary>
    public static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<ExplainedLeaf> leaves)
    {
        writer.WriteStartArray(name);
        foreach (var leaf in leaves)
        {
            writer.WriteStartObject();
            WriteMembers(writer, leaf.Leaf, LeafWords.Of(leaf));
            writer.WriteStartArray("path");
            foreach (var task in leaf.Path) writer.WriteStringValue(task);
            writer.WriteEndArray();
            writer.WriteNumber("otherTasks", leaf.OtherTasks);
            WriteContent(writer, leaf.Content);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>Members <c>leaves</c> and <c>hasMoreLeaves</c>.</summary>
    public static void Write(Utf8JsonWriter writer, LeafSummary summary)
    {
        writer.WriteStartArray("leaves");
        foreach (var leaf in summary.Leaves)
        {
            writer.WriteStartObject();
            WriteMembers(writer, leaf, LeafWords.Of(leaf));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteBoolean("hasMoreLeaves", summary.HasMore);
    }

    /// <summary>A member <c>content</c>: null, or how two objects differ.</summary>
    public static void WriteContent(Utf8JsonWriter writer, ContentDifference? content)
    {
        if (content is null)
        {
            writer.WriteNull("content");
            return;
        }
        writer.WriteStartObject("content");
        writer.WriteOptional("old", content.Old);
        writer.WriteOptional("new", content.New);
        writer.WriteOptional("oldType", content.OldType?.ToString());
        writer.WriteOptional("newType", content.NewType?.ToString());
        writer.WriteOptional("diff", content.Diff);
        writer.WriteStartArray("changes");
        foreach (var change in content.Changes)
        {
            writer.WriteStartObject();
            writer.WriteString("path", change.Path);
            writer.WriteOptional("old", change.Old);
            writer.WriteOptional("new", change.New);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteNumber("moreChanges", content.MoreChanges);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, Leaf leaf, string text)
    {
        writer.WriteString("kind", KindText(leaf.Kind));
        writer.WriteString("name", leaf.Name);
        writer.WriteOptional("of", leaf.Of);
        writer.WriteOptional("old", leaf.Old);
        writer.WriteOptional("new", leaf.New);
        writer.WriteOptional("oldObject", leaf.OldId?.ToString());
        writer.WriteOptional("newObject", leaf.NewId?.ToString());
        writer.WriteString("text", text);
    }

    private static string KindText(LeafKind kind) => kind switch
    {
        LeafKind.Input => "input",
        LeafKind.InputType => "inputType",
        LeafKind.File => "file",
        LeafKind.Program => "program",
        LeafKind.OutputType => "outputType",
        LeafKind.Runner => "runner",
        LeafKind.Variable => "variable",
        LeafKind.Wiring => "wiring",
        LeafKind.NewTask => "newTask",
        LeafKind.Forced => "forced",
        LeafKind.Failed => "failed",
        LeafKind.Missing => "missing",
        LeafKind.Impure => "impure",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
