using Polyglot.East;

namespace Polyglot.Store.Tests;

/// <summary>Makes runs of chains of tasks in a repository, with everything that a real run leaves behind.</summary>
internal sealed class SampleRuns(StoreFolder folder, Repository repository)
{
    /// <summary>A run of one task after the other. Equal inputs give equal results, which are then found and not made again.</summary>
    /// <param name="input">What the first task is given.</param>
    /// <param name="sizes">The size of each task's result.</param>
    /// <param name="dataflow">Whose run it is.</param>
    public RunRecord Run(string input, int[] sizes, string dataflow = "p")
    {
        folder.Clock.Advance(TimeSpan.FromDays(1));
        var now = folder.Clock.GetUtcNow();
        var first = repository.Objects.Put(Beast2.Encode(EastType.String, input));
        var (given, tasks) = (first, new List<TaskRecord>());
        for (var i = 0; i < sizes.Length; i++)
        {
            var script = repository.Objects.Put(Bytes($"script {i}", 50));
            var task = TaskId.FromObject(repository.Objects.Put(TaskObjectCodec.Encode(new TaskObject
            {
                Runner = "r",
                Program = new TaskProgram.Function("f", [new($"s{i}.py", script)]),
                OutputType = EastType.Blob,
            })));
            var execution = Hashing.Execution(task, [given]);
            var output = Complete(execution, $"{input} {i}", sizes[i]);
            tasks.Add(new TaskRecord
            {
                Name = $"t{i}",
                Task = task,
                Execution = execution,
                Inputs = [new("in", given)],
                Files = [new($"s{i}.py", script)],
                Decision = Decision.Ran,
                Output = output,
                StartedAt = now,
                EndedAt = now,
            });
            given = output;
        }
        var run = new RunRecord
        {
            Id = RunId.New(folder.Clock),
            Dataflow = dataflow,
            StartedAt = now,
            EndedAt = now,
            Status = RunStatus.Succeeded,
            Inputs = [new("in", first)],
            Tasks = tasks,
            Outputs = tasks.Count > 0 ? [new("out", tasks[^1].Name, given)] : [],
        };
        repository.Runs.Write(run);
        return run;
    }

    /// <summary>Completes an execution with a result of a size, and a log.</summary>
    public ObjectId Complete(ExecutionId execution, string seed, int size)
    {
        var output = repository.Objects.Put(Bytes(seed, size));
        if (repository.Executions.Output(execution) == output) return output;
        repository.Executions.Complete(execution, output, new Attempt
        {
            Status = AttemptStatus.Ok,
            StartedAt = folder.Clock.GetUtcNow(),
            EndedAt = folder.Clock.GetUtcNow(),
            Runner = "r",
            Stdout = repository.Objects.Put(Bytes("log of " + seed, 40)),
            Output = output,
        });
        return output;
    }

    /// <summary>Bytes that a seed decides.</summary>
    public static byte[] Bytes(string seed, int size)
    {
        var bytes = new byte[size];
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(seed));
        new Random(BitConverter.ToInt32(hash)).NextBytes(bytes);
        return bytes;
    }
}
