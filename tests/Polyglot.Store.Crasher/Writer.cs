using System.Globalization;

namespace Polyglot.Store.Crasher;

/// <summary>Writes everything a repository can hold, for ever, and says what is done.</summary>
internal sealed class Writer(Repository repository, TextWriter report, int seed)
{
    public void Run()
    {
        for (var i = 0; ; i++)
        {
            var content = Content(i);
            var task = TaskId.FromObject(repository.Objects.Put(BitConverter.GetBytes((seed * 100_003) + i)));
            var execution = Hashing.Execution(task, []);
            if (repository.Executions.TryClaim(execution) is not ClaimResult.Claimed claim) continue;
            using (claim)
            {
                repository.Executions.Record(execution, Attempt(AttemptStatus.Failed, null));
                var output = Store(i, content);
                repository.Executions.Complete(execution, output, Attempt(AttemptStatus.Ok, output));
                Say($"execution {execution} {output}");
                var name = string.Create(CultureInfo.InvariantCulture, $"crash/ref-{i % 5}");
                repository.Refs.Set(RefName.Parse(name), output);
                Say($"ref {name} {output}");
                if (i % 4 == 0) WriteRun(output, execution, task);
                if (i % 16 == 0) SaveCache(output);
            }
        }
    }

    private byte[] Content(int i)
    {
        var random = new Random(unchecked((seed * 31) + i));
        var content = new byte[random.Next(10) == 0 ? random.Next(600_000) : random.Next(2_000)];
        random.NextBytes(content);
        return content;
    }

    private ObjectId Store(int i, byte[] content)
    {
        switch (i % 3)
        {
            case 0:
                return repository.Objects.Put(content);
            case 1:
                return repository.Objects.Import(content.AsSpan(0, content.Length / 2), new MemoryStream(content[(content.Length / 2)..]), content.Length - (content.Length / 2));
            default:
                var path = repository.Temp.NextPath();
                File.WriteAllBytes(path, content);
                return repository.Objects.Adopt(path);
        }
    }

    private void WriteRun(ObjectId output, ExecutionId execution, TaskId task)
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(56);
        var run = new RunRecord
        {
            Id = RunId.New(TimeProvider.System),
            Dataflow = "crash",
            StartedAt = now,
            EndedAt = now,
            Status = RunStatus.Succeeded,
            Tasks = [new TaskRecord { Name = "t", Execution = execution, Decision = Decision.Ran, Output = output, StartedAt = now, EndedAt = now }],
            Inputs = [new NamedObject("task", task.AsObject)],
        };
        repository.Runs.Write(run);
        Say($"run {run.Id}");
    }

    private void SaveCache(ObjectId output)
    {
        var cache = repository.StatCache;
        var path = Path.Combine(repository.RepositoryPath, "format");
        if (cache.Stamp(path) is { } stamp) cache.Remember(path, "blob", stamp, output);
        cache.Save();
    }

    private static Attempt Attempt(AttemptStatus status, ObjectId? output) => new()
    {
        Status = status,
        StartedAt = DateTimeOffset.UnixEpoch,
        EndedAt = DateTimeOffset.UnixEpoch,
        Runner = "crasher",
        Output = output,
        Error = status == AttemptStatus.Ok ? null : new AttemptError { Side = ErrorSide.Task, Code = "user_error", Summary = new string('x', 3_000) },
    };

    private void Say(string line)
    {
        report.WriteLine(line);
        report.Flush();
    }
}
