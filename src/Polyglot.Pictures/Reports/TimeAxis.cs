using System.Globalization;
using System.Text;
using Polyglot.Pictures.Reports.Previews;
using Polyglot.Pictures.Text;

namespace Polyglot.Pictures.Reports;

/// <summary>Where times are on a timeline. Pure.</summary>
/// <param name="Start">Its left end.</param>
/// <param name="Extent">Seconds to its right end.</param>
internal sealed record TimeAxis(DateTimeOffset Start, double Extent)
{
    private const double Least = 1e-3;

    /// <summary>From one time to another.</summary>
    public static TimeAxis Of(DateTimeOffset start, DateTimeOffset end) => new(start, Math.Max((end - start).TotalSeconds, Least));

    /// <summary>The grid with its times.</summary>
    public void WriteTicks(StringBuilder html)
    {
        html.Append("<div class=\"gantt-axis\" aria-hidden=\"true\">");
        foreach (var tick in Scale.Ticks(0, Extent, 6).Where(tick => tick < Extent * 0.96)) html.Append($"<span style=\"left:{Percent(tick / Extent)}%\">{TickText(tick)}</span>");
        html.Append("</div>");
    }

    /// <summary>A bar that leads somewhere.</summary>
    /// <param name="from">When it began.</param>
    /// <param name="to">When it ended.</param>
    /// <param name="classes">The class of its state, and more.</param>
    /// <param name="link">Where it leads.</param>
    /// <param name="title">What it is; escaped.</param>
    /// <param name="withTime">Whether its time is beside it.</param>
    public string Bar(DateTimeOffset from, DateTimeOffset to, string classes, string link, string title, bool withTime)
    {
        var left = Math.Clamp((from - Start).TotalSeconds / Extent, 0, 1);
        var width = Math.Clamp((to - from).TotalSeconds / Extent, 0, 1 - left);
        var label = withTime ? $"<span class=\"gantt-time{(left + width > 0.85 ? " before" : "")}\">{Quantity.Duration(to - from)}</span>" : "";
        return $"<a class=\"gantt-bar s-{classes}\" href=\"{link}\" style=\"left:{Percent(left)}%;width:{Percent(width)}%\" title=\"{title}\">{label}</a>";
    }

    private string TickText(double seconds) => Extent < 180 || seconds < 1 ? $"{Scale.Text(seconds)} s" : Quantity.Duration(TimeSpan.FromSeconds(seconds));

    private static string Percent(double share) => Math.Round(share * 100, 3).ToString("0.###", CultureInfo.InvariantCulture);
}
