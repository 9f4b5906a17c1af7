using Polyglot.Pictures.Drawing;
using Polyglot.Pictures.Graphs;

namespace Polyglot.Pictures.Tests.Drawing;

public sealed class RailTests
{
    [Test]
    public void A_diamond_opens_and_closes() => Check(
        Support.Pictures.Of("in", "a in", "b a", "c a", "d b c"),
        """
        ○ in
        ● a
        ├─╮
        │ ● b
        ● │ c
        ├─╯
        ● d
        """);

    [Test]
    public void A_rail_that_is_not_taken_is_passed_not_joined() => Check(
        Support.Pictures.Of("in1", "a in1", "b a", "in2", "in3", "c b in2 in3", "d c", "e a b d"),
        """
        ○ in1
        ● a
        ├─╮
        │ ● b
        │ │ ○ in2
        │ │ │ ○ in3
        │ ├─┼─╯
        │ │ ● c
        │ │ ● d
        ├─┴─╯
        ● e
        """);

    [Test]
    public void Separate_dataflows_stand_one_after_the_other() => Check(Support.Pictures.Of("a", "b", "c a", "d b"),
        """
        ● a
        ● c

        ● b
        ● d
        """);

    [Test]
    public void Without_unicode_everything_is_ascii()
    {
        var lines = RailDrawing.Draw(Support.Pictures.Of("in", "a in", "b a", "c a", "d b c"), unicode: false);
        Assert.That(lines.Select(line => line.Rails), Is.EqualTo(new[] { "o", "*", "+-+", "| *", "* |", "+-+", "*" }));
    }

    [Test]
    public void Every_node_has_a_line_after_those_it_needs_and_its_mark([Range(1, 20)] int seed)
    {
        var picture = Support.Pictures.Random(80, seed);
        var lines = RailDrawing.Draw(picture, unicode: true);
        var order = lines.Where(line => line.Node is not null).Select(line => line.Node!.Value).ToList();
        Assert.That(order, Is.EquivalentTo(Enumerable.Range(0, 80)));
        foreach (var edge in picture.Edges) Assert.That(order.IndexOf(edge.From), Is.LessThan(order.IndexOf(edge.To)));
        foreach (var line in lines.Where(line => line.Node is not null)) Assert.That(line.Rails.Count(c => c == '●'), Is.EqualTo(1));
    }

    // Looks at the characters alone: from every mark rails lead down to just the marks of the nodes that need it.
    [Test]
    public void The_rails_lead_where_the_edges_do([Range(1, 20)] int seed)
    {
        var picture = Support.Pictures.Random(40, seed);
        var drawn = Read(RailDrawing.Draw(picture, unicode: true));
        Assert.That(drawn, Is.EquivalentTo(picture.Edges));
    }

    [Test]
    public void Rails_are_cut_where_they_would_be_too_wide()
    {
        var picture = Support.Pictures.Of([.. Enumerable.Range(0, 30).Select(i => $"t{i}"), "all " + string.Join(' ', Enumerable.Range(0, 30).Select(i => $"t{i}"))]);
        foreach (var line in RailDrawing.Draw(picture, unicode: true, most: 20)) Assert.That(line.Rails, Has.Length.LessThanOrEqualTo(20));
        Assert.That(RailDrawing.Draw(picture, unicode: true, most: 20).Any(line => line.Rails.EndsWith('…')));
    }

    private static void Check(Picture picture, string expected)
    {
        var lines = RailDrawing.Draw(picture, unicode: true).Select(line => line.Node is { } node ? $"{line.Rails} {picture.Nodes[node].Name}" : line.Rails);
        Assert.That(string.Join('\n', lines), Is.EqualTo(expected.ReplaceLineEndings("\n")));
    }

    private static List<PictureEdge> Read(IReadOnlyList<RailLine> lines)
    {
        var edges = new HashSet<PictureEdge>();
        var carries = new Dictionary<int, int>();
        HashSet<int>? joined = null;
        foreach (var (drawn, node) in lines)
        {
            var rails = drawn.PadRight(200);
            if (node is { } made)
            {
                var column = rails.IndexOf('●', StringComparison.Ordinal);
                // Straight from above, or by the joints of the line before.
                if (joined is not null) edges.UnionWith(joined.Select(from => new PictureEdge(from, made)));
                else if (carries.TryGetValue(column, out var above)) edges.Add(new(above, made));
                joined = null;
                foreach (var gone in carries.Keys.Where(at => rails[at] == ' ').ToList()) carries.Remove(gone);
                carries[column] = made;
                continue;
            }
            joined = [.. carries.Where(rail => "├┼┤┴╰╯".Contains(rails[rail.Key], StringComparison.Ordinal)).Select(rail => rail.Value)];
            foreach (var ending in carries.Keys.Where(at => " ┴╰╯".Contains(rails[at], StringComparison.Ordinal)).ToList()) carries.Remove(ending);
        }
        return [.. edges];
    }
}
