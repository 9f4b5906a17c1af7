using Polyglot.East;

namespace Polyglot.Store.Tests;

public sealed class ElementListTests
{
    private static readonly ElementList List = new(TaskId.FromObject(Samples.Object("task")),
    [
        new("north", [Samples.Object("n")], Hashing.Execution(TaskId.FromObject(Samples.Object("task")), [Samples.Object("n")]), Decision.Ran, Samples.Object("out n")),
        new("1", [Samples.Object("s")], Hashing.Execution(TaskId.FromObject(Samples.Object("task")), [Samples.Object("s")]), Decision.Failed, null),
        new("x", [], Hashing.Execution(TaskId.FromObject(Samples.Object("task")), []), Decision.Cancelled, null),
    ]);

    [Test]
    public void A_list_comes_back_as_it_was()
    {
        var back = ElementListCodec.Decode(ElementListCodec.Encode(List), "f").Value!;
        Assert.That(ElementListCodec.Encode(back), Is.EqualTo(ElementListCodec.Encode(List)));
        Assert.That(back.Elements.Select(e => (e.Key, e.Decision, e.Output)), Is.EqualTo(List.Elements.Select(e => (e.Key, e.Decision, e.Output))));
        Assert.That(back.Counts, Is.EqualTo(new ElementCounts(Ran: 1, 0, 0, Failed: 1, Left: 1)));
    }

    [Test]
    public void An_element_is_found_by_its_key_before_its_place()
    {
        Assert.That(List.Find("north"), Is.SameAs(List.Elements[0]));
        Assert.That(List.Find("1"), Is.SameAs(List.Elements[1]), "a key");
        Assert.That(List.Find("2"), Is.SameAs(List.Elements[2]), "a place");
        Assert.That(new[] { "3", "-1", "south", "" }.Select(List.Find), Is.All.Null);
    }

    [Test]
    public void Damage_is_a_problem_that_names_the_file()
    {
        var bytes = ElementListCodec.Encode(List);
        for (var cut = 0; cut < bytes.Length; cut += 7)
            Assert.That(ElementListCodec.Decode(bytes.AsSpan(0, cut), "f.beast2").Problem, Does.Contain("f.beast2"));
    }

    [Test]
    public void Attempts_and_tasks_without_elements_have_the_bytes_that_they_always_had_and_those_with_come_back()
    {
        var attempt = new Attempt { Status = AttemptStatus.Ok, StartedAt = default, EndedAt = default, Runner = "r" };
        Assert.That(Beast2.ReadHeader(AttemptCodec.Encode(attempt)).Value.Type, Is.EqualTo(AttemptCodec.Type));
        var scattered = attempt with { Elements = Samples.Object("list") };
        Assert.That(AttemptCodec.Decode(AttemptCodec.Encode(scattered), "f").Value!.Elements, Is.EqualTo(scattered.Elements));
        Assert.That(AttemptCodec.Decode(AttemptCodec.Encode(attempt), "f").Value!.Elements, Is.Null);

        var task = new TaskObject { Runner = "r", Program = new TaskProgram.Command(["x"], []), OutputType = EastType.Blob };
        var over = task with { Scatter = new([1, 0], ["a", "b"]) };
        var back = TaskObjectCodec.Decode(TaskObjectCodec.Encode(over), "f").Value!;
        Assert.That((back.Scatter!.Over, back.Scatter.Names), Is.EqualTo((over.Scatter.Over, over.Scatter.Names)));
        Assert.That(TaskObjectCodec.IdOf(over).ToString(), Is.EqualTo(GoldenScatter), "the identity of every such task is the same for ever");
        Assert.That(TaskObjectCodec.Decode(TaskObjectCodec.Encode(task), "f").Value!.Scatter, Is.Null);
    }

    private const string GoldenScatter = "de010b43bedacea578c3fe7f403965da63af74884e1a805f5919fa15c18a21aa";
}
