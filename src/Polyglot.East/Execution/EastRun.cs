using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>
/// One run of a program, as its code sees it: what is left of its limits and how deep it is. Every closure leads here. Public fields,
/// because compiled code is at them all the time. Not thread-safe.
/// </summary>
internal sealed class EastRun(EastLimits limits, CancellationToken cancellation) : IDisposable
{
    /// <summary>A function looks at the machine's stack each time its depth is a multiple of this, a power of two.</summary>
    public const int DepthOfCheck = 64;

    /// <summary>Steps that a function which loops takes at a time, so that its loops count in a register.</summary>
    public const int Lease = 1024;

    /// <summary>How often a run is looked after from outside.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);

    /// <summary>Steps that are left. Compiled code takes off what it did, and looks whether there are any and at <see cref="Stop"/>.</summary>
    public long Fuel = limits.Steps ?? long.MaxValue / 2;

    /// <summary>0, and -1 when something else than the steps ends the run; that is watched from outside.</summary>
    public long Stop;

    /// <summary>How many calls are nested.</summary>
    public int Depth;

    private readonly TimeProvider? _clock =
        limits.Time is null ? null : limits.Clock ?? throw new ArgumentException("a limit of time needs a clock", nameof(limits));

    private readonly long _start = limits.Clock?.GetTimestamp() ?? 0;
    private readonly long _memory = limits.Memory ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;
    private ITimer? _timer;
    private CancellationTokenRegistration _registration;
    private volatile Exception? _reason;
    private volatile bool _isWatched;

    /// <summary>The run whose code this thread is in.</summary>
    [field: ThreadStatic]
    public static EastRun? Current { get; private set; }

    /// <summary>Makes the functions inside values that the program decodes.</summary>
    public IFunctionMaker? Functions { get; set; }

    public CancellationToken Cancellation => cancellation;

    /// <summary>Begins to look after the run, until it is disposed of.</summary>
    public void Watch()
    {
        _timer = _clock?.CreateTimer(static run => ((EastRun)run!).Look(), this, Period, Period);
        _registration = cancellation.UnsafeRegister(static run => ((EastRun)run!).Look(), this);
        _isWatched = true;
        _ = new CollectionWatch(this);
    }

    public void Dispose()
    {
        _isWatched = false;
        _timer?.Dispose();
        _registration.Dispose();
    }

    /// <summary>Why the run is over, to be thrown: an <see cref="EastLimitException"/>, or an <see cref="OperationCanceledException"/>.</summary>
    public Exception Stopped() => _reason ?? new EastLimitException(EastLimit.Steps, ExecutionMessages.Steps(limits.Steps ?? 0));

    /// <summary>Takes off steps.</summary>
    public void Spend(int steps)
    {
        Fuel -= steps;
        if ((Fuel | Volatile.Read(ref Stop)) < 0) throw Stopped();
    }

    /// <summary>Calls a function of the run on this thread.</summary>
    public object? Call(EastFunction function, object?[] arguments)
    {
        var outer = Current;
        Current = this;
        try
        {
            return function.Invoke(arguments);
        }
        finally
        {
            Current = outer;
        }
    }

    /// <summary>The error of a call that would be too deep; the call adds its location.</summary>
    public static EastException TooDeep() => new(ExecutionMessages.TooDeep);

    /// <summary>Ends with an East error before a function that takes much of the machine's stack uses it up.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void CheckStackFor(int bytes)
    {
        if (!LargeStack.HasRoom(bytes)) throw TooDeep();
    }

    /// <summary>Ends with an East error before the machine's stack is used up.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void CheckStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw TooDeep();
    }

    private void Look()
    {
        _reason ??= cancellation.IsCancellationRequested ? new OperationCanceledException(cancellation)
            : _clock?.GetElapsedTime(_start) > limits.Time ? new EastLimitException(EastLimit.Time, ExecutionMessages.Time(limits.Time.Value))
            : GC.GetTotalMemory(forceFullCollection: false) > _memory ? new EastLimitException(EastLimit.Memory, ExecutionMessages.Memory(_memory))
            : null;
        if (_reason is not null) Volatile.Write(ref Stop, -1);
    }

    /// <summary>Garbage that looks after a run whenever it is collected: memory does not grow much without that.</summary>
    private sealed class CollectionWatch(EastRun run)
    {
        ~CollectionWatch()
        {
            if (!run._isWatched) return;
            run.Look();
            _ = new CollectionWatch(run);
        }
    }
}
