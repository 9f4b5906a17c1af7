using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>
/// One run of a program, as its code sees it: what is left of its limits and how deep it is. Every closure leads here. Public fields,
/// because compiled code is at them all the time. Not thread-safe.
/// </summary>
internal sealed class EastRun(EastLimits limits, CancellationToken cancellation)
{
    /// <summary>A function looks at the machine's stack each time its depth is a multiple of this, a power of two.</summary>
    public const int DepthOfCheck = 64;

    /// <summary>Steps that a function which loops takes at a time, so that its loops count in a register.</summary>
    public const int Lease = 1024;

    private const int Bundle = 16 * Lease;

    /// <summary>Steps until the limits are looked at. Compiled code takes one off and calls <see cref="Refuel"/> below zero.</summary>
    public long Fuel;

    /// <summary>How many calls are nested.</summary>
    public int Depth;

    private readonly TimeProvider? _clock =
        limits.Time is null ? null : limits.Clock ?? throw new ArgumentException("a limit of time needs a clock", nameof(limits));

    private readonly long _start = limits.Clock?.GetTimestamp() ?? 0;
    private readonly long _memory = limits.Memory ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;
    private long _granted;

    /// <summary>The run whose code this thread is in.</summary>
    [field: ThreadStatic]
    public static EastRun? Current { get; private set; }

    /// <summary>Makes the functions inside values that the program decodes.</summary>
    public IFunctionMaker? Functions { get; set; }

    public CancellationToken Cancellation => cancellation;

    /// <summary>Looks at the limits.</summary>
    /// <exception cref="EastLimitException">The run is over.</exception>
    /// <exception cref="OperationCanceledException">The host does not want the result any more.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Refuel()
    {
        var used = _granted - Fuel;
        if (used > limits.Steps) throw new EastLimitException(EastLimit.Steps, ExecutionMessages.Steps(limits.Steps.Value));
        cancellation.ThrowIfCancellationRequested();
        if (limits.Time is { } time && _clock!.GetElapsedTime(_start) > time)
            throw new EastLimitException(EastLimit.Time, ExecutionMessages.Time(time));
        if (GC.GetTotalMemory(forceFullCollection: false) > _memory)
            throw new EastLimitException(EastLimit.Memory, ExecutionMessages.Memory(_memory));
        Fuel = limits.Steps is { } steps ? Math.Min(Bundle, steps - used) : Bundle;
        _granted = used + Fuel;
    }

    /// <summary>Takes off the iterations of a lease that is used up.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Spend()
    {
        Fuel -= Lease;
        if (Fuel < 0) Refuel();
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
}
