using Polyglot.Pictures.Graphs;
using Polyglot.Store;

namespace Polyglot.Pictures.Tests.Graphs;

public sealed class PictureMakerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Test]
    public void A_run_is_drawn_by_the_shape_it_recorded()
    {
        var shape = new DataflowShape(["unused", "words"], [new("a", "node", [1]), new("b", "julia", [2, 1, 2])], [new("out/b.txt", 3)]);
        var run = Run([Task("a", Decision.Failed, reason: new Reason.NeverRan()), Task("b", Decision.Blocked)]);
        var picture = new PictureMaker(reason => reason.GetType().Name).Of(run, shape);
        Assert.That(picture.Nodes.Select(node => (node.Name, node.State, node.Runner, node.Note)), Is.EqualTo(new[]
        {
            ("words", PictureState.None, "", ""), ("a", PictureState.Failed, "node", "2.00 s, NeverRan"), ("b", PictureState.Blocked, "julia", "gives out/b.txt"),
        }));
        Assert.That(picture.Edges, Is.EqualTo(new[] { new PictureEdge(0, 1), new PictureEdge(1, 2), new PictureEdge(0, 2) }));
    }

    [Test]
    public void A_run_without_a_shape_is_drawn_by_what_was_given_and_made()
    {
        // Two tasks gave the same bytes: the input's name tells which of them is meant.
        var run = Run(
            [
                Task("a", Decision.Ran, "same", ("words", "words")), Task("b", Decision.Ran, "same", ("words", "words")),
                Task("c", Decision.Cached, "c", ("b", "same"), ("other", "same")), Task("d", Decision.Blocked),
            ]) with
        { Inputs = [new("words", Id("words"))], Outputs = [new("c.txt", "c", Id("c"))] };
        var picture = new PictureMaker(_ => "").Of(run, null);
        Assert.That(picture.Nodes.Select(node => node.Name), Is.EqualTo(new[] { "words", "a", "b", "c", "d" }));
        Assert.That(picture.Edges, Is.EquivalentTo(new[] { new PictureEdge(0, 1), new PictureEdge(0, 2), new PictureEdge(2, 3), new PictureEdge(1, 3) }));
        Assert.That(picture.Nodes[3].Note, Is.EqualTo("gives c.txt"));
    }

    private static RunRecord Run(IReadOnlyList<TaskRecord> tasks) => new()
    {
        Id = RunId.Parse("20260102-030405000-0a1b2c3d"),
        Dataflow = "d",
        StartedAt = Start,
        EndedAt = Start.AddSeconds(9),
        Status = RunStatus.Failed,
        Tasks = tasks,
    };

    private static TaskRecord Task(string name, Decision decision, string? output = null, params (string Name, string Content)[] inputs) => new()
    {
        Name = name,
        Decision = decision,
        StartedAt = Start,
        EndedAt = Start.AddSeconds(2),
        Output = output is null ? null : Id(output),
        Inputs = [.. inputs.Select(input => new NamedObject(input.Name, Id(input.Content)))],
    };

    private static TaskRecord Task(string name, Decision decision, Reason reason) => Task(name, decision) with { Reason = reason };

    private static ObjectId Id(string content) => Hashing.Object(System.Text.Encoding.UTF8.GetBytes(content));
}
