using Polyglot.Dataflow.Resolving;
using Polyglot.Dataflow.Values;
using Polyglot.East;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Dataflow.Execution;

/// <summary>Runs tasks in processes of this machine. Thread-safe.</summary>
/// <param name="repository">Where objects are.</param>
/// <param name="host">Runs programs.</param>
/// <param name="snapshot">What is run.</param>
/// <param name="inputs">Brings inputs back.</param>
/// <param name="options">What was asked for: isolation and sandbox override those of every task.</param>
/// <param name="limits">What tasks may take.</param>
/// <param name="time">The clock.</param>
internal sealed class LocalExecutor(
    Repository repository, RunnerHost host, ResolvedSnapshot snapshot, InputRestorer inputs, EvaluationOptions options, MemoryLimits limits, TimeProvider time) : IExecutor
{
    private readonly SourceGuard _guard = new(repository.StatCache);

    /// <inheritdoc/>
    public async Task<ExecutionOutcome> ExecuteAsync(ExecutionRequest request, ITaskEvents events, CancellationToken stop, CancellationToken kill)
    {
        var launch = snapshot.Launches[request.Task.Index];
        var startedAt = time.GetUtcNow();
        if (_guard.FindChanged(launch.Files) is { } early) return Changed(launch, early, startedAt);
        var located = new TaskInput[request.Inputs.Count];
        for (var i = 0; i < located.Length; i++)
        {
            var location = Locate(request.Task.Sources[i], request.Inputs[i]);
            if (location is not ObjectLocation.Found found) return new ExecutionOutcome.InputLost(i, location.Problem!);
            located[i] = new(launch.InputNames[i], request.Inputs[i].ToString(), found.Path, launch.InputTypes[i]);
        }
        var program = launch.Program;
        if (launch.Ir is { } ir)
        {
            var location = repository.Objects.Locate(ir);
            if (location is not ObjectLocation.Found found) return Lost(launch, ir, location.Problem!, startedAt);
            program = (IrTaskProgram)program with { Path = found.Path };
        }
        var task = new TaskRequest
        {
            Name = request.Task.Name,
            Runner = launch.Runner,
            Program = program,
            Inputs = located,
            OutputPath = repository.Temp.NextPath(".beast2"),
            OutputType = launch.OutputType,
            Environment = launch.Environment,
            Timeout = launch.Timeout,
            Limits = limits.Of(request),
            Isolation = options.Isolation ?? launch.Isolation,
            Sandbox = options.Sandbox ?? launch.Sandbox ? SandboxOf(launch) : null,
            Format = launch.Format,
            OutputFormat = launch.OutputFormat,
            Seed = launch.Ir is { } seeded ? SeedOf(seeded, request.Inputs) : SeedOf(request.Execution),
        };
        var result = await host.ExecuteAsync(task, events, stop, kill).ConfigureAwait(false);
        if (result is not TaskResult.Cancelled && _guard.FindChanged(launch.Files) is { } late)
        {
            File.Delete(task.OutputPath);
            return Changed(launch, late, startedAt);
        }
        return new ExecutionOutcome.Ended(Describe(launch, result, startedAt, limits.MayBeAlone(request)));
    }

    // Of a project, what is beside the repository too: another file's tasks run in the repository of the file that uses it.
    private TaskSandbox SandboxOf(TaskLaunch launch) =>
        new(launch.Files.Select(file => file.Path).ToList(), [launch.Runner.ProjectDirectory, repository.RepositoryPath, repository.ProjectDirectory]);

    // Every program gets the same seed for the same execution: what asks for randomness is as repeatable as the rest.
    private static ulong SeedOf(ExecutionId execution)
    {
        Span<byte> bytes = stackalloc byte[32];
        execution.CopyTo(bytes);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    // An East program gives the same in every runtime, so its randomness does not depend on which one it is.
    private static ulong SeedOf(ObjectId program, IReadOnlyList<ObjectId> inputs)
    {
        using var hasher = new ObjectHasher();
        hasher.Append("seed of an East program"u8);
        Span<byte> bytes = stackalloc byte[32];
        foreach (var id in inputs.Prepend(program))
        {
            id.CopyTo(bytes);
            hasher.Append(bytes);
        }
        hasher.Finish().CopyTo(bytes);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Where an object is that comes from there; an input that the store has lost is made again of its file.</summary>
    public ObjectLocation Locate(Graphs.GraphSource source, ObjectId id)
    {
        var location = repository.Uses.Locate(repository.Objects, id);
        if (location is ObjectLocation.Found || source.IsTask) return location;
        return inputs.Restore(source.Index, id) ? repository.Objects.Locate(id) : location;
    }

    private Attempt Describe(TaskLaunch launch, TaskResult result, DateTimeOffset startedAt, bool mayBeAlone)
    {
        var attempt = new Attempt
        {
            Status = AttemptStatus.Ok,
            StartedAt = startedAt,
            EndedAt = time.GetUtcNow(),
            Runner = launch.Runner.Id,
            RunnerVersion = result.RunnerVersion.Length > 0 ? result.RunnerVersion : launch.Runner.Version,
            ExitCode = result.ExitCode,
            Stdout = Store(result.Captured.Stdout),
            Stderr = Store(result.Captured.Stderr),
            PeakMemory = result.Cost?.PeakMemoryBytes,
            CpuTime = result.Cost?.CpuTime,
            Timings = Timings(result.Cost),
        };
        return result switch
        {
            TaskResult.Succeeded done => attempt with { Output = repository.Objects.Adopt(done.OutputPath) },
            TaskResult.Failed { Error: { Code: ErrorCodes.MemoryLimit } error } =>
                attempt with { Status = AttemptStatus.Failed, Error = Errors.From(error) with { Summary = ExecutionMessages.MemoryLimit(error.Summary, mayBeAlone) } },
            TaskResult.Failed failed => attempt with { Status = AttemptStatus.Failed, Error = Errors.From(failed.Error) },
            TaskResult.Cancelled cancelled => attempt with { Status = AttemptStatus.Cancelled, Error = Errors.Cancelled(cancelled.Reason) },
            TaskResult.Faulted faulted => attempt with { Status = AttemptStatus.Faulted, Error = Errors.From(faulted.Error) },
            _ => throw new InvalidOperationException("unknown task result"),
        };
    }

    private ObjectId? Store(ReadOnlyMemory<byte> captured) =>
        captured.IsEmpty ? null : repository.Objects.Put([.. BlobHeader.Of(EastType.Blob, captured.Length), .. captured.Span]);

    private static AttemptTimings? Timings(TaskCost? cost) => cost is { Load: null, Decode: null, Call: null, Encode: null } or null
        ? null
        : new(cost.Load ?? default, cost.Decode ?? default, cost.Call ?? default, cost.Encode ?? default);

    private ExecutionOutcome.Ended Lost(TaskLaunch launch, ObjectId program, string problem, DateTimeOffset startedAt) => new(new Attempt
    {
        Status = AttemptStatus.Faulted,
        StartedAt = startedAt,
        EndedAt = time.GetUtcNow(),
        Runner = launch.Runner.Id,
        RunnerVersion = launch.Runner.Version,
        Error = new() { Side = ErrorSide.Host, Code = ExecutionMessages.LostProgramCode, Summary = ExecutionMessages.LostProgram(program, problem) },
    });

    private ExecutionOutcome.Ended Changed(TaskLaunch launch, string file, DateTimeOffset startedAt) => new(new Attempt
    {
        Status = AttemptStatus.Failed,
        StartedAt = startedAt,
        EndedAt = time.GetUtcNow(),
        Runner = launch.Runner.Id,
        RunnerVersion = launch.Runner.Version,
        Error = new() { Side = ErrorSide.Task, Code = ExecutionMessages.ChangedCode, Summary = ExecutionMessages.Changed(file) },
    });
}
