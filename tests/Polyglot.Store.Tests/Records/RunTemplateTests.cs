using Polyglot.East;

namespace Polyglot.Store.Tests;

/// <summary>Records of runs that are written without East values, and those that are written from a template.</summary>
public sealed class RunTemplateTests
{
    private static readonly DateTimeOffset Base = new(2026, 8, 1, 10, 15, 0, TimeSpan.Zero);

    [Test]
    public void A_record_is_written_as_its_type_says()
    {
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var run = Some(random);
            Assert.That(RunRecordCodec.Encode(run), Is.EqualTo(RunRecordCodec.EncodeByMap(run)), $"round {round}");
        }
    }

    [Test]
    public void A_filled_template_is_the_record_with_another_id_and_other_times()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var run = Some(random, Base);
            var (id, started, ended) = (RunId.Parse($"20270203-040506007-{round:x8}"), Base.AddDays(random.Next(4000)), Base.AddDays(random.Next(4000)));
            var expected = run with { Id = id, StartedAt = started, EndedAt = ended, Tasks = [.. run.Tasks.Select(t => t with { StartedAt = ended, EndedAt = ended })] };
            var template = RunTemplate.Of(run)!;
            Assert.That(template.Fill(id, started, ended), Is.EqualTo(RunRecordCodec.Encode(expected)));
            var again = RunTemplate.From(template.Bytes, template.IdAt, template.Times)!;
            Assert.That(again.Fill(id, started, ended), Is.EqualTo(RunRecordCodec.Encode(expected)));
        }
    }

    [Test]
    public void Times_that_take_other_room_have_no_template()
    {
        var run = Some(new Random(1), Base);
        Assert.That(RunTemplate.Of(run with { StartedAt = new DateTimeOffset(2060, 1, 1, 0, 0, 0, TimeSpan.Zero) }), Is.Null);
        Assert.That(RunTemplate.Of(run)!.Fill(run.Id, Base, new DateTimeOffset(2060, 1, 1, 0, 0, 0, TimeSpan.Zero)), Is.Null);
        Assert.That(RunTemplate.Of(run)!.Fill(run.Id, DateTimeOffset.UnixEpoch, Base), Is.Null);
    }

    [Test]
    public void Parts_that_are_not_trusted_are_a_template_or_nothing()
    {
        var random = new Random(9);
        var good = RunTemplate.Of(Some(new Random(2), Base))!;
        for (var round = 0; round < 3000; round++)
        {
            var (bytes, times) = (good.Bytes.ToArray(), good.Times.ToArray());
            if (random.Next(2) == 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (random.Next(2) == 0) times[random.Next(times.Length)] = random.Next(4) switch { 0 => -1, 1 => int.MaxValue, _ => random.Next(bytes.Length + 8) };
            if (random.Next(4) == 0) bytes = bytes[..random.Next(bytes.Length)];
            if (random.Next(4) == 0) times = times[..random.Next(times.Length)];
            Assert.DoesNotThrow(() => RunTemplate.From(bytes, random.Next(8) == 0 ? random.Next(-2, bytes.Length + 2) : good.IdAt, times)?.Fill(RunId.Parse("20270203-040506007-0000000a"), Base, Base), $"round {round}");
        }
    }

    private static RunRecord Some(Random random, DateTimeOffset? at = null)
    {
        DateTimeOffset Time() => (at ?? DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(-3_000_000_000_000, 5_000_000_000_000))).AddMilliseconds(random.Next(1000));
        string Text() => random.Next(6) switch { 0 => "", 1 => "\ud800x", 2 => new string('é', random.Next(200)), 3 => "数\0\n", _ => $"name{random.Next(1000)}" };
        string? MaybeText() => random.Next(2) == 0 ? null : Text();
        T? Maybe<T>(Func<T> some) where T : struct => random.Next(3) == 0 ? null : some();
        ObjectId Id()
        {
            var bytes = new byte[ObjectId.Size];
            random.NextBytes(bytes);
            return ObjectId.FromBytes(bytes);
        }
        NamedObject[] Named() => [.. Enumerable.Range(0, random.Next(3)).Select(_ => new NamedObject(Text(), Id()))];
        Reason? Why() => random.Next(10) switch
        {
            0 => new Reason.NeverRan(),
            1 => new Reason.Forced(),
            2 => new Reason.PreviousFailed(),
            3 => new Reason.OutputMissing(Id()),
            4 => new Reason.InputChanged(Text(), MaybeText(), MaybeText()),
            5 => new Reason.ProgramChanged(Text(), MaybeText(), MaybeText()),
            6 => new Reason.TypeChanged(Text(), MaybeText(), MaybeText()),
            7 => new Reason.RunnerChanged(Text(), MaybeText(), MaybeText()),
            8 => new Reason.EnvironmentChanged(Text(), MaybeText(), MaybeText()),
            _ => null,
        };
        return new()
        {
            Id = RunId.Parse("20260801-101500123-3f9ac204"),
            Dataflow = Text(),
            DataflowId = Maybe(Id),
            ProjectDirectory = Text(),
            StartedAt = Time(),
            EndedAt = Time(),
            Status = (RunStatus)random.Next(3),
            Inputs = Named(),
            Tasks = [.. Enumerable.Range(0, random.Next(5)).Select(_ => new TaskRecord
            {
                Name = Text(),
                Task = Maybe(() => TaskId.FromBytes(Id().ToArray())),
                Execution = Maybe(() => ExecutionId.FromBytes(Id().ToArray())),
                Inputs = Named(),
                Files = Named(),
                Decision = (Decision)random.Next(6),
                Reason = Why(),
                Output = Maybe(Id),
                StartedAt = Time(),
                EndedAt = Time(),
                Attempt = Maybe(() => random.Next(2) == 0 ? random.Next(100) : int.MaxValue),
            })],
            Outputs = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new PublishedOutput(Text(), Text(), Id()))],
        };
    }
}
