using System.Text;
using Polyglot.Pictures.Text;

namespace Polyglot.Pictures.Reports.Previews;

/// <summary>Charts as SVG with the styles of <c>report.css</c>. Pure.</summary>
internal static class Charts
{
    private const double Width = 640;
    private const double Height = 200;
    private const double Left = 56;
    private const double Right = 12;
    private const double Top = 10;
    private const double Bottom = 24;
    private const int Parts = 300;
    private const int Colors = 6;

    /// <summary>Lines over a common axis.</summary>
    /// <param name="series">What is drawn; with more than six, all are drawn alike and faintly.</param>
    /// <param name="at">Where the values are along the axis; null for their places.</param>
    /// <param name="isTime">The axis is milliseconds since 1970.</param>
    /// <param name="axis">What the axis is; may be empty.</param>
    /// <returns>Empty where there is nothing to draw.</returns>
    public static string Lines(IReadOnlyList<Series> series, double[]? at = null, bool isTime = false, string axis = "")
    {
        var ranges = series.Select(s => s.Range).OfType<(double Least, double Greatest)>().ToList();
        var length = series.Count == 0 ? 0 : series.Max(s => s.Values.Length);
        if (ranges.Count == 0 || length < 2) return "";
        var (low, high) = Widened(ranges.Min(r => r.Least), ranges.Max(r => r.Greatest));
        var (from, to) = at is null ? (0, length - 1.0) : Widened(at.Min(), at.Max());
        double X(int i) => Left + ((at is null ? i : at[i]) - from) / (to - from) * (Width - Left - Right);
        double Y(double value) => Top + (high - value) / (high - low) * (Height - Top - Bottom);

        var svg = new StringBuilder($"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Markup.Escape(Describe(series, axis))}\">");
        foreach (var tick in Scale.Ticks(low, high, 5))
            svg.Append($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Markup.Number(Y(tick))}\" y2=\"{Markup.Number(Y(tick))}\"/><text class=\"y\" x=\"{Left - 6}\" y=\"{Markup.Number(Y(tick) + 4)}\">{Scale.Text(tick)}</text>");
        foreach (var (tick, text) in isTime ? Scale.TimeTicks(from, to, 7) : [.. Scale.Ticks(from, to, 7).Select(tick => (tick, Scale.Text(tick)))])
        {
            var x = Left + (tick - from) / (to - from) * (Width - Left - Right);
            if (x >= Left && x <= Width - Right) svg.Append($"<text class=\"x\" x=\"{Markup.Number(x)}\" y=\"{Height - 7}\">{text}</text>");
        }
        var many = series.Count > Colors;
        for (var i = 0; i < series.Count; i++)
            svg.Append($"<path class=\"line {(many ? "faint" : $"c{i}")}\" d=\"{PathOf(series[i], series[i].Sample(many ? Parts / 3 : Parts), X, Y)}\"/>");
        svg.Append("</svg>");
        if (many || (series.Count == 1 && series[0].Name.Length == 0)) return svg.ToString();
        svg.Append("<p class=\"legend\">");
        for (var i = 0; i < series.Count; i++) svg.Append($"<span class=\"c{i}\">{Markup.Escape(Markup.Cut(series[i].Name, 40))}</span>");
        if (axis.Length > 0) svg.Append($"<span class=\"axis\">over {Markup.Escape(Markup.Cut(axis, 40))}</span>");
        return svg.Append("</p>").ToString();
    }

    /// <summary>A bar for each number.</summary>
    public static string Bars(IReadOnlyList<(string Name, double Value)> bars)
    {
        var values = bars.Where(bar => !double.IsNaN(bar.Value)).ToList();
        if (values.Count == 0) return "";
        var (low, high) = (Math.Min(0, values.Min(bar => bar.Value)), Math.Max(0, values.Max(bar => bar.Value)));
        var extent = high > low ? high - low : 1;
        var html = new StringBuilder("<div class=\"bars\">");
        foreach (var (name, value) in values)
        {
            var (start, share) = ((Math.Min(value, 0) - low) / extent * 100, Math.Abs(value) / extent * 100);
            html.Append($"<span class=\"bar-name\">{Markup.Escape(Markup.Cut(name, 60))}</span><span class=\"bar-track\"><span class=\"bar{(value < 0 ? " minus" : "")}\" style=\"left:{Markup.Number(start)}%;width:{Markup.Number(share)}%\"></span></span><span class=\"bar-value\">{Scale.Text(value)}</span>");
        }
        return html.Append("</div>").ToString();
    }

    /// <summary>A small line without axes; empty for fewer than two numbers.</summary>
    public static string Sparkline(Series series)
    {
        if (series.Values.Length < 2 || series.Range is not { } range) return "";
        var (low, high) = Widened(range.Least, range.Greatest);
        var path = PathOf(series, series.Sample(60), i => 1 + i * 98.0 / (series.Values.Length - 1), value => 1 + (high - value) / (high - low) * 18);
        return $"<svg class=\"spark\" viewBox=\"0 0 100 20\" role=\"img\" aria-label=\"{Scale.Text(range.Least)} to {Scale.Text(range.Greatest)}\"><path class=\"line c0\" d=\"{path}\"/></svg>";
    }

    private static string PathOf(Series series, IReadOnlyList<int> places, Func<int, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        var pen = false;
        foreach (var i in places)
        {
            var value = series.Values[i];
            if (double.IsNaN(value))
            {
                pen = false;
                continue;
            }
            path.Append(pen ? 'L' : 'M').Append(Markup.Number(x(i))).Append(' ').Append(Markup.Number(y(value)));
            pen = true;
        }
        return path.ToString();
    }

    private static string Describe(IReadOnlyList<Series> series, string axis)
    {
        var names = string.Join(", ", series.Take(Colors).Select(s => s.Name).Where(name => name.Length > 0));
        return $"{(names.Length > 0 ? names : "Line chart")}{(series.Count > Colors ? $" and {series.Count - Colors} more lines" : "")}{(axis.Length > 0 ? $" over {axis}" : "")}";
    }

    private static (double, double) Widened(double low, double high) => high > low ? (low, high) : (low - Math.Max(0.5, Math.Abs(low) * 0.01), high + Math.Max(0.5, Math.Abs(high) * 0.01));
}
