using System.Globalization;
using System.Text.Json;
using Polyglot.Dataflow.Planning;
using Polyglot.Store;

namespace Polyglot.Cli.Rendering;

/// <summary>How many elements of a task ran, in words and as JSON.</summary>
internal static class ElementText
{
    /// <summary><c>120 of 2,000 elements ran, 3 failed</c>; empty for null.</summary>
    public static string Of(ElementCounts? counts)
    {
        if (counts is not { } c) return "";
        if (c.Cached == c.Total) return c.Total == 0 ? "no elements" : $"all {Number(c.Total)} elements were found";
        var words = new List<string> { $"{Number(c.Ran)} of {Number(c.Total)} elements ran" };
        if (c.Joined > 0) words.Add($"{Number(c.Joined)} joined");
        if (c.Failed > 0) words.Add($"{Number(c.Failed)} failed");
        if (c.Left > 0) words.Add($"{Number(c.Left)} left");
        return string.Join(", ", words);
    }

    /// <summary><c>120 of 2,000 elements to run</c>; empty for null.</summary>
    public static string Of(PlannedElements? elements) => elements is null ? "" : $"{Number(elements.ToRun)} of {Number(elements.Total)} elements to run";

    /// <summary>Words after others; either may be empty.</summary>
    public static string After(string words, string elements) => words.Length == 0 ? elements : elements.Length == 0 ? words : $"{words}; {elements}";

    /// <summary>A member <c>elements</c>; none for null.</summary>
    public static void Write(Utf8JsonWriter writer, ElementCounts? counts)
    {
        if (counts is not { } c) return;
        writer.WriteStartObject("elements");
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
