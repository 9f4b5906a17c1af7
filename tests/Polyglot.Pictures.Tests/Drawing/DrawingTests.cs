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
    public void Svg_draws_a_returned_dataflow_within_its_task()
    {
        var svg = XDocument.Parse(SvgDrawing.File(Support.Pictures.WithInner()));
        var cluster = svg.Descendants(Svg + "g").Single(g => (string?)g.Attribute("class") == "node ran cluster");
        Assert.That((string?)cluster.Parent!.Attribute("href"), Is.EqualTo("#t1"));
        Assert.That(cluster.Ancestors(Svg + "a").Concat(svg.Descendants(Svg + "a").Where(a => a.Descendants(Svg + "a").Any())).Count(), Is.EqualTo(1), "no link is within another");
        var (left, top, right, bottom) = Box(cluster);
        var within = svg.Descendants(Svg + "g").Where(g => g.Elements(Svg + "text").Any(t => t.Value is "x" or "y")).Select(Box).ToList();
        Assert.That(within, Has.Count.EqualTo(2));
        foreach (var box in within)
            Assert.That((box.Left > left, box.Top > top + 30, box.Right < right, box.Bottom < bottom), Is.EqualTo((true, true, true, true)), $"{box} is within {(left, top, right, bottom)}");
        foreach (var other in new[] { "in", "a", "c" })
        {
            var box = Box(svg.Descendants(Svg + "g").Single(g => g.Elements(Svg + "text").FirstOrDefault()?.Value == other));
            Assert.That(box.Right < left || box.Left > right || box.Bottom < top || box.Top > bottom, $"{other} is beside it");
        }
    }

    [Test]
    public void Dot_and_mermaid_have_a_returned_dataflow_as_a_subgraph_of_its_state()
    {
        var picture = Support.Pictures.WithInner();
        var dot = DotDrawing.Write(picture);
        Assert.That(dot, Does.Contain("  compound=true;\n").And.Contain("  subgraph cluster_n2 {\n    label=\"b\\nshell, ran\";").And.Contain("    n2_0 -> n2_1;\n  }\n"));
        Assert.That(dot, Does.Contain("  n1 -> n2_0 [lhead=cluster_n2];\n").And.Contain("  n2_1 -> n3 [ltail=cluster_n2];\n"));
        var mermaid = MermaidDrawing.Write(picture);
        Assert.That(mermaid, Does.Contain("  subgraph n2[\"b<br/>shell, ran\"]\n    direction LR\n    n2_0[").And.Contain("    n2_0 --> n2_1\n  end\n  class n2 ran\n"));
        Assert.That(mermaid, Does.Contain("  n1 --> n2\n").And.Contain("  n2 --> n3\n").And.Contain("  classDef failed "));
        Assert.That(DotDrawing.Write(Support.Pictures.WithInner(Hostile.Replace(' ', '_'))), Does.Not.Contain("\u001b"));
        Assert.That(MermaidDrawing.Write(Support.Pictures.WithInner(Hostile.Replace(' ', '_'))), Does.Not.Contain("<script"));
    }

    // A box as it stands in the picture: its own place moved by every group around it.
    private static (double Left, double Top, double Right, double Bottom) Box(XElement group)
    {
        var (x, y) = (0.0, 0.0);
        foreach (var moved in group.AncestorsAndSelf(Svg + "g"))
        {
            var by = ((string)moved.Attribute("transform")!)["translate(".Length..^1].Split(' ').Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            (x, y) = (x + by[0], y + by[1]);
        }
        var box = group.Elements(Svg + "rect").Single(r => (string?)r.Attribute("class") == "box");
        return (x, y, x + (double)box.Attribute("width")!, y + (double)box.Attribute("height")!);
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
