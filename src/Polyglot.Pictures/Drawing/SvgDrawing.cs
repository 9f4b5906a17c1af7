using System.Text;
using Polyglot.Pictures.Graphs;
using Polyglot.Pictures.Layouts;
using Polyglot.Pictures.Text;

namespace Polyglot.Pictures.Drawing;

/// <summary>A picture as SVG. Pure.</summary>
public static class SvgDrawing
{
    private const double Height = 46;
    private const double Deck = 4;
    private const double LeastWidth = 92;
    private const double MostWidth = 230;
    private const double Margin = 12;
    private const int MostName = 30;
    private const int MostSub = 38;

    // Up to so many layers it reads from left to right; deeper ones read downward, as a page does.
    private const int MostColumns = 9;

    /// <summary>An SVG file of its own, in light and dark.</summary>
    public static string File(Picture picture)
    {
        var (body, width, height) = Body(picture);
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" class="pg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{Title(picture)}">
            <style>
            {Resource.Read("graph.css")}</style>
            {body}</svg>

            """;
    }

    /// <summary>An element of a page that has the styles of <c>graph.css</c>, as wide as the page lets it be.</summary>
    public static string Element(Picture picture)
    {
        var (body, width, height) = Body(picture);
        return $"<svg class=\"pg graph\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"group\" aria-label=\"{Title(picture)}\">\n{body}</svg>\n";
    }

    private static string Title(Picture picture) => Markup.Escape($"Dataflow {picture.Name}");

    private static (string Body, string Width, string Height) Body(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var text = new StringBuilder();
        text.Append("<defs><marker id=\"pg-arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path class=\"arrow\" d=\"M0 0L8 4L0 8z\"/></marker></defs>\n");
        var (body, width, height) = Drawn(picture);
        return (text.Append(body).ToString(), Markup.Number(width), Markup.Number(height));
    }

    private static (string Body, double Width, double Height) Drawn(Picture picture)
    {
        var labels = picture.Nodes.Select(LabelOf).ToList();
        var isDown = Layering.Of(picture) is { Length: > 0 } layers && layers.Max() >= MostColumns;
        var layout = GraphLayout.Of(picture, isDown
            ? new([.. labels.Select(label => (label.Width, label.Height))], BetweenNodes: 22, BetweenLayers: 44)
            : new([.. labels.Select(label => (label.Height, label.Width))], BetweenNodes: 18, BetweenLayers: 52));
        (double X, double Y) At(LayoutPoint point) => isDown ? (point.Along + Margin, point.Across + Margin) : (point.Across + Margin, point.Along + Margin);

        var text = new StringBuilder();
        for (var i = 0; i < picture.Edges.Count; i++)
        {
            var points = layout.Edges[i].Select(At).ToArray();
            Shorten(points, labels[picture.Edges[i].From], labels[picture.Edges[i].To], isDown);
            text.Append($"<path class=\"edge\" marker-end=\"url(#pg-arrow)\" d=\"{Curve(points, isDown)}\"/>\n");
        }
        for (var i = 0; i < labels.Count; i++)
        {
            var (x, y) = At(layout.Nodes[i]);
            WriteNode(text, picture.Nodes[i], labels[i], x - labels[i].Width / 2, y - labels[i].Height / 2);
        }
        var (width, height) = isDown ? (layout.Along, layout.Across) : (layout.Across, layout.Along);
        return (text.ToString(), width + 2 * Margin + Deck, height + 2 * Margin + Deck);
    }

    private static Label LabelOf(PictureNode node)
    {
        var name = Markup.Cut(node.Name, MostName);
        var count = node.Members.Count > 0 ? $" ×{node.Members.Count}" : "";
        var sub = node.Kind == PictureKind.Input ? "input"
            : node.Kind == PictureKind.Fold ? node.Counts.All(c => c.State == PictureState.None) ? "inputs" : Join(node.Runner, node.Note)
            : Join(node.Runner, PictureStates.Word(node.State));
        sub = Markup.Cut(sub, MostSub);
        var width = Math.Clamp(Math.Max(TextWidth(name + count) * 7.6, TextWidth(sub) * 6.0) + 30, LeastWidth, MostWidth + 60);
        if (node.Inner is not { } picture) return new(name + count, sub, width, Height, null);
        // What a task returned is drawn by itself, and put into its box as a whole.
        var inner = Drawn(picture);
        return new(name + count, sub, Math.Max(width, inner.Width), Height - Margin / 2 + inner.Height, inner);
    }

    private static string Join(string first, string second) => first.Length == 0 ? second : second.Length == 0 ? first : $"{first} · {second}";

    // Wide characters of the East Asian scripts count twice.
    private static int TextWidth(string text) => text.Sum(c => c is (>= '\u1100' and <= '\u115f') or (>= '\u2e80' and <= '\ua4cf') or (>= '\uac00' and <= '\ud7a3') or (>= '\uff00' and <= '\uff60') ? 2 : 1);

    private static void WriteNode(StringBuilder to, PictureNode node, Label label, double x, double y)
    {
        var classes = node.Kind == PictureKind.Input ? "node input" : $"node {PictureStates.Class(node.State)}{(node.Kind == PictureKind.Fold ? " fold" : node.Inner is not null ? " cluster" : "")}";
        if (node.Link is { } link) to.Append($"<a href=\"{Markup.Escape(link)}\">");
        to.Append($"<g class=\"{classes}\" transform=\"translate({Markup.Number(x)} {Markup.Number(y)})\">");
        to.Append($"<title>{Markup.Escape(Tip(node))}</title>");
        var width = Markup.Number(label.Width);
        if (node.Kind == PictureKind.Fold)
            for (var i = 2; i > 0; i--) to.Append($"<rect class=\"deck\" x=\"{Markup.Number(Deck * i / 2)}\" y=\"{Markup.Number(Deck * i / 2)}\" width=\"{width}\" height=\"{Height}\" rx=\"6\"/>");
        to.Append($"<rect class=\"box\" width=\"{width}\" height=\"{Markup.Number(label.Height)}\" rx=\"{(node.Kind == PictureKind.Input ? 23 : 6)}\"/>");
        if (node.Kind != PictureKind.Input && node.Counts.Count <= 1) to.Append($"<rect class=\"mark\" x=\"0\" y=\"8\" width=\"4\" height=\"{Height - 16}\" rx=\"2\"/>");
        else if (node.Counts.Count > 1) WriteCounts(to, node, label.Width);
        to.Append($"<text class=\"name\" x=\"14\" y=\"20\">{Markup.Escape(label.Name)}</text><text class=\"sub\" x=\"14\" y=\"35\">{Markup.Escape(label.Sub)}</text></g>");
        to.Append(node.Link is null ? "\n" : "</a>\n");
        if (label.Inner is { } inner)
            to.Append($"<g transform=\"translate({Markup.Number(x + (label.Width - inner.Width + Deck) / 2)} {Markup.Number(y + Height - Margin / 2)})\">\n{inner.Body}</g>\n");
    }

    // The shares of the states, along the lower edge.
    private static void WriteCounts(StringBuilder to, PictureNode node, double width)
    {
        var (x, all) = (6.0, (double)node.Members.Count);
        foreach (var (state, count) in node.Counts)
        {
            var share = (width - 12) * count / all;
            to.Append($"<rect class=\"seg {PictureStates.Class(state)}\" x=\"{Markup.Number(x)}\" y=\"{Height - 6}\" width=\"{Markup.Number(Math.Max(share, 1.5))}\" height=\"3\"/>");
            x += share;
        }
    }

    private static string Tip(PictureNode node)
    {
        var what = node.Kind == PictureKind.Input ? "input" : node.Kind == PictureKind.Fold ? $"{node.Members.Count} together" : PictureStates.Word(node.State);
        return Join(Join(node.Name, node.Runner), Join(what, node.Note));
    }

    // Edges end at the borders of boxes, not in their middle.
    private static void Shorten((double X, double Y)[] points, Label from, Label to, bool isDown)
    {
        points[0] = isDown ? (points[0].X, points[0].Y + from.Height / 2) : (points[0].X + from.Width / 2, points[0].Y);
        points[^1] = isDown ? (points[^1].X, points[^1].Y - to.Height / 2 - 2) : (points[^1].X - to.Width / 2 - 2, points[^1].Y);
    }

    private static string Curve((double X, double Y)[] points, bool isDown)
    {
        var path = new StringBuilder($"M{Markup.Number(points[0].X)} {Markup.Number(points[0].Y)}");
        for (var i = 1; i < points.Length; i++)
        {
            var ((x0, y0), (x1, y1)) = (points[i - 1], points[i]);
            var (mx, my) = ((x0 + x1) / 2, (y0 + y1) / 2);
            path.Append(isDown
                ? $"C{Markup.Number(x0)} {Markup.Number(my)} {Markup.Number(x1)} {Markup.Number(my)} {Markup.Number(x1)} {Markup.Number(y1)}"
                : $"C{Markup.Number(mx)} {Markup.Number(y0)} {Markup.Number(mx)} {Markup.Number(y1)} {Markup.Number(x1)} {Markup.Number(y1)}");
        }
        return path.ToString();
    }

    private sealed record Label(string Name, string Sub, double Width, double Height, (string Body, double Width, double Height)? Inner);
}
