using Polyglot.Pictures.Graphs;

namespace Polyglot.Pictures.Tests.Graphs;

public sealed class FoldingTests
{
    [Test]
    public void A_returned_dataflow_is_folded_within_its_task_and_its_task_is_never_one_of_many()
    {
        var fan = Support.Pictures.Fan(20, 1);
        var folded = Folding.Fold(fan with { Nodes = [.. fan.Nodes.Select((node, i) => i == 5 ? node with { Inner = Support.Pictures.Fan(30, 1) } : node)] });
        Assert.That(folded.Nodes.Select(node => (node.Kind, node.Members.Count)), Is.EquivalentTo(new[] { (PictureKind.Task, 0), (PictureKind.Fold, 19), (PictureKind.Task, 0), (PictureKind.Task, 0) }));
        Assert.That(folded.Nodes.Single(node => node.Inner is not null).Inner!.Nodes, Has.Count.EqualTo(3));
    }

    [Test]
    public void A_fan_of_chains_is_a_counted_node_for_each_step()
    {
        var folded = Folding.Fold(Support.Pictures.Fan(width: 700, length: 3));
        Assert.That(folded.Nodes.Select(node => (node.Name, node.Members.Count)), Is.EqualTo(new[] { ("split", 0), ("a-*", 700), ("b-*", 700), ("c-*", 700), ("gather", 0) }));
        Assert.That(folded.Edges, Is.EqualTo(new[] { new PictureEdge(0, 1), new PictureEdge(1, 2), new PictureEdge(2, 3), new PictureEdge(3, 4) }));
    }

    [Test]
    public void Few_are_drawn_one_by_one()
    {
        var picture = Support.Pictures.Fan(width: Folding.Fewest - 1, length: 1);
        Assert.That(Folding.Fold(picture).Nodes, Has.Count.EqualTo(picture.Nodes.Count));
        Assert.That(Folding.Fold(Support.Pictures.Fan(Folding.Fewest, 1)).Nodes, Has.Count.EqualTo(3));
    }

    [Test]
    public void What_has_another_place_or_another_name_is_not_folded_with_the_rest()
    {
        string[] plots = [.. Enumerable.Range(0, 10).Select(i => $"plot-{i} model")];
        string[] tables = [.. Enumerable.Range(0, 10).Select(i => $"table-{i} model")];
        var folded = Folding.Fold(Support.Pictures.Of(["model", .. plots, .. tables, "cover plot-3"]));
        Assert.That(folded.Nodes.Select(node => (node.Name, node.Members.Count)), Is.EquivalentTo(new[] { ("model", 0), ("plot-*", 9), ("plot-3", 0), ("table-*", 10), ("cover", 0) }));
    }

    [Test]
    public void A_fold_says_how_many_are_in_which_state_and_looks_like_the_worst()
    {
        var picture = Support.Pictures.Fan(10, 1);
        var states = new[] { PictureState.Cached, PictureState.Ran, PictureState.Failed };
        picture = picture with { Nodes = [.. picture.Nodes.Select((node, i) => node with { State = states[i % 3] })] };
        var fold = Folding.Fold(picture).Nodes.Single(node => node.Kind == PictureKind.Fold);
        Assert.That(fold.State, Is.EqualTo(PictureState.Failed));
        Assert.That(fold.Note, Is.EqualTo("4 ran, 3 cached, 3 failed"));
        Assert.That(fold.Members, Is.EqualTo(Enumerable.Range(1, 10)));
    }

    [Test]
    public void However_a_picture_is_folded_it_has_no_cycle_and_loses_nothing([Range(1, 20)] int seed)
    {
        var picture = Support.Pictures.Random(700, seed);
        var folded = Folding.Fold(picture);
        Assert.That(folded.Nodes.Sum(node => Math.Max(1, node.Members.Count)), Is.EqualTo(700));
        foreach (var edge in folded.Edges) Assert.That(edge.From, Is.LessThan(edge.To));
    }

    [TestCase("t1,t11,t2", "t*")]
    [TestCase("t10,t11,t19", "t*")]
    [TestCase("fit[Berlin],fit[Paris]", "fit[*]")]
    [TestCase("2019-sales,2020-sales", "*-sales")]
    [TestCase("berlin,paris,rome", "berlin, …")]
    [TestCase("ab,aab", "a*b")]
    public void Names_are_shown_as_what_they_have_in_common(string names, string pattern) => Assert.That(Folding.Pattern(names.Split(',')), Is.EqualTo(pattern));

    [TestCase("t12", "t")]
    [TestCase("fit[Berlin]", "fit")]
    [TestCase("fit[a[1]b]x", "fitx")]
    [TestCase("berlin", "")]
    public void What_counts_in_a_name_does_not_tell_tasks_apart(string name, string stem) => Assert.That(Folding.Stem(name), Is.EqualTo(stem));
}
