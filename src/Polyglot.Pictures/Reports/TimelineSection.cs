using System.Globalization;
using System.Text;
using Polyglot.Pictures.Graphs;
using Polyglot.Pictures.Text;

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
        var axis = TimeAxis.Of(story.Run.StartedAt, story.Run.EndedAt);
        var onChain = chain.ToHashSet();
        var html = new StringBuilder("<section id=\"timeline\" aria-labelledby=\"timeline-h\"><h2 id=\"timeline-h\">Timeline</h2>");
        if (chain.Count > 1)
        {
            var share = LongestChain.TimeOf(story, chain).TotalSeconds / axis.Extent;
            html.Append($"<p class=\"lead\">The run waited for {string.Join(" → ", Shown(chain).Select(i => i < 0 ? "…" : $"<a href=\"#t{i}\">{Name(story, i)}</a>"))}: {Quantity.Duration(LongestChain.TimeOf(story, chain))}, {(share * 100).ToString("0", CultureInfo.InvariantCulture)} % of the time.</p>");
        }
        var isPacked = timed.Count > MostRows;
        html.Append($"<div class=\"gantt{(isPacked ? " packed" : "")}\">");
        axis.WriteTicks(html);
        if (isPacked)
        {
            WriteLanes(html, story, timed, axis, onChain);
        }
        else
        {
            foreach (var i in timed)
            {
                html.Append($"<div class=\"gantt-row\"><span class=\"gantt-name\">{Name(story, i)}</span><span class=\"gantt-track\">{Bar(story, i, axis, onChain, withTime: true)}</span></div>");
                PartRows.Write(html, story, i, axis);
            }
        }
        return html.Append("</div></section>\n").ToString();
    }

    private static void WriteLanes(StringBuilder html, RunStory story, List<int> timed, TimeAxis axis, HashSet<int> onChain)
    {
        // The longest tasks matter most, where not all can be drawn.
        var drawn = timed.Count <= MostBars ? timed : [.. timed.OrderByDescending(i => story.Tasks[i].Elapsed).Take(MostBars).OrderBy(i => story.Tasks[i].Record.StartedAt)];
        var (lanes, left) = Lanes.Pack(drawn, i => (story.Tasks[i].Record.StartedAt, story.Tasks[i].Record.EndedAt), MostLanes);
        foreach (var lane in lanes) html.Append($"<div class=\"gantt-row\"><span class=\"gantt-track\">{string.Concat(lane.Select(i => Bar(story, i, axis, onChain, withTime: false)))}</span></div>");
        var missing = timed.Count - drawn.Count + left.Count;
        if (missing > 0) html.Append($"<p class=\"note\">{Quantity.Count(missing, "short task")} not drawn</p>");
    }

    private static string Bar(RunStory story, int i, TimeAxis axis, HashSet<int> onChain, bool withTime)
    {
        var task = story.Tasks[i];
        var classes = PictureStates.Class(PictureStates.Of(task.Record.Decision)) + (onChain.Contains(i) ? " chain" : "");
        return axis.Bar(task.Record.StartedAt, task.Record.EndedAt, classes, $"#t{i}", $"{Name(story, i)}: {Quantity.Duration(task.Elapsed)}", withTime);
    }

    // Of a long chain its ends; -1 stands for what is between.
    private static IEnumerable<int> Shown(IReadOnlyList<int> chain) => chain.Count <= 10 ? chain : [.. chain.Take(5), -1, .. chain.Skip(chain.Count - 4)];

    private static string Name(RunStory story, int i) => Markup.Escape(Markup.Cut(story.Tasks[i].Record.Name, 60));
}
