using Polyglot.East;
using Polyglot.Testing;

namespace Polyglot.Store.Tests;

public sealed class RecordTests
{
    private const string File = "/repo/file.beast2";

    private static readonly TaskObject FunctionTask = new()
    {
        Runner = "python",
        Fingerprint = new Dictionary<string, string> { ["python"] = "3.11", ["code"] = "1.0" },
        Program = new TaskProgram.Function("cluster", [new NamedObject("script", Samples.Object("script")), new NamedObject("lib/a.py", Samples.Object("a"))]),
        InputTypes = [EastType.Array(EastType.Struct(("date", EastType.DateTime), ("ppm", EastType.Float))), EastType.Integer],
        OutputType = EastType.Option(EastType.String),
        Environment = new Dictionary<string, string> { ["LANG"] = "C" },
        Version = "2",
        Format = "csv",
    };

    private static readonly TaskObject IrTask = new()
    {
        Runner = "julia",
        Program = new TaskProgram.Ir(Samples.Object("ir"), ["b", "a", "b"]),
        OutputType = EastType.Float,
    };

    private static readonly TaskObject CommandTask = new()
    {
        Runner = "shell",
        Program = new TaskProgram.Command(["gzip", "-9", "{input}"], []),
        InputTypes = [EastType.Blob],
        OutputType = EastType.Blob,
    };

    // These bytes name every result that is kept under such a task. A change here makes all of them unfindable.
    [TestCase("function", "32f3b1a40acacb61085b2f0bfef4f92063cfc5e26b8c276ae317a1d8a2f8dc77")]
    [TestCase("ir", "b5abbdc7ddabb1479529ac7f577ec7ea212776c309f4c7e417e2138802326578")]
    [TestCase("command", "7594acc2977da65930ea235790bfbe0cdecdd7f0c213848b3d1fc8f70b797a0c")]
    public void The_id_of_a_task_is_the_same_for_ever(string program, string id) => Assert.That(TaskObjectCodec.IdOf(TaskOf(program)).ToString(), Is.EqualTo(id));

    [Test]
    public void The_documented_types_are_the_types()
    {
        Assert.That(TaskObjectCodec.Type.ToString(), Is.EqualTo(
            "Struct<runner: String, fingerprint: Dict<String, String>, program: Variant<command: Struct<arguments: Array<String>, files: Dict<String, Blob>>, "
            + "function: Struct<name: String, files: Dict<String, Blob>>, ir: Struct<id: Blob, platforms: Array<String>>>, "
            + "inputs: Array<Blob>, output: Blob, environment: Dict<String, String>, version: Option<String>, format: Option<String>>"));
        const string frames = "Array<Struct<file: String, line: Integer, column: Integer, function: String, isUser: Boolean>>";
        Assert.That(AttemptCodec.Type.ToString(), Is.EqualTo(
            "Struct<status: Variant<cancelled, failed, faulted, ok>, started: DateTime, ended: DateTime, runner: String, runnerVersion: String, exitCode: Option<Integer>, "
            + $"errors: Array<Struct<side: Variant<host, runner, task>, code: String, summary: String, errorType: String, frames: {frames}, location: {frames}, "
            + "argument: Option<Integer>, path: String, retryable: Boolean, details: String>>, stdout: Option<Blob>, stderr: Option<Blob>, peakMemory: Option<Integer>, "
            + "cpuTime: Option<Integer>, output: Option<Blob>, timings: Option<Struct<load: Integer, decode: Integer, call: Integer, encode: Integer>>>"));
        const string named = "Array<Struct<name: String, id: Blob>>";
        const string change = "Struct<what: String, old: Option<String>, new: Option<String>>";
        Assert.That(RunRecordCodec.Type.ToString(), Is.EqualTo(
            "Struct<id: String, dataflow: String, dataflowId: Option<Blob>, project: String, started: DateTime, ended: DateTime, status: Variant<cancelled, failed, succeeded>, "
            + $"inputs: {named}, tasks: Array<Struct<name: String, task: Option<Blob>, execution: Option<Blob>, inputs: {named}, files: {named}, "
            + "decision: Variant<blocked, cached, cancelled, failed, joined, ran>, "
            + $"reason: Option<Variant<environmentChanged: {change}, forced, inputChanged: {change}, neverRan, outputMissing: Blob, previousFailed, "
            + $"programChanged: {change}, runnerChanged: {change}, typeChanged: {change}>>, output: Option<Blob>, started: DateTime, ended: DateTime, attempt: Option<Integer>>>, "
            + "outputs: Array<Struct<path: String, task: String, id: Blob>>>"));
    }

    [TestCase("function")]
    [TestCase("ir")]
    [TestCase("command")]
    public void A_task_object_is_read_as_it_was_written(string program)
    {
        var task = TaskOf(program);
        var bytes = TaskObjectCodec.Encode(task);
        var back = TaskObjectCodec.Decode(bytes, File).Value!;
        Assert.That(TaskObjectCodec.Encode(back), Is.EqualTo(bytes));
        Assert.That(back.Program.GetType(), Is.EqualTo(task.Program.GetType()));
        Assert.That(back.InputTypes, Is.EqualTo(task.InputTypes));
        Assert.That(back.OutputType, Is.EqualTo(task.OutputType));
        Assert.That(back.Fingerprint, Is.EquivalentTo(task.Fingerprint));
        Assert.That((back.Runner, back.Version, back.Format), Is.EqualTo((task.Runner, task.Version, task.Format)));
    }

    [Test]
    public void What_has_no_order_does_not_change_the_id()
    {
        var function = (TaskProgram.Function)FunctionTask.Program;
        var same = FunctionTask with
        {
            Fingerprint = new SortedDictionary<string, string>(FunctionTask.Fingerprint.ToDictionary(), Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a))),
            Program = function with { Files = [.. function.Files.Reverse()] },
        };
        Assert.That(TaskObjectCodec.IdOf(same), Is.EqualTo(TaskObjectCodec.IdOf(FunctionTask)));
        Assert.That(TaskObjectCodec.IdOf(IrTask with { Program = new TaskProgram.Ir(Samples.Object("ir"), ["a", "b"]) }), Is.EqualTo(TaskObjectCodec.IdOf(IrTask)));
    }

    [Test]
    public void Everything_else_changes_the_id()
    {
        var function = (TaskProgram.Function)FunctionTask.Program;
        TaskObject[] others =
        [
            FunctionTask,
            FunctionTask with { Runner = "node" },
            FunctionTask with { Fingerprint = new Dictionary<string, string> { ["python"] = "3.12", ["code"] = "1.0" } },
            FunctionTask with { Program = function with { Name = "other" } },
            FunctionTask with { Program = function with { Files = [function.Files.First()] } },
            FunctionTask with { Program = new TaskProgram.Command(["cluster"], function.Files) },
            FunctionTask with { InputTypes = [.. FunctionTask.InputTypes.Reverse()] },
            FunctionTask with { InputTypes = [] },
            FunctionTask with { OutputType = EastType.String },
            FunctionTask with { Environment = new Dictionary<string, string> { ["LANG"] = "de" } },
            FunctionTask with { Version = null },
            FunctionTask with { Format = null },
        ];
        Assert.That(others.Select(TaskObjectCodec.IdOf), Is.Unique);
    }

    [Test]
    public void Two_files_of_one_name_are_a_bug() =>
        Assert.That(() => TaskObjectCodec.Encode(FunctionTask with { Program = new TaskProgram.Function("f", [new NamedObject("a", default), new NamedObject("a", default)]) }), Throws.ArgumentException);

    [Test]
    public void An_attempt_is_read_as_it_was_written()
    {
        foreach (var attempt in new[] { Samples.Full, Samples.Ok(Samples.Object("o")), Samples.Failure("f") with { Status = AttemptStatus.Cancelled }, Samples.Failure("f") with { Status = AttemptStatus.Faulted } })
        {
            var bytes = AttemptCodec.Encode(attempt);
            var back = AttemptCodec.Decode(bytes, File).Value!;
            Assert.That(AttemptCodec.Encode(back), Is.EqualTo(bytes));
            Assert.That(back with { Error = null }, Is.EqualTo(attempt with { Error = null }));
            Assert.That(back.Error?.Frames, Is.EqualTo(attempt.Error?.Frames));
            Assert.That(back.Error?.Location, Is.EqualTo(attempt.Error?.Location));
            Assert.That(back.Error?.Cause?.Summary, Is.EqualTo(attempt.Error?.Cause?.Summary));
            Assert.That((back.Error?.Side, back.Error?.Argument, back.Error?.Retryable, back.Error?.Details), Is.EqualTo((attempt.Error?.Side, attempt.Error?.Argument, attempt.Error?.Retryable, attempt.Error?.Details)));
        }
    }

    [Test]
    public void Causes_beyond_the_limit_are_left_out()
    {
        AttemptError? error = null;
        for (var i = 0; i < 40; i++) error = new AttemptError { Side = ErrorSide.Task, Code = "c", Summary = $"{i}", Cause = error };
        var back = AttemptCodec.Decode(AttemptCodec.Encode(Samples.Full with { Error = error }), File).Value!.Error;
        var count = 0;
        for (; back is not null; back = back.Cause) count++;
        Assert.That(count, Is.EqualTo(AttemptCodec.MaxCauses + 1));
    }

    [Test]
    public void A_run_is_read_as_it_was_written()
    {
        var run = Samples.FullRun(RunId.New(new ManualTimeProvider()));
        var bytes = RunRecordCodec.Encode(run);
        var back = RunRecordCodec.Decode(bytes, File).Value!;
        Assert.That(RunRecordCodec.Encode(back), Is.EqualTo(bytes));
        Assert.That(back.Tasks.Select(t => t.Reason), Is.EqualTo(run.Tasks.Select(t => t.Reason)));
        Assert.That(back.Tasks.Select(t => (t.Name, t.Task, t.Execution, t.Decision, t.Output, t.StartedAt, t.EndedAt, t.Attempt)),
            Is.EqualTo(run.Tasks.Select(t => (t.Name, t.Task, t.Execution, t.Decision, t.Output, t.StartedAt, t.EndedAt, t.Attempt))));
        Assert.That(back.Tasks[0].Inputs.Concat(back.Tasks[0].Files), Is.EqualTo(run.Tasks[0].Inputs.Concat(run.Tasks[0].Files)));
        Assert.That(back.Inputs, Is.EqualTo(run.Inputs));
        Assert.That(back.Outputs, Is.EqualTo(run.Outputs));
        Assert.That((back.Id, back.Dataflow, back.DataflowId, back.ProjectDirectory, back.StartedAt, back.EndedAt, back.Status),
            Is.EqualTo((run.Id, run.Dataflow, run.DataflowId, run.ProjectDirectory, run.StartedAt, run.EndedAt, run.Status)));
    }

    [Test]
    public void The_shape_of_a_dataflow_is_read_as_it_was_written_and_has_no_cycle()
    {
        var shape = new DataflowShape(["words", "seed"], [new("a", "node", [0, 0]), new("b", "julia", [2, 1])], [new("out/b.txt", 3)]);
        var back = DataflowShapeCodec.Decode(DataflowShapeCodec.Encode(shape), File).Value!;
        Assert.That(back.Inputs, Is.EqualTo(shape.Inputs));
        Assert.That(back.Tasks.Select(t => (t.Name, t.Runner, string.Join(',', t.Sources))), Is.EqualTo(new[] { ("a", "node", "0,0"), ("b", "julia", "2,1") }));
        Assert.That(back.Outputs, Is.EqualTo(shape.Outputs));
        foreach (var source in new[] { -1, 3, 4 })
        {
            var bad = DataflowShapeCodec.Decode(DataflowShapeCodec.Encode(shape with { Tasks = [shape.Tasks[0], new("b", "julia", [source])] }), File);
            Assert.That((bad.Value, bad.Problem), Is.EqualTo(((DataflowShape?)null, StoreMessages.RecordDamaged("the shape of a dataflow", File, StoreMessages.BadSource(source)))));
        }
    }

    [Test]
    public void Every_reason_of_the_family_is_among_the_samples()
    {
        var family = typeof(Reason).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(Reason)));
        Assert.That(Samples.Reasons.Select(r => r.GetType()), Is.EquivalentTo(family));
    }

    [Test]
    public void Hostile_bytes_are_a_problem_that_names_the_file()
    {
        var random = new Random(11);
        var run = RunRecordCodec.Encode(Samples.FullRun(RunId.New(new ManualTimeProvider())));
        var attempt = AttemptCodec.Encode(Samples.Full);
        var task = TaskObjectCodec.Encode(FunctionTask);
        for (var round = 0; round < 4000; round++)
        {
            Check(RunRecordCodec.Decode(Bend(run, random), File));
            Check(AttemptCodec.Decode(Bend(attempt, random), File));
            Check(TaskObjectCodec.Decode(Bend(task, random), File));
        }
        Assert.That(AttemptCodec.Decode(run, File).Problem, Does.Contain(File).And.Contain("an attempt"));
        Assert.That(RunRecordCodec.Decode([], File).Problem, Does.Contain(File).And.Contain("a run"));
        Assert.That(TaskObjectCodec.Decode("text"u8, File).Problem, Does.Contain(File).And.Contain("a task object"));
    }

    private static void Check<T>(DecodedRecord<T> decoded)
        where T : class
    {
        Assert.That(decoded.Value is null, Is.EqualTo(decoded.Problem is not null));
        if (decoded.Problem is not null) Assert.That(decoded.Problem, Does.StartWith(File));
    }

    // Cuts, flips, or repeats a part.
    private static byte[] Bend(byte[] whole, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                return whole[..random.Next(whole.Length)];
            case 1:
                var at = random.Next(whole.Length);
                return [.. whole[..at], .. whole[random.Next(whole.Length)..]];
            default:
                var bent = (byte[])whole.Clone();
                for (var flips = random.Next(1, 4); flips > 0; flips--) bent[random.Next(bent.Length)] ^= (byte)(1 << random.Next(8));
                return bent;
        }
    }

    private static TaskObject TaskOf(string program) => program switch
    {
        "function" => FunctionTask,
        "ir" => IrTask,
        _ => CommandTask,
    };
}
