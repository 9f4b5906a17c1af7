using System.Collections.Concurrent;
using System.Numerics;
using Polyglot.Dataflow.Planning;
using Polyglot.Store;

namespace Polyglot.Dataflow.Execution;

/// <summary>How much memory tasks took when they ran last, for those that do not say how much they take. Looked up once for each task, when it is about to run. Thread-safe.</summary>
internal sealed class ObservedPeaks(IPlanLookups lookups, IExecutionStore executions)
{
    // Few different numbers are few queues of what waits (Admission).
    private const int StepsOfDoubling = 4;

    private readonly ConcurrentDictionary<string, long> _known = new(StringComparer.Ordinal);

    /// <summary>
    /// Bytes, rounded up a little; 0 where nothing is known. The peak of the newest attempt that has one, at the execution that the newest run with a task of that
    /// name decided about; of a task that is run for every element, the largest of those that ran then.
    /// </summary>
    public long Of(string task) => _known.GetOrAdd(task, Find);

    /// <summary>Up to a quarter of the largest power of two in it.</summary>
    internal static long RoundUp(long bytes)
    {
        if (bytes <= StepsOfDoubling) return bytes;
        var step = (1L << BitOperations.Log2((ulong)bytes)) / StepsOfDoubling;
        return (bytes + step - 1) / step * step;
    }

    private long Find(string task)
    {
        if (lookups.FindPrevious(task)?.Execution is not { } execution) return 0;
        var peak = executions.Attempts(execution).LastOrDefault(attempt => attempt.Attempt.PeakMemory is > 0)?.Attempt.PeakMemory ?? 0;
        return RoundUp(Math.Min(peak, long.MaxValue / 2));
    }
}
