using System.Text;
using Polyglot.Dataflow.Explaining;
using Polyglot.Pictures.Text;

namespace Polyglot.Pictures.Reports;

/// <summary>What made a task run, with how it differs from before: what <c>explain</c> says. Pure.</summary>
internal static class LeafSection
{
    private const int MostLines = 60;
    private const int MostChanges = 8;

    /// <summary>Adds the leaves.</summary>
    /// <param name="html">Where.</param>
    /// <param name="leaves">What differs.</param>
    /// <param name="hasMore">Whether there is more that differs.</param>
    /// <param name="shownAt">Where on the page a leaf has been shown in full already; null where it has not.</param>
    public static void Write(StringBuilder html, IReadOnlyList<ExplainedLeaf> leaves, bool hasMore, Func<Leaf, (string Link, string Name)?> shownAt)
    {
        for (var i = 0; i < leaves.Count; i++)
        {
            var explained = leaves[i];
            var isLong = LeafWords.IsLong(explained.Leaf);
            html.Append($"<p class=\"why\">{(i == 0 ? "Why it ran: " : "and ")}<strong>{Markup.Escape(Markup.Cut(isLong ? LeafWords.Of(LeafWords.Brief(explained.Leaf)) : LeafWords.Of(explained), 400))}</strong>");
            if (!isLong && (explained.Content is null || LeafWords.ShowsValues(explained)))
            {
                html.Append("</p>");
                continue;
            }
            if (shownAt(explained.Leaf) is { } known)
            {
                html.Append($" <span class=\"note\">as shown for <a href=\"{known.Link}\">{Markup.Escape(Markup.Cut(known.Name, 60))}</a></span></p>");
                continue;
            }
            html.Append("</p>");
            if (isLong) WriteTexts(html, explained.Leaf.Old!, explained.Leaf.New!);
            else Write(html, explained.Content!);
        }
        if (hasMore) html.Append("<p class=\"note\">There is more that differs: <code>polyglot diff</code> compares whole runs.</p>");
    }

    private static void WriteTexts(StringBuilder html, string old, string now)
    {
        var areLines = old.TrimEnd('\n').Contains('\n', StringComparison.Ordinal) || now.TrimEnd('\n').Contains('\n', StringComparison.Ordinal);
        if (areLines && LineDiff.Unified(old.TrimEnd('\n') + '\n', now.TrimEnd('\n') + '\n') is { Length: > 0 } diff) WriteDiff(html, diff);
        else html.Append($"<p class=\"why\">{Value("old", old)} → {Value("new", now)}</p>");
    }

    private static void WriteDiff(StringBuilder html, string diff)
    {
        var lines = diff.TrimEnd('\n').Split('\n');
        html.Append("<pre class=\"diff\" tabindex=\"0\">");
        foreach (var line in lines.Take(MostLines))
            html.Append($"<span class=\"{ClassOf(line)}\">{Markup.Escape(Markup.Cut(line, 400))}</span>\n");
        if (lines.Length > MostLines) html.Append($"<span class=\"hunk\">and {lines.Length - MostLines} more lines</span>\n");
        html.Append("</pre>");
    }

    private static void Write(StringBuilder html, ContentDifference content)
    {
        if (content.Diff is { } diff)
        {
            WriteDiff(html, diff);
        }
        else if (content.Changes.Count > 0)
        {
            html.Append("<div class=\"scroll\"><table class=\"data changes\"><thead><tr><th scope=\"col\">where</th><th scope=\"col\">old</th><th scope=\"col\">new</th></tr></thead><tbody>");
            foreach (var change in content.Changes.Take(MostChanges)) html.Append($"<tr><td>{Text(change.Path.Length == 0 ? "value" : change.Path)}</td><td>{Value("old", change.Old)}</td><td>{Value("new", change.New)}</td></tr>");
            html.Append("</tbody></table></div>");
            var more = content.MoreChanges + Math.Max(0, content.Changes.Count - MostChanges);
            if (more > 0) html.Append($"<p class=\"note\">and {more} more</p>");
        }
        else
        {
            html.Append($"<p class=\"why\">{Value("old", content.Old)} → {Value("new", content.New)}</p>");
        }
    }

    private static string ClassOf(string line) => line.Length == 0 ? "same" : line[0] switch
    {
        '+' => "plus",
        '-' => "minus",
        '@' or '\\' => "hunk",
        _ => "same",
    };

    private static string Value(string which, string? text) => text is null ? "<span class=\"note\">nothing</span>" : $"<code class=\"{which}\">{Text(text)}</code>";

    private static string Text(string text) => Markup.Escape(Markup.Cut(text, 300));
}
