using Polyglot.Pictures.Graphs;
using Polyglot.Pictures.Layouts;

namespace Polyglot.Pictures.Tests.Layouts;

public sealed class LayoutTests
{
    private const double Width = 100;
    private const double Gap = 20;

    [Test]
    public void Every_edge_leads_to_a_later_layer_and_no_two_nodes_touch([Range(1, 30)] int seed)
    {
        var picture = Support.Pictures.Random(60, seed);
        var layout = Lay(picture);
        foreach (var edge in picture.Edges) Assert.That(layout.Layers[edge.To], Is.GreaterThan(layout.Layers[edge.From]));
        foreach (var layer in Enumerable.Range(0, picture.Nodes.Count).GroupBy(node => layout.Layers[node]))
        {
            var along = layer.Select(node => layout.Nodes[node].Along).Order().ToList();
            for (var i = 1; i < along.Count; i++) Assert.That(along[i] - along[i - 1], Is.GreaterThanOrEqualTo(Width + Gap - 1e-6));
        }
        Assert.That(layout.Nodes.Min(node => node.Along), Is.GreaterThanOrEqualTo(Width / 2 - 1e-6));
        Assert.That(layout.Nodes.Max(node => node.Along), Is.LessThanOrEqualTo(layout.Along - Width / 2 + 1e-6));
    }

    [Test]
    public void Edges_begin_and_end_at_their_nodes_and_pass_every_layer_between()
    {
        var picture = Support.Pictures.Random(60, 7);
        var layout = Lay(picture);
        for (var i = 0; i < picture.Edges.Count; i++)
        {
            var (from, to) = (picture.Edges[i].From, picture.Edges[i].To);
            Assert.That(layout.Edges[i][0], Is.EqualTo(layout.Nodes[from]));
            Assert.That(layout.Edges[i][^1], Is.EqualTo(layout.Nodes[to]));
            Assert.That(layout.Edges[i], Has.Count.EqualTo(2 + 2 * (layout.Layers[to] - layout.Layers[from] - 1)));
            Assert.That(layout.Edges[i].Select(point => point.Across), Is.Ordered);
        }
    }

    [Test]
    public void No_edge_passes_through_a_node()
    {
        var picture = Support.Pictures.Random(60, 11);
        var layout = Lay(picture);
        foreach (var points in layout.Edges)
        {
            for (var p = 1; p + 1 < points.Count; p++)
                for (var node = 0; node < layout.Nodes.Count; node++)
                    if (Math.Abs(layout.Nodes[node].Across - points[p].Across) <= 20 + 1e-6)
                        Assert.That(Math.Abs(layout.Nodes[node].Along - points[p].Along), Is.GreaterThan(Width / 2));
        }
    }

    [Test]
    public void A_layer_is_the_longest_way_and_inputs_stand_beside_what_takes_them()
    {
        var picture = Support.Pictures.Of("in1", "a in1", "b a", "in2", "c b a in2");
        Assert.That(Layering.Of(picture), Is.EqualTo(new[] { 0, 1, 2, 2, 3 }));
    }

    [Test]
    public void A_chain_is_a_straight_line()
    {
        var layout = Lay(Support.Pictures.Of("a", "b a", "c b", "d c"));
        Assert.That(layout.Nodes.Select(node => Math.Round(node.Along, 6)).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_node_stands_in_the_middle_of_what_it_feeds()
    {
        var layout = Lay(Support.Pictures.Of("a", "b a", "c a", "d a"));
        Assert.That(layout.Nodes[0].Along, Is.EqualTo(layout.Nodes.Skip(1).Average(node => node.Along)).Within(1e-6));
    }

    [Test]
    public void What_nothing_connects_stands_no_further_apart_than_it_needs_to()
    {
        var layout = Lay(Support.Pictures.Of("in1", "in2", "in3", "in4", "a in1", "b in1 in2 in3", "c in1 in4", "d b", "in5", "e in5"));
        Assert.That(layout.Nodes.Select(node => node.Along).Max(), Is.LessThan(5 * (Width + Gap)));
        var alone = layout.Nodes[8].Along;
        var nearest = layout.Nodes.Take(8).Select(node => Math.Abs(node.Along - alone)).Min();
        Assert.That(nearest, Is.EqualTo(Width + Gap).Within(1e-6));
    }

    [Test]
    public void Crossings_that_can_be_avoided_are()
    {
        // Drawn in the order of the file, every edge would cross every other.
        var layers = new[] { 0, 0, 0, 0, 1, 1, 1, 1 };
        var grid = new LayerGrid(8, layers, 4);
        for (var i = 0; i < 4; i++) grid.Connect(i, 7 - i);
        Assert.That(Crossings.Count(grid), Is.EqualTo(6));
        Crossings.Reduce(grid);
        Assert.That(Crossings.Count(grid), Is.Zero);
    }

    [Test]
    public void Crossings_are_counted_as_by_looking_at_every_pair([Range(1, 10)] int seed)
    {
        var random = new Random(seed);
        var grid = new LayerGrid(20, [.. Enumerable.Range(0, 20).Select(i => i / 10)], 40);
        var edges = Enumerable.Range(0, 40).Select(_ => (From: random.Next(10), To: random.Next(10))).Distinct().ToList();
        foreach (var (from, to) in edges) grid.Connect(from, 10 + to);
        var pairs = edges.SelectMany(a => edges.Select(b => (a, b))).Count(p => p.a.From < p.b.From && p.a.To > p.b.To);
        Assert.That(Crossings.Count(grid), Is.EqualTo(pairs));
    }

    [Test]
    public void The_same_picture_is_laid_out_the_same()
    {
        var picture = Support.Pictures.Random(60, 3);
        Assert.That(Lay(picture).Nodes, Is.EqualTo(Lay(picture).Nodes));
    }

    [Test]
    public void Nothing_is_laid_out_as_nothing() => Assert.That(Lay(Support.Pictures.Of()).Along, Is.Zero);

    [Test]
    public void Two_thousand_tasks_with_an_input_that_all_take_are_laid_out()
    {
        var picture = Support.Pictures.Of(["in", .. Enumerable.Range(0, 2000).Select(i => i == 0 ? "t0 in" : $"t{i} t{i - 1} in")]);
        var layout = Lay(picture);
        Assert.That(layout.Layers.Max(), Is.EqualTo(2000));
        Assert.That(layout.Edges, Has.Count.EqualTo(3999));
    }

    private static GraphLayout Lay(Picture picture) => GraphLayout.Of(picture, new([.. picture.Nodes.Select(_ => (Width, 40.0))], Gap, 50));
}
