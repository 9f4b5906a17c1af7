using Polyglot.East;

namespace Polyglot.Store.Tests;

public sealed class InnerRunTests
{
    private static readonly InnerRun Run = new(Task("explore", Decision.Ran, "flow"), Samples.Object("shape"), [Task("a", Decision.Cached, "a"), Task("b", Decision.Failed, null), Task("c", Decision.Blocked, null)]);

    [Test]
    public void A_run_of_a_returned_dataflow_comes_back_as_it_was()
    {
        var back = InnerRunCodec.Decode(InnerRunCodec.Encode(Run), "f").Value!;
        Assert.That(InnerRunCodec.Encode(back), Is.EqualTo(InnerRunCodec.Encode(Run)));
        Assert.That((back.Program.Output, back.Shape, back.Find("a")!.Output, back.Find("d")), Is.EqualTo((Run.Program.Output, Run.Shape, Run.Tasks[0].Output, (TaskRecord?)null)));
        Assert.That(back.Counts, Is.EqualTo(new ElementCounts(0, Cached: 1, 0, Failed: 1, Left: 1)));
    }

    [Test]
    public void Damage_is_a_problem_that_names_the_file()
    {
        var bytes = InnerRunCodec.Encode(Run);
        for (var cut = 0; cut < bytes.Length; cut += 7)
            Assert.That(InnerRunCodec.Decode(bytes.AsSpan(0, cut), "f.beast2").Problem, Does.Contain("f.beast2"));
    }

    [Test]
    public void Attempts_and_tasks_that_return_nothing_have_the_bytes_that_they_always_had_and_those_that_do_come_back()
    {
        var attempt = new Attempt { Status = AttemptStatus.Ok, StartedAt = default, EndedAt = default, Runner = "r", Inner = Samples.Object("inner") };
        Assert.That((AttemptCodec.Decode(AttemptCodec.Encode(attempt), "f").Value!.Inner, AttemptCodec.Decode(AttemptCodec.Encode(attempt), "f").Value!.Elements), Is.EqualTo((attempt.Inner, (ObjectId?)null)));
        Assert.That(Beast2.ReadHeader(AttemptCodec.Encode(attempt with { Inner = null })).Value.Type, Is.EqualTo(AttemptCodec.Type));

        var task = new TaskObject { Runner = "r", Program = new TaskProgram.Command(["x"], []), OutputType = EastType.Blob, Returns = EastType.String };
        var bytes = TaskObjectCodec.Encode(task);
        Assert.That(Beast2.ReadHeader(bytes).Value.Type, Is.EqualTo(TaskObjectCodec.ReturningType));
        Assert.That(TaskObjectCodec.Decode(bytes, "f").Value!.Returns, Is.EqualTo(EastType.String));
        Assert.That(TaskObjectCodec.IdOf(task).ToString(), Is.EqualTo(GoldenReturning), "the identity of every such task is the same for ever");
        Assert.That(TaskObjectCodec.Decode(TaskObjectCodec.Encode(task with { Returns = null }), "f").Value!.Returns, Is.Null);
    }

    private const string GoldenReturning = "7c5758ed3cbd7885599a80615d464fba20c208725cf35bf15eb253962cc363c7";

    private static TaskRecord Task(string name, Decision decision, string? output) => new()
    {
        Name = name,
        Task = TaskId.FromObject(Samples.Object("task " + name)),
        Execution = Hashing.Execution(TaskId.FromObject(Samples.Object("task " + name)), [Samples.Object("n")]),
        Inputs = [new("n", Samples.Object("n"))],
        Decision = decision,
        Output = output is null ? null : Samples.Object(output),
        StartedAt = default,
        EndedAt = default,
    };
}
