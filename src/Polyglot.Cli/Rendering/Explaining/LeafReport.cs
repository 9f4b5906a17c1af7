using Polyglot.Cli.CommandLine;
using Polyglot.Dataflow.Explaining;

namespace Polyglot.Cli.Rendering.Explaining;

/// <summary>What changed, with the way to it and the difference, for people.</summary>
internal sealed class LeafReport(Session session)
{
    private const int MostLines = 60;
    private const int LongestPath = 8;
    private const string Indent = "  ";

    /// <summary>Prints one leaf.</summary>
    public void Write(ExplainedLeaf explained)
    {
        session.Say(session.Palette.Bold(Printable.Of(LeafWords.Of(explained))));
        if (Way(explained) is { } way) session.Say($"{Indent}{session.Palette.Dim(way)}");
        if (explained.Content is { } content && !LeafWords.ShowsValues(explained)) Write(content);
    }

    /// <summary>Prints how two objects differ, indented.</summary>
    public void Write(ContentDifference content)
    {
        if (content.Diff is { } diff) WriteDiff(diff);
        else if (content.Changes.Count > 0) WriteChanges(content);
        else
        {
            if (content.Old is { } old) session.Say($"{Indent}old: {Printable.Of(old)}");
            if (content.New is { } now) session.Say($"{Indent}new: {Printable.Of(now)}");
        }
    }

    private void WriteDiff(string diff)
    {
        var lines = Printable.Lines(diff).TrimEnd('\n').Split('\n');
        foreach (var line in lines.Take(MostLines)) session.Say(Indent + session.Palette.Paint(line, ToneOf(line)));
        if (lines.Length > MostLines) session.Say($"{Indent}{session.Palette.Dim($"and {lines.Length - MostLines} more lines")}");
    }

    private void WriteChanges(ContentDifference content)
    {
        // A single value that is not part of anything larger is told in a line.
        if (content is { MoreChanges: 0, Changes: [{ Path: "" } only] })
        {
            session.Say($"{Indent}old: {Printable.Of(only.Old ?? "nothing")}");
            session.Say($"{Indent}new: {Printable.Of(only.New ?? "nothing")}");
            return;
        }
        var table = new TextTable(new Column("where"), new Column("old", Shrinks: true), new Column("new", Shrinks: true));
        foreach (var change in content.Changes)
            table.Add(change.Path.Length == 0 ? "value" : change.Path, new Cell(change.Old ?? "nothing", change.Old is null ? Tone.Dim : Tone.Plain), new Cell(change.New ?? "nothing", change.New is null ? Tone.Dim : Tone.Plain));
        table.Write(session.Out, session.Palette, session.Surface.Width, Indent);
        if (content.MoreChanges > 0) session.Say($"{Indent}{session.Palette.Dim($"and {content.MoreChanges} more")}");
    }

    // report <- cluster <- simulate; nothing where the leaf is at the task itself and nowhere else.
    private static string? Way(ExplainedLeaf explained)
    {
        var path = explained.Path;
        var others = explained.OtherTasks > 0 ? $"and {Quantity.Count(explained.OtherTasks, "more task")}" : null;
        if (path.Count == 0) return null;
        if (path.Count == 1) return others is null ? null : $"in {Printable.Of(path[0])} {others}";
        IEnumerable<string> shown = path.Count <= LongestPath ? path : [.. path.Take(LongestPath / 2), "…", .. path.TakeLast(LongestPath / 2)];
        return $"{Printable.Of(string.Join(" <- ", shown))}{(others is null ? "" : $" ({others})")}";
    }

    private static Tone ToneOf(string line) => line.Length == 0 ? Tone.Plain : line[0] switch
    {
        '+' => Tone.Good,
        '-' => Tone.Bad,
        '@' or '\\' => Tone.Dim,
        _ => Tone.Plain,
    };
}
