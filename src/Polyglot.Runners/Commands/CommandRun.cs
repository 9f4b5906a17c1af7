namespace Polyglot.Runners;

/// <summary>
/// Runs tasks as programs of their own. Each has a folder with <c>inputs/NAME</c>, starts in it, and leaves <c>output</c> in it or on its standard output.
/// </summary>
internal sealed class CommandRun(WorkerServices services) : IDisposable
{
    private readonly TaskFolders _folders = new(services);
    private readonly ProgramPaths _programs = new();

    public async Task<TaskResult> ExecuteAsync(TaskRequest request, ITaskEvents events, StopWishes wishes)
    {
        if (wishes.Cancel.IsCancellationRequested || wishes.Kill.IsCancellationRequested) return new TaskResult.Cancelled(RunnersMessages.CancelledByCaller);
        var format = request.Format ?? request.Runner.Manifest.Format;
        var outputFormat = request.OutputFormat ?? format;
        if (FormatSupport.WhyUnsupported(outputFormat, request.OutputType) is { } reason)
            return OfError(RunnersMessages.Error(FaultSide.Task, ErrorCodes.UnsupportedFormat, RunnersMessages.OutputUnsupported(reason)));

        var folder = _folders.Take();
        var isAll = false;
        try
        {
            var (argv, command, problem) = CommandArguments.Build(request, folder.Path);
            if (problem is not null) return OfError(RunnersMessages.Error(FaultSide.Task, ErrorCodes.BadRequest, problem));
            if (WriteInputs(request, format, folder) is { } error) return OfError(error);
            var start = new ProcessStart(argv, [.. request.Runner.Environment, .. request.Environment], folder.Path);
            using var room = request.Sandbox is null ? null : new SandboxRoom(services, request);
            if (room is null)
            {
                (var result, isAll) = await RunAsync(request, start, folder.Path, Direct(request, start, command), outputFormat, events, wishes).ConfigureAwait(false);
                return result;
            }
            // In there the program's name might mean another one, so it is left to the shell.
            var inside = services.Sandbox.Wrap(start, room.View with { Writable = [folder.Path] });
            (var fenced, isAll) = await RunAsync(request, inside, folder.Path, direct: null, outputFormat, events, wishes).ConfigureAwait(false);
            return fenced;
        }
        catch (LaunchException e)
        {
            return OfError(RunnersMessages.Error(FaultSide.Host, ErrorCodes.StartFailed, e.Message));
        }
        finally
        {
            _folders.Return(folder, request.Inputs.Select(i => i.Name), isAll);
        }
    }

    /// <summary>Removes what was kept for tasks to come.</summary>
    public void Dispose() => _folders.RemoveFree();

    /// <summary>What to start instead of the shell; null where only a shell will do.</summary>
    private ProcessStart? Direct(TaskRequest request, ProcessStart start, string? command)
    {
        if (request.Runner.Manifest.PlainCommands != PlainCommands.Direct || command is null || PlainCommand.Words(command) is not { } words) return null;
        var path = start.Environment.LastOrDefault(v => v.Key == "PATH").Value;
        if (path is null || _programs.Find(path, words[0]) is not { } program) return null;
        return start with { Argv = words, Program = program };
    }

    private static TaskError? WriteInputs(TaskRequest request, TaskFormat format, TaskFolder folder)
    {
        foreach (var input in request.Inputs)
            if (InputWriter.Write(input, format, Path.Combine(folder.Inputs, input.Name)) is { } error) return error;
        return null;
    }

    /// <summary>The result, and whether every process of the task has ended.</summary>
    private async Task<(TaskResult Result, bool IsAll)> RunAsync(
        TaskRequest request, ProcessStart start, string folder, ProcessStart? direct, TaskFormat format, ITaskEvents events, StopWishes wishes)
    {
        var manifest = request.Runner.Manifest;
        var printsResult = manifest.Output == OutputSource.Stdout;
        var (stdout, stderr) = (services.Launcher.CreateOutputFile(isPassing: !printsResult), services.Launcher.CreateOutputFile(isPassing: true));
        using var outTail = new OutputTail(stdout);
        using var errTail = new OutputTail(stderr);
        ChildProcess process;
        var started = services.Time.GetTimestamp();
        try
        {
            process = Start(start, direct, stdout, stderr);
        }
        catch (LaunchException e)
        {
            return (OfError(RunnersMessages.Error(FaultSide.Host, ErrorCodes.StartFailed, e.Message)), true);
        }
        var output = new TaskOutput(events, services.MaxCapturedBytes);
        output.Started(new WorkerInfo(request.Runner.Id, process.Id, IsWarm: false));

        void Look()
        {
            if (!printsResult) outTail.Forward(output, StreamKind.Stdout);
            errTail.Forward(output, StreamKind.Stderr);
        }

        var call = new Call(process);
        using var stop = new StopControl(call, LadderRungs.OfCommand(manifest.Interrupt), manifest.Timeouts, wishes, services.Time);
        call.Stop = stop;
        services.Live.Add(Look);
        using var watched = request.Limits.WatchedMemoryBytes is { } most ? services.Memory.Watch(process.Id, most, onlyGrowth: false, stop.Stop, output) : null;
        stop.Listen();
        var exit = await call.ExitAsync().ConfigureAwait(false);
        stop.Ended();
        events.Finishing();
        services.Live.Remove(Look);
        var elapsed = services.Time.GetElapsedTime(started);
        Look();

        var result = exit is { Code: 0 }
            ? Finished(request, format, printsResult ? stdout : null, folder)
            : Unfinished(exit, stop, errTail);
        result = result with
        {
            Captured = output.Close(),
            Cost = new TaskCost(elapsed, CpuTime: exit?.CpuTime, PeakMemoryBytes: Larger(exit?.PeakMemoryBytes, watched?.Peak)),
            ExitCode = exit?.Code,
        };
        return (result, exit is { IsAll: true });
    }

    /// <summary>What cannot be started directly (a script without its interpreter's name, say) is for the shell to judge.</summary>
    private ChildProcess Start(ProcessStart start, ProcessStart? direct, OutputFile stdout, OutputFile stderr)
    {
        try
        {
            if (direct is not null) return services.Launcher.StartCommand(direct, stdout, stderr);
        }
        catch (LaunchException)
        {
        }
        return services.Launcher.StartCommand(start, stdout, stderr);
    }

    private static TaskResult Finished(TaskRequest request, TaskFormat format, OutputFile? stdout, string directory)
    {
        var path = Path.Combine(directory, CommandArguments.OutputName);
        if (stdout is not null) Save(stdout, path);
        // A link would lead the host to where the task itself may not look.
        if (request.Sandbox is not null && new FileInfo(path).LinkTarget is not null)
            return OfError(RunnersMessages.Error(FaultSide.Task, ErrorCodes.OutputMissing, RunnersMessages.SandboxedLink));
        // What the host itself has written needs no check.
        var error = OutputReader.Read(request, format, path, out var size);
        if (error is null && format == TaskFormat.Beast2)
            error = OutputCheck.Check(request.OutputPath, request.OutputType, request.Limits.MaxOutputBytes, FaultSide.Task, out size);
        if (error is null) return new TaskResult.Succeeded(request.OutputPath, size);
        File.Delete(request.OutputPath);
        return OfError(error);
    }

    private static TaskResult Unfinished(ProcessExit? exit, StopControl stop, OutputTail stderr)
    {
        if (exit is null) return OfError(RunnersMessages.Error(FaultSide.Host, ErrorCodes.Unkillable, stop.Story));
        if (stop.Cause is StopCause.Cancelled or StopCause.Forced) return new TaskResult.Cancelled(stop.Story);
        if (stop.Cause == StopCause.Memory) return OfError(RunnersMessages.Error(FaultSide.Task, ErrorCodes.MemoryLimit, stop.Story));
        if (stop.Cause == StopCause.Deadline) return OfError(RunnersMessages.Error(FaultSide.Task, ErrorCodes.Deadline, stop.Story));
        var lines = stderr.LastLines();
        return exit.Value switch
        {
            { Code: { } code } => OfError(RunnersMessages.Error(FaultSide.Task, ErrorCodes.ExitCode, RunnersMessages.ExitCode(code, lines), lines)),
            { Signal: { } signal } => OfError(RunnersMessages.Error(FaultSide.Task, ErrorCodes.KilledBySignal, RunnersMessages.KilledBySignal(signal, lines), lines)),
            _ => OfError(RunnersMessages.Error(FaultSide.Host, ErrorCodes.HostInternal, RunnersMessages.UnknownExit)),
        };
    }

    // The system tells of the largest process, the watch of all together as far as it looked.
    private static long? Larger(long? one, long? other) => one is null || other > one ? other : one;

    private static void Save(OutputFile stdout, string path)
    {
        File.Delete(path);
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[1 << 16];
        for (var offset = 0L; stdout.Read(offset, buffer) is var count and > 0; offset += count) file.Write(buffer, 0, count);
    }

    private static TaskResult OfError(TaskError error) =>
        error.Side == FaultSide.Task ? new TaskResult.Failed(error) : new TaskResult.Faulted(error.Side, error);

    /// <summary>What the ladder does to the program.</summary>
    private sealed class Call(ChildProcess process) : IStoppable
    {
        private readonly TaskCompletionSource<ProcessExit?> _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public StopControl? Stop { get; set; }

        /// <summary>Null when the process cannot be killed.</summary>
        public async Task<ProcessExit?> ExitAsync()
        {
            var first = await Task.WhenAny(process.Exited, _givenUp.Task).ConfigureAwait(false);
            return first == _givenUp.Task ? null : await process.Exited.ConfigureAwait(false);
        }

        void IStoppable.Ask(string reason) => throw new NotSupportedException();

        void IStoppable.Signal() => process.Signal(StopSignal.Terminate);

        void IStoppable.Kill()
        {
            Stop!.WasStopped = process.IsStopped();
            process.KillTree();
        }

        void IStoppable.GiveUp() => _givenUp.TrySetResult(null);
    }
}
