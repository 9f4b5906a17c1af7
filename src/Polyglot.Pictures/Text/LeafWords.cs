using Polyglot.Dataflow.Explaining;

namespace Polyglot.Pictures.Text;

/// <summary>What changed, in a few words.</summary>
public static class LeafWords
{
    private const int LongestValue = 40;
    private const int LongestPair = 160;
    private const int MostLeaves = 3;

    /// <summary>Such as <c>src/clean.mjs changed</c> or <c>variable LANG changed: C -> C.UTF-8</c>.</summary>
    public static string Of(Leaf leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        return leaf.Kind switch
        {
            LeafKind.Input => $"input {leaf.Name} {Change(leaf)}",
            LeafKind.InputType => $"type of input {leaf.Name} {Values(leaf)}",
            LeafKind.File => $"{leaf.Name} {Change(leaf)}",
            LeafKind.Program when leaf.OldId is not null || leaf.NewId is not null => $"{leaf.Name} of {leaf.Of} {Change(leaf)}",
            LeafKind.Program or LeafKind.Wiring => $"{leaf.Name} of {leaf.Of} {Values(leaf)}",
            LeafKind.OutputType => $"type of the output of {leaf.Of} {Values(leaf)}",
            LeafKind.Runner when leaf.Name == "runner" => $"runner of {leaf.Of} {Values(leaf)}",
            LeafKind.Runner => $"{leaf.Name} of the runner {leaf.Of} {Values(leaf)}",
            LeafKind.Variable => $"variable {leaf.Name} {Values(leaf)}",
            LeafKind.NewTask => $"{leaf.Name} never ran",
            LeafKind.Forced => $"{leaf.Name} was forced",
            LeafKind.Failed => $"{leaf.Name} did not succeed before",
            LeafKind.Missing => $"the result of {leaf.Name} is gone or damaged",
            LeafKind.Impure => $"{leaf.Name} gave another result for the same inputs",
            _ => throw new ArgumentOutOfRangeException(nameof(leaf), leaf.Kind, null),
        };
    }

    /// <summary>As above, with the values of an input where they are short.</summary>
    public static string Of(ExplainedLeaf explained)
    {
        ArgumentNullException.ThrowIfNull(explained);
        return ShowsValues(explained) ? $"{Of(explained.Leaf)}: {explained.Content!.Old} -> {explained.Content.New}" : Of(explained.Leaf);
    }

    /// <summary>Whether the text has all that there is to say about the values.</summary>
    public static bool ShowsValues(ExplainedLeaf explained) =>
        explained is { Leaf.Kind: LeafKind.Input, Content: { Old.Length: <= LongestValue, New.Length: <= LongestValue, Diff: null, MoreChanges: 0, Changes: [{ Path: "" }] } };

    /// <summary>A leaf without what it was and is, where that is too long for a line (a whole command, say); else the leaf.</summary>
    public static Leaf Brief(Leaf leaf) => IsLong(leaf) ? leaf with { Old = null, New = null } : leaf;

    /// <summary>Whether what it was and is are too long for a line.</summary>
    public static bool IsLong(Leaf leaf) => leaf is { OldId: null, NewId: null, Old: { } old, New: { } now }
        && (old.Length + now.Length > LongestPair || old.Contains('\n', StringComparison.Ordinal) || now.Contains('\n', StringComparison.Ordinal));

    /// <summary>The first few of a task, in one line.</summary>
    public static string Of(LeafSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var more = summary.Leaves.Count - MostLeaves;
        return string.Join("; ", summary.Leaves.Take(MostLeaves).Select(leaf => Of(Brief(leaf)))) + (summary.HasMore ? "; and more" : more > 0 ? $"; and {more} more" : "");
    }

    private static string Change(Leaf leaf) => (leaf.OldId, leaf.NewId) switch
    {
        (null, not null) => "is new",
        (not null, null) => "is gone",
        _ => "changed",
    };

    private static string Values(Leaf leaf) => (leaf.Old, leaf.New) switch
    {
        (null, null) => "changed",
        (null, { } now) => $"is new: {now}",
        ({ } old, null) => $"is gone, was {old}",
        var (old, now) => $"changed: {old} -> {now}",
    };
}
