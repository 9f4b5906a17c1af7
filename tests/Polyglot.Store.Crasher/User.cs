namespace Polyglot.Store.Crasher;

/// <summary>
/// Does what a run does, again and again, beside collectors: says what it will use, uses it, records the run, and then looks whether all that the record
/// names is there. Every fourth time it collects itself, to a budget that is always too small.
/// </summary>
internal sealed class User(Repository repository, TextWriter report, int seed, int rounds)
{
    private const int Tasks = 6;

    public int Run()
    {
        for (var round = 0; round < rounds; round++)
        {
            // Few different inputs, so that runs find the results of others.
            var run = Once((seed + round) % 5, round);
            if (Missing(run) is { } missing)
            {
                report.WriteLine($"lost {missing} of run {run.Id}");
                return 1;
            }
            report.WriteLine($"run {run.Id}");
            report.Flush();
            if (round % 4 == 3) Gc.Run(repository, new GcPolicy { KeepRuns = 3, Budget = 60_000 }, dryRun: false, CancellationToken.None);
        }
        return 0;
    }

    private RunRecord Once(int variant, int round)
    {
        using var uses = repository.Uses.Begin();
        var now = DateTimeOffset.UtcNow;
        var input = repository.Objects.Put(BitConverter.GetBytes(variant));
        var records = new List<TaskRecord>();
        var given = input;
        for (var i = 0; i < Tasks; i++)
        {
            var task = TaskId.FromObject(repository.Objects.Put(TaskObjectCodec.Encode(new TaskObject
            {
                Runner = "user",
                Program = new TaskProgram.Command([$"{i}"], []),
                OutputType = East.EastType.Blob,
            })));
            var execution = Hashing.Execution(task, [given]);
            var output = Find(execution) ?? Execute(execution, variant, i);
            records.Add(new TaskRecord
            {
                Name = $"t{i}",
                Task = task,
                Execution = execution,
                Inputs = [new("in", given)],
                Decision = Decision.Ran,
                Output = output,
                StartedAt = now,
                EndedAt = now,
            });
            given = output;
        }
        var run = new RunRecord
        {
            Id = RunId.New(TimeProvider.System),
            Dataflow = round % 2 == 0 ? "even" : "odd",
            StartedAt = now,
            EndedAt = now,
            Status = RunStatus.Succeeded,
            Inputs = [new("in", input)],
            Tasks = records,
            Outputs = [new("out", $"t{Tasks - 1}", given)],
        };
        repository.Runs.Write(run);
        // Looked at while it is still told of: what comes after may be collected rightly, once newer runs are there.
        return Missing(run) is { } missing ? throw new InvalidOperationException($"lost {missing} of run {run.Id} before it had ended") : run;
    }

    private ObjectId? Find(ExecutionId execution)
    {
        using var away = repository.Uses.KeepAway();
        repository.Uses.Tell([execution]);
        return repository.Executions.Output(execution) is { } output && repository.Uses.Hold(repository.Objects, output) ? output : null;
    }

    private ObjectId Execute(ExecutionId execution, int variant, int i)
    {
        var content = new byte[5_000 * (i + 1)];
        new Random((variant * 100) + i).NextBytes(content);
        var output = repository.Objects.Put(content);
        repository.Executions.Complete(execution, output, new Attempt
        {
            Status = AttemptStatus.Ok,
            StartedAt = DateTimeOffset.UnixEpoch,
            EndedAt = DateTimeOffset.UnixEpoch,
            Runner = "user",
            Stdout = repository.Objects.Put(content.AsSpan(0, 100)),
            Output = output,
        });
        return output;
    }

    // What was dropped on purpose is not lost; neither is a run that newer ones have pushed out.
    private string? Missing(RunRecord run)
    {
        if (repository.Runs.Read(run.Id) is RunRead.Missing) return null;
        foreach (var id in run.Tasks.SelectMany(t => new[] { t.Output!.Value, t.Task!.Value.AsObject }))
            if (!repository.Objects.Contains(id) && !repository.Dropped.Contains(id) && repository.Runs.Read(run.Id) is RunRead.Found) return id.ToString();
        return null;
    }
}
