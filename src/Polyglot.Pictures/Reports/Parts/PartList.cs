using System.Globalization;
using System.Text;
using Polyglot.Dataflow.Explaining.Elements;
using Polyglot.Pictures.Graphs;
using Polyglot.Pictures.Text;
using Polyglot.Store;

namespace Polyglot.Pictures.Reports;

/// <summary>The parts of a task: when each ran, what it took, why, and what it printed. Pure.</summary>
internal static class PartList
{
    private const int MostGroups = 12;

    /// <summary>Adds it to the body of a task; nothing for a task that is whole.</summary>
    public static void Write(StringBuilder html, RunStory story, int place)
    {
        if (story.Tasks[place] is not { Parts: { } parts } task) return;
        html.Append($"<h3>{(parts.Kind == PartKind.Element ? "Elements" : "The dataflow that it returned")}</h3>");
        var words = parts.Kind == PartKind.Element ? ElementWords.Of(parts.Counts) : ElementWords.OfInner(parts.Counts);
        if (words.Length > 0) html.Append($"<p class=\"note\">{words}</p>");
        if (parts.Reasons is { Groups.Count: > 0 } reasons) WriteReasons(html, reasons);
        WriteTimeline(html, story, place, task);
        var listed = parts.Listed.ToList();
        html.Append("<div class=\"pieces\">");
        foreach (var i in listed) WritePiece(html, place, i, parts.All[i]);
        html.Append("</div>");
        if (listed.Count < parts.All.Count) WriteRest(html, parts, task.Record.Name);
    }

    private static void WriteReasons(StringBuilder html, ElementReasons reasons)
    {
        html.Append("<div class=\"scroll\"><table class=\"data why-elements\"><thead><tr><th scope=\"col\" class=\"number\">elements</th><th scope=\"col\">why</th><th scope=\"col\">which</th></tr></thead><tbody>");
        foreach (var group in reasons.Groups.Take(MostGroups))
            html.Append($"<tr><td class=\"number\">{Number(group.Count)}</td><td>{Markup.Escape(Markup.Cut(ElementWords.Why(group), 200))}</td><td>{Markup.Escape(Markup.Cut(ElementWords.Keys(group), 120))}</td></tr>");
        if (reasons.Groups.Count > MostGroups) html.Append($"<tr><td class=\"number\">{Number(reasons.Groups.Skip(MostGroups).Sum(group => group.Count))}</td><td colspan=\"2\">for {Quantity.Count(reasons.Groups.Count - MostGroups, "other reason")}</td></tr>");
        html.Append("</tbody></table></div>");
    }

    // In the time of the task alone: in that of the run it may be no wider than a line.
    private static void WriteTimeline(StringBuilder html, RunStory story, int place, TaskStory task)
    {
        if (!task.Parts!.Timed.Skip(1).Any()) return;
        var axis = TimeAxis.Of(task.Record.StartedAt, task.Record.EndedAt);
        html.Append("<div class=\"gantt own\">");
        axis.WriteTicks(html);
        PartRows.Write(html, story, place, axis);
        html.Append("</div>");
    }

    private static void WritePiece(StringBuilder html, int place, int i, PartStory part)
    {
        var error = part.Attempt?.Attempt.Error;
        var opens = error is not null || part.Stdout is not null || part.Stderr is not null;
        var (outer, line) = opens ? ("details", "summary") : ("div", "div");
        html.Append($"<{outer} class=\"piece\" id=\"t{place}-{i}\"><{line} class=\"piece-line\">");
        html.Append($"<span class=\"piece-name\" style=\"padding-left:{part.Depth * 14}px\">{PartRows.Name(part)}</span>{TaskSection.StateMark(PictureStates.Of(part.Decision))}");
        html.Append($"<span class=\"task-time\">{(part.Attempt is null ? "" : Quantity.Duration(part.Elapsed))}</span><span class=\"task-memory\">{(part.Attempt?.Attempt.PeakMemory is { } peak ? Quantity.Size(peak) : "")}</span>");
        html.Append($"<span class=\"task-why\">{Markup.Escape(Markup.Cut(part.Why, 200))}</span></{line}>");
        if (opens)
        {
            html.Append("<div class=\"piece-body\">");
            TaskSection.WriteError(html, error);
            TaskSection.WriteLog(html, "What it printed", part.Stdout);
            TaskSection.WriteLog(html, "Standard error", part.Stderr);
            html.Append("</div>");
        }
        html.Append($"</{outer}>");
    }

    private static void WriteRest(StringBuilder html, PartsStory parts, string task)
    {
        var rest = parts.All.Where(part => !part.IsListed).ToList();
        var states = rest.CountBy(part => PictureStates.Of(part.Decision)).OrderByDescending(c => PictureStates.Weight(c.Key)).Select(c => $"{Number(c.Value)} {PictureStates.Word(c.Key)}");
        var one = rest.Find(part => part.Name.Length > 0) ?? rest[0];
        var name = parts.Kind == PartKind.Element ? $"{task}{one.Name}" : InnerRun.NameOf(task, one.Name);
        html.Append($"<p class=\"note\">and {Number(rest.Count)} more: {string.Join(", ", states)}. <code>polyglot log '{Markup.Escape(Markup.Cut(name, 120))}'</code> shows one.</p>");
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
