using System.Text;
using Polyglot.Pictures.Graphs;
using Polyglot.Pictures.Text;
using Polyglot.Store;

namespace Polyglot.Pictures.Reports;

/// <summary>When the parts of a task ran, as bars: a row for each, or, where they are many, rows in which they follow each other. Pure.</summary>
internal static class PartRows
{
    private const int MostRows = 12;
    private const int MostLanes = 8;
    private const int MostBars = 600;

    /// <summary>Adds the rows below that of the task; nothing for a task that is whole.</summary>
    public static void Write(StringBuilder html, RunStory story, int place, TimeAxis axis)
    {
        if (story.Tasks[place].Parts is not { } parts) return;
        var timed = parts.Timed.ToList();
        if (timed.Count == 0) return;
        if (timed.Count <= MostRows)
        {
            foreach (var i in timed) html.Append($"<div class=\"gantt-row piece-row\"><span class=\"gantt-name\">{Name(parts.All[i])}</span><span class=\"gantt-track\">{Bar(parts, place, i, axis, withTime: true)}</span></div>");
        }
        else
        {
            WriteLanes(html, parts, place, timed, axis);
        }
        var unread = parts.All.Count(part => part is { Attempt: null, Decision: Decision.Ran or Decision.Failed });
        if (unread > 0) WriteNote(html, $"and {Number(unread)} more that ran");
    }

    /// <summary>The name of a part, for people.</summary>
    public static string Name(PartStory part) => part.Name.Length == 0 ? "its program" : Markup.Escape(Markup.Cut(part.Name, 60));

    private static void WriteLanes(StringBuilder html, PartsStory parts, int place, List<int> timed, TimeAxis axis)
    {
        // The longest matter most, where not all can be drawn.
        var drawn = timed.Count <= MostBars ? timed : [.. timed.OrderByDescending(i => parts.All[i].Elapsed).Take(MostBars).OrderBy(i => parts.All[i].Attempt!.Attempt.StartedAt)];
        var (lanes, left) = Lanes.Pack(drawn, i => (parts.All[i].Attempt!.Attempt.StartedAt, parts.All[i].Attempt!.Attempt.EndedAt), MostLanes);
        for (var lane = 0; lane < lanes.Count; lane++)
        {
            var name = lane > 0 ? "" : $"{Number(timed.Count)} {(parts.Kind == PartKind.Element ? "elements" : "tasks")}";
            html.Append($"<div class=\"gantt-row piece-row lane\"><span class=\"gantt-name\">{name}</span><span class=\"gantt-track\">{string.Concat(lanes[lane].Select(i => Bar(parts, place, i, axis, withTime: false)))}</span></div>");
        }
        var missing = timed.Except(drawn).Concat(left).ToList();
        if (missing.Count > 0) WriteNote(html, $"and {Number(missing.Count)} more, {Quantity.Duration(missing.Aggregate(TimeSpan.Zero, (sum, i) => sum + parts.All[i].Elapsed))} together");
    }

    private static string Bar(PartsStory parts, int place, int i, TimeAxis axis, bool withTime)
    {
        var part = parts.All[i];
        var attempt = part.Attempt!.Attempt;
        var memory = attempt.PeakMemory is { } peak ? $", {Quantity.Size(peak)}" : "";
        return axis.Bar(
            attempt.StartedAt, attempt.EndedAt, PictureStates.Class(PictureStates.Of(part.Decision)), part.IsListed ? $"#t{place}-{i}" : $"#t{place}",
            $"{Name(part)}: {Quantity.Duration(part.Elapsed)}{memory}", withTime);
    }

    private static void WriteNote(StringBuilder html, string text) => html.Append($"<div class=\"gantt-row piece-row\"><span class=\"gantt-name\"></span><span class=\"note\">{text}</span></div>");

    private static string Number(int number) => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
