using Polyglot.East;

namespace Polyglot.Runners;

/// <summary>
/// Runs East programs in this process, each run on a thread of its own. A run is asked to stop, and looks for that at every call and every
/// iteration; one that does not answer, inside of a single long builtin, is given up after the manifest's times and has no more effect.
/// </summary>
internal sealed class InProcessRun(WorkerServices services)
{
    public async Task<TaskResult> ExecuteAsync(TaskRequest request, ITaskEvents events, StopWishes wishes)
    {
        if (wishes.Cancel.IsCancellationRequested || wishes.Kill.IsCancellationRequested) return new TaskResult.Cancelled(RunnersMessages.CancelledByCaller);
        var manifest = request.Runner.Manifest;
        var output = new TaskOutput(events, services.MaxCapturedBytes);
        output.Started(new WorkerInfo(request.Runner.Id, Environment.ProcessId, IsWarm: true));
        var started = services.Time.GetTimestamp();
        var call = new InProcessCall(request, output, services.Time);
        using var stop = new StopControl(call, new LadderRungs(Ask: true, Signal: false), manifest.Timeouts, wishes, services.Time);
        stop.Listen();
        var ended = await call.RunAsync().ConfigureAwait(false);
        stop.Ended();
        var captured = output.Close();
        var cost = new TaskCost(services.Time.GetElapsedTime(started)) with { Load = call.Load, Decode = call.Decode, Call = call.Call, Encode = call.Encode };
        return (ended ?? Stopped(stop)) with { Captured = captured, Cost = cost, RunnerVersion = request.Runner.Version };
    }

    private static TaskResult Stopped(StopControl stop)
    {
        if (stop.Reached == LadderState.Abandoned)
            return new TaskResult.Faulted(FaultSide.Host, RunnersMessages.Error(FaultSide.Host, ErrorCodes.Unkillable, RunnersMessages.NotStopped(stop.Reason)));
        return stop.Cause == StopCause.Deadline
            ? new TaskResult.Failed(RunnersMessages.Error(FaultSide.Task, ErrorCodes.Deadline, stop.Reason))
            : new TaskResult.Cancelled(stop.Reason);
    }

    /// <summary>What a program did wrong, as data: the East places are where it came from.</summary>
    internal static TaskError ErrorOf(EastException error) => new()
    {
        Side = FaultSide.Task,
        Code = ErrorCodes.UserError,
        Summary = error.Message.Split('\n')[0],
        ErrorType = "EastError",
        Location = [.. error.Locations.Select(l => new ErrorFrame(l.File, Number(l.Line), Number(l.Column), "", IsUser: true))],
        Details = error.Display(),
    };

    private static int Number(long number) => (int)Math.Clamp(number, 0, int.MaxValue);

    /// <summary>One run: from the files of the inputs to the file of the output.</summary>
#pragma warning disable CA1001 // the source has no timer and no handle; the program of a call that was given up may still look at it
    private sealed class InProcessCall(TaskRequest request, TaskOutput output, TimeProvider time) : IStoppable
#pragma warning restore CA1001
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly TaskCompletionSource<TaskResult?> _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _writing = new();
        private bool _isGivenUp;

        public TimeSpan? Load { get; private set; }

        public TimeSpan? Decode { get; private set; }

        public TimeSpan? Call { get; private set; }

        public TimeSpan? Encode { get; private set; }

        /// <summary>Null when it was stopped.</summary>
        public async Task<TaskResult?> RunAsync()
        {
            var run = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return await (await Task.WhenAny(run, _givenUp.Task).ConfigureAwait(false)).ConfigureAwait(false);
        }

        void IStoppable.Ask(string reason) => _stop.Cancel();

        void IStoppable.Signal() => _stop.Cancel();

        void IStoppable.Kill() => _stop.Cancel();

        void IStoppable.GiveUp()
        {
            lock (_writing) _isGivenUp = true;
            _givenUp.TrySetResult(null);
        }

        private TaskResult? Run()
        {
            try
            {
                var (program, refused) = LoadProgram();
                if (program is null) return Failure(refused!);
                var (arguments, unread) = ReadInputs();
                if (unread is not null) return Failure(unread);
                var begun = time.GetTimestamp();
                var value = program.Run(arguments, new EastLimits { Memory = request.Limits.MaxMemoryBytes, Clock = time }, _stop.Token);
                Call = time.GetElapsedTime(begun);
                return WriteOutput(value);
            }
            catch (EastException error)
            {
                return Failure(ErrorOf(error));
            }
            catch (EastLimitException limit)
            {
                return Failure(RunnersMessages.Error(FaultSide.Task, ErrorCodes.OutOfMemory, limit.Message));
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception e)
            {
                return Failure(RunnersMessages.Error(FaultSide.Runner, ErrorCodes.HostInternal, RunnersMessages.HostInternal(e.Message), e.ToString()));
            }
        }

        private (EastProgram? Program, TaskError? Error) LoadProgram()
        {
            var begun = time.GetTimestamp();
            var read = IrReader.FromBeast2(File.ReadAllBytes(((IrTaskProgram)request.Program).Path));
            if (!read.IsSuccess) return (null, RunnersMessages.Error(FaultSide.Task, ErrorCodes.LoadFailed, read.Error.Message));
            var packages = BuiltInPackages.Of(((IrTaskProgram)request.Program).Platforms);
            if (packages.FirstOrDefault(p => !HostPlatform.Packages.Contains(p)) is { } unknown)
                return (null, RunnersMessages.Error(FaultSide.Task, ErrorCodes.LoadFailed, RunnersMessages.NoPackage(unknown, HostPlatform.Packages)));
            try
            {
                var platform = new HostPlatform((stream, bytes) => output.Write(stream, bytes), request.Seed, time);
                var program = EastProgram.Compile(read.Value, platform.Functions(packages));
                Load = time.GetElapsedTime(begun);
                return (program, null);
            }
            catch (EastProgramException wrong)
            {
                return (null, RunnersMessages.Error(FaultSide.Task, ErrorCodes.LoadFailed, wrong.Problems[0].ToString(), wrong.Message));
            }
        }

        private (object?[] Values, TaskError? Error) ReadInputs()
        {
            var begun = time.GetTimestamp();
            var values = new object?[request.Inputs.Count];
            for (var i = 0; i < values.Length; i++)
            {
                using var file = File.OpenRead(request.Inputs[i].Path);
                var decoded = Beast2.Decode(file, request.Inputs[i].Type);
                if (!decoded.IsSuccess)
                    return (values, RunnersMessages.Error(FaultSide.Host, ErrorCodes.BadInput, RunnersMessages.InputUnreadable(request.Inputs[i].Name, decoded.Error.Message)) with { Argument = i });
                values[i] = decoded.Value;
            }
            Decode = time.GetElapsedTime(begun);
            return (values, null);
        }

        private TaskResult? WriteOutput(object? value)
        {
            var begun = time.GetTimestamp();
            lock (_writing)
            {
                if (_isGivenUp) return null;
                long size;
                using (var file = new FileStream(request.OutputPath, FileMode.CreateNew, FileAccess.Write))
                {
                    if (Beast2.Write(file, request.OutputType, value) is { } refused)
                        return Discard(RunnersMessages.Error(FaultSide.Task, ErrorCodes.TypeMismatch, refused.Message) with { Path = refused.Path });
                    size = file.Length;
                }
                Encode = time.GetElapsedTime(begun);
                return size > request.Limits.MaxOutputBytes
                    ? Discard(RunnersMessages.Error(FaultSide.Task, ErrorCodes.OutputLimit, RunnersMessages.OutputTooLarge(size, request.Limits.MaxOutputBytes.Value)))
                    : new TaskResult.Succeeded(request.OutputPath, size);
            }
        }

        private TaskResult Discard(TaskError error)
        {
            File.Delete(request.OutputPath);
            return Failure(error);
        }

        private static TaskResult Failure(TaskError error) =>
            error.Side == FaultSide.Task ? new TaskResult.Failed(error) : new TaskResult.Faulted(error.Side, error);
    }
}
