namespace Polyglot.Store.Tests;

/// <summary>Records with every field filled, and with as few as possible.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    public static ObjectId Object(string text) => Hashing.Object(System.Text.Encoding.UTF8.GetBytes(text));

    public static ExecutionId Execution(string text) => Hashing.Execution(TaskId.FromObject(Object(text)), [Object("input")]);

    public static Attempt Ok(ObjectId output) => new()
    {
        Status = AttemptStatus.Ok,
        StartedAt = Start,
        EndedAt = Start.AddSeconds(1),
        Runner = "python",
        Output = output,
    };

    public static Attempt Failure(string summary) => new()
    {
        Status = AttemptStatus.Failed,
        StartedAt = Start,
        EndedAt = Start.AddSeconds(1),
        Runner = "python",
        Error = new AttemptError { Side = ErrorSide.Task, Code = "user_error", Summary = summary },
    };

    public static Attempt Full { get; } = new()
    {
        Status = AttemptStatus.Failed,
        StartedAt = Start,
        EndedAt = Start.AddMilliseconds(1234),
        Runner = "python",
        RunnerVersion = "0.1.0",
        ExitCode = 3,
        Stdout = Object("stdout"),
        Stderr = Object("stderr"),
        PeakMemory = 123_456_789,
        CpuTime = TimeSpan.FromTicks(1_234_567),
        Output = Object("output"),
        Timings = new AttemptTimings(TimeSpan.FromTicks(1), TimeSpan.FromTicks(2), TimeSpan.FromTicks(3), TimeSpan.FromTicks(4)),
        Error = new AttemptError
        {
            Side = ErrorSide.Runner,
            Code = "user_error",
            Summary = "division by zero \u00e9 \ud83d\ude00",
            ErrorType = "ZeroDivisionError",
            Frames = [new ErrorFrame("src/a.py", 12, 3, "cluster", true), new ErrorFrame("lib.py", 0, 0, "", false)],
            Location = [new ErrorFrame("t.east", 5, 3, "", true)],
            Argument = 1,
            Path = "result[3].ppm",
            Retryable = true,
            Details = "Traceback\n  ...",
            Cause = new AttemptError { Side = ErrorSide.Host, Code = "bad_input", Summary = "cause" },
        },
    };

    public static RunRecord Run(RunId id, string dataflow = "co2") => new()
    {
        Id = id,
        Dataflow = dataflow,
        StartedAt = Start,
        EndedAt = Start,
        Status = RunStatus.Succeeded,
    };

    public static RunRecord FullRun(RunId id) => new()
    {
        Id = id,
        Dataflow = "co2",
        DataflowId = Object("dataflow"),
        ProjectDirectory = "/projects/co2",
        StartedAt = Start,
        EndedAt = Start.AddMinutes(2),
        Status = RunStatus.Failed,
        Inputs = [new NamedObject("weekly", Object("weekly")), new NamedObject("horizon", Object("horizon"))],
        Outputs = [new PublishedOutput("out/page.html", "page", Object("page"))],
        Tasks = [.. Reasons.Select((reason, i) => new TaskRecord
        {
            Name = $"task{i}",
            Task = TaskId.FromObject(Object($"task{i}")),
            Execution = Execution($"task{i}"),
            Inputs = [new NamedObject("a", Object("a"))],
            Files = [new NamedObject("src/a.py", Object("a.py"))],
            Decision = (Decision)(i % 6),
            Reason = reason,
            Output = Object($"output{i}"),
            StartedAt = Start.AddSeconds(i),
            EndedAt = Start.AddSeconds(i + 1),
            Attempt = i + 1,
        }), new TaskRecord { Name = "blocked", Decision = Decision.Blocked, StartedAt = Start, EndedAt = Start }],
    };

    public static IReadOnlyList<Reason> Reasons { get; } =
    [
        new Reason.NeverRan(), new Reason.InputChanged("a", "1", "2"), new Reason.ProgramChanged("src/a.py", null, "2"), new Reason.TypeChanged("output", "Integer", null),
        new Reason.RunnerChanged("version", "1", "2"), new Reason.EnvironmentChanged("LANG", null, null), new Reason.Forced(), new Reason.PreviousFailed(),
        new Reason.OutputMissing(Object("gone")),
    ];
}
