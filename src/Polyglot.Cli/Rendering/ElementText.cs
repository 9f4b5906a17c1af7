using System.Globalization;
using System.Text.Json;
using Polyglot.Dataflow.Planning;
using Polyglot.Store;

namespace Polyglot.Cli.Rendering;

/// <summary>How many elements of a task ran, or tasks of the dataflow that it returned, in words and as JSON.</summary>
internal static class ElementText
{
    /// <summary>What of a plan is known when a task has run that returns a dataflow.</summary>
    public const string ReturnsDataflow = "returns a dataflow, whose tasks are known when it has run";

    /// <summary><c>120 of 2,000 elements to run</c>; empty for null.</summary>
    public static string Of(PlannedElements? elements) => elements is null ? "" : $"{Number(elements.ToRun)} of {Number(elements.Total)} elements to run";

    /// <summary>What else is known of a planned task: how many elements are to run, or that it returns a dataflow; empty for most.</summary>
    public static string Of(PlannedTask task) => task.ReturnsDataflow ? ReturnsDataflow : Of(task.Elements);

    /// <summary>Words after others; either may be empty.</summary>
    public static string After(string words, string elements) => words.Length == 0 ? elements : elements.Length == 0 ? words : $"{words}; {elements}";

    /// <summary>A member <c>elements</c>; none for null.</summary>
    public static void Write(Utf8JsonWriter writer, ElementCounts? counts) => Write(writer, "elements", counts);

    /// <summary>A member <c>inner</c>; none for null.</summary>
    public static void WriteInner(Utf8JsonWriter writer, ElementCounts? counts) => Write(writer, "inner", counts);

    private static void Write(Utf8JsonWriter writer, string name, ElementCounts? counts)
    {
        if (counts is not { } c) return;
        writer.WriteStartObject(name);
        writer.WriteNumber("total", c.Total);
        writer.WriteNumber("ran", c.Ran);
        writer.WriteNumber("cached", c.Cached);
        writer.WriteNumber("joined", c.Joined);
        writer.WriteNumber("failed", c.Failed);
        writer.WriteNumber("left", c.Left);
        writer.WriteEndObject();
    }

    /// <summary>A member <c>elements</c>; none for null.</summary>
    public static void Write(Utf8JsonWriter writer, PlannedElements? elements)
    {
        if (elements is null) return;
        writer.WriteStartObject("elements");
        writer.WriteNumber("total", elements.Total);
        writer.WriteNumber("runs", elements.ToRun);
        writer.WriteEndObject();
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
