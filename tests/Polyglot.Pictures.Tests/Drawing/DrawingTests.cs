using System.Xml.Linq;
using Polyglot.Pictures.Drawing;
using Polyglot.Pictures.Graphs;

namespace Polyglot.Pictures.Tests.Drawing;

public sealed class DrawingTests
{
    private const string Hostile = "</text></svg><script>alert(1)</script>\"'&]]>\u0000\u001b[31m\ud800\u202e --> n0;click";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Test]
    public void Svg_is_well_formed_whatever_names_hold()
    {
        var svg = XDocument.Parse(SvgDrawing.File(WithHostileNames()));
        Assert.That(svg.Descendants().Select(e => e.Name.LocalName).Distinct(), Is.SubsetOf(new[] { "svg", "style", "defs", "marker", "path", "a", "g", "title", "rect", "text" }));
        Assert.That(svg.Descendants(Svg + "title").First().Value, Does.StartWith("</text></svg><script>alert(1)</script>\"'&]]>"));
    }

    [Test]
    public void Svg_has_every_node_edge_and_state()
    {
        var picture = Support.Pictures.Of("in", "a in", "b a", "c a", "d b c");
        picture = picture with { Nodes = [.. picture.Nodes.Select(node => node.Name == "d" ? node with { State = PictureState.Failed, Link = "#t4" } : node)] };
        var svg = XDocument.Parse(SvgDrawing.File(picture));
        Assert.That(svg.Descendants(Svg + "text").Where(t => (string?)t.Attribute("class") == "name").Select(t => t.Value), Is.EqualTo(new[] { "in", "a", "b", "c", "d" }));
        Assert.That(svg.Descendants(Svg + "path").Count(p => (string?)p.Attribute("class") == "edge"), Is.EqualTo(5));
        var failed = svg.Descendants(Svg + "g").Single(g => (string?)g.Attribute("class") == "node failed");
        Assert.That((string?)failed.Parent!.Attribute("href"), Is.EqualTo("#t4"));
        Assert.That(failed.Elements(Svg + "text").Last().Value, Is.EqualTo("shell · failed"));
    }

    [Test]
    public void Svg_shows_a_fold_as_a_deck_with_its_number_and_shares()
    {
        var fan = Support.Pictures.Fan(20, 1);
        fan = fan with { Nodes = [.. fan.Nodes.Select((node, i) => node with { State = i % 4 == 0 ? PictureState.Ran : PictureState.Cached })] };
        var svg = XDocument.Parse(SvgDrawing.File(Folding.Fold(fan)));
        Assert.That(svg.Descendants(Svg + "text").Select(t => t.Value), Does.Contain("a-* ×20"));
        Assert.That(svg.Descendants(Svg + "rect").Count(r => ((string?)r.Attribute("class"))!.StartsWith("seg ", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public void Deep_dataflows_are_drawn_downward()
    {
        var svg = XDocument.Parse(SvgDrawing.File(Support.Pictures.Of(["t0", .. Enumerable.Range(1, 20).Select(i => $"t{i} t{i - 1}")]))).Root!;
        Assert.That((double)svg.Attribute("height")!, Is.GreaterThan(5 * (double)svg.Attribute("width")!));
    }

    [Test]
    public void Dot_quotes_what_names_hold()
    {
        var dot = DotDrawing.Write(WithHostileNames());
        Assert.That(dot.Split('\n').Count(line => line.Contains(" -> ", StringComparison.Ordinal) && !line.Contains("label=", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(dot, Does.Contain("<script>alert(1)</script>\\\"'&]]>[31m").And.Not.Contain("\u001b"));
        Assert.That(dot, Does.Contain("n0 -> n1;"));
    }

    [Test]
    public void Mermaid_writes_what_is_special_as_code_points()
    {
        var text = MermaidDrawing.Write(WithHostileNames());
        Assert.That(text, Does.StartWith("flowchart LR\n").And.Contain("#60;script#62;alert#40;1#41;").And.Contain("  n0 --> n1\n"));
        Assert.That(text, Does.Not.Contain("<script").And.Not.Contain("\u001b"));
        Assert.That(text.Split('\n').Count(line => line.Contains("-->", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(text, Does.Contain("  classDef ran "));
    }

    private static Picture WithHostileNames()
    {
        var picture = Support.Pictures.Of("in", "a in");
        return picture with { Name = Hostile, Nodes = [.. picture.Nodes.Select(node => node with { Name = Hostile, Runner = node.Runner.Length > 0 ? Hostile : "", Note = Hostile, Link = Hostile })] };
    }
}
