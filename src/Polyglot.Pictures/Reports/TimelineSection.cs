using System.Globalization;
using System.Text;
using Polyglot.Pictures.Graphs;
using Polyglot.Pictures.Reports.Previews;
using Polyglot.Pictures.Text;
using Polyglot.Store;

namespace Polyglot.Pictures.Reports;

/// <summary>When each task ran, as bars: a row for each, or, where they are many, rows in which tasks follow each other. Pure.</summary>
internal static class TimelineSection
{
    private const int MostRows = 60;
    private const int MostLanes = 64;
    private const int MostBars = 3_000;

    /// <summary>The section; empty where nothing took time.</summary>
    public static string Html(RunStory story, IReadOnlyList<int> chain)
    {
        var timed = Enumerable.Range(0, story.Tasks.Count).Where(i => story.Tasks[i].HasTime).OrderBy(i => story.Tasks[i].Record.StartedAt).ToList();
        if (timed.Count == 0) return "";
        var start = story.Run.StartedAt;
        var extent = Math.Max((story.Run.EndedAt - start).TotalSeconds, 1e-3);
        var onChain = chain.ToHashSet();
        var html = new StringBuilder("<section id=\"timeline\" aria-labelledby=\"timeline-h\"><h2 id=\"timeline-h\">Timeline</h2>");
        if (chain.Count > 1)
        {
            var share = LongestChain.TimeOf(story, chain).TotalSeconds / extent;
            html.Append($"<p class=\"lead\">The run waited for {string.Join(" → ", Shown(chain).Select(i => i < 0 ? "…" : $"<a href=\"#t{i}\">{Name(story, i)}</a>"))}: {Quantity.Duration(LongestChain.TimeOf(story, chain))}, {(share * 100).ToString("0", CultureInfo.InvariantCulture)} % of the time.</p>");
        }
        var isPacked = timed.Count > MostRows;
        html.Append($"<div class=\"gantt{(isPacked ? " packed" : "")}\"><div class=\"gantt-axis\" aria-hidden=\"true\">");
        foreach (var tick in Scale.Ticks(0, extent, 6).Where(tick => tick < extent * 0.96)) html.Append($"<span style=\"left:{Percent(tick / extent)}%\">{TickText(tick, extent)}</span>");
        html.Append("</div>");
        if (isPacked) WriteLanes(html, story, timed, start, extent, onChain);
        else
            foreach (var i in timed)
                html.Append($"<div class=\"gantt-row\"><span class=\"gantt-name\">{Name(story, i)}</span><span class=\"gantt-track\">{Bar(story, i, start, extent, onChain, withTime: true)}</span></div>");
        return html.Append("</div></section>\n").ToString();
    }

    private static void WriteLanes(StringBuilder html, RunStory story, List<int> timed, DateTimeOffset start, double extent, HashSet<int> onChain)
    {
        // The longest tasks matter most, where not all can be drawn.
        var drawn = timed.Count <= MostBars ? timed : [.. timed.OrderByDescending(i => story.Tasks[i].Elapsed).Take(MostBars).OrderBy(i => story.Tasks[i].Record.StartedAt)];
        var lanes = new List<(DateTimeOffset Free, StringBuilder Bars)>();
        var left = 0;
        foreach (var i in drawn)
        {
            var record = story.Tasks[i].Record;
            var lane = lanes.FindIndex(l => l.Free <= record.StartedAt);
            if (lane < 0 && lanes.Count == MostLanes)
            {
                left++;
                continue;
            }
            if (lane < 0)
            {
                lane = lanes.Count;
                lanes.Add((default, new()));
            }
            lanes[lane].Bars.Append(Bar(story, i, start, extent, onChain, withTime: false));
            lanes[lane] = (record.EndedAt, lanes[lane].Bars);
        }
        foreach (var (_, bars) in lanes) html.Append($"<div class=\"gantt-row\"><span class=\"gantt-track\">{bars}</span></div>");
        var missing = timed.Count - drawn.Count + left;
        if (missing > 0) html.Append($"<p class=\"note\">{Quantity.Count(missing, "short task")} not drawn</p>");
    }

    private static string Bar(RunStory story, int i, DateTimeOffset start, double extent, HashSet<int> onChain, bool withTime)
    {
        var task = story.Tasks[i];
        var from = Math.Clamp((task.Record.StartedAt - start).TotalSeconds / extent, 0, 1);
        var width = Math.Clamp(task.Elapsed.TotalSeconds / extent, 0, 1 - from);
        var state = PictureStates.Class(PictureStates.Of(task.Record.Decision));
        var label = withTime ? $"<span class=\"gantt-time{(from + width > 0.85 ? " before" : "")}\">{Quantity.Duration(task.Elapsed)}</span>" : "";
        return $"<a class=\"gantt-bar s-{state}{(onChain.Contains(i) ? " chain" : "")}\" href=\"#t{i}\" style=\"left:{Percent(from)}%;width:{Percent(width)}%\" title=\"{Name(story, i)}: {Quantity.Duration(task.Elapsed)}\">{label}</a>";
    }

    // Of a long chain its ends; -1 stands for what is between.
    private static IEnumerable<int> Shown(IReadOnlyList<int> chain) => chain.Count <= 10 ? chain : [.. chain.Take(5), -1, .. chain.Skip(chain.Count - 4)];

    private static string TickText(double seconds, double extent) => extent < 180 || seconds < 1 ? $"{Scale.Text(seconds)} s" : Quantity.Duration(TimeSpan.FromSeconds(seconds));

    private static string Name(RunStory story, int i) => Markup.Escape(Markup.Cut(story.Tasks[i].Record.Name, 60));

    private static string Percent(double share) => Math.Round(share * 100, 3).ToString("0.###", CultureInfo.InvariantCulture);
}
