using System.Globalization;
using Polyglot.Dataflow.Explaining.Elements;
using Polyglot.Store;

namespace Polyglot.Pictures.Text;

/// <summary>How many elements of a task ran, or tasks of the dataflow that it returned, and why, in words.</summary>
public static class ElementWords
{
    /// <summary><c>120 of 2,000 elements ran, 3 failed</c>; empty for null.</summary>
    public static string Of(ElementCounts? counts) => counts is not { } c ? ""
        : c.Cached < c.Total ? Words(c, $"{Number(c.Ran)} of {Number(c.Total)} elements ran")
        : c.Total == 0 ? "no elements"
        : $"all {Number(c.Total)} elements were found";

    /// <summary><c>2 of its 3 tasks ran</c>; empty for null.</summary>
    public static string OfInner(ElementCounts? counts) => counts is not { } c ? ""
        : c.Cached < c.Total ? Words(c, $"{Number(c.Ran)} of its {Quantity.Count(c.Total, "task")} ran")
        : c.Total == 0 ? "it returned no tasks"
        : $"{(c.Total == 1 ? "its task was" : $"its {Number(c.Total)} tasks were")} found";

    /// <summary>Why the elements of a group run.</summary>
    public static string Why(ElementGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.Causes.Count == 0 ? "nothing changed: it did not succeed before, or its result is gone" : string.Join("; ", group.Causes.Select(Why));
    }

    /// <summary>One thing that makes an element run.</summary>
    public static string Why(ElementCause cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return cause.Kind switch
        {
            ElementCauseKind.New => "new",
            ElementCauseKind.Element => $"its element of {cause.Name} changed",
            ElementCauseKind.Task => $"what {cause.Name} gives changed",
            _ => LeafWords.Of(LeafWords.Brief(cause.Leaf!)),
        };
    }

    /// <summary>The first elements of a group: <c>[3], [17], ...</c>.</summary>
    public static string Keys(ElementGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return string.Join(", ", group.Keys.Select(key => $"[{key}]")) + (group.Count > group.Keys.Count ? ", ..." : "");
    }

    private static string Words(ElementCounts counts, string ran)
    {
        var words = new List<string> { ran };
        if (counts.Joined > 0) words.Add($"{Number(counts.Joined)} joined");
        if (counts.Failed > 0) words.Add($"{Number(counts.Failed)} failed");
        if (counts.Left > 0) words.Add($"{Number(counts.Left)} left");
        return string.Join(", ", words);
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
