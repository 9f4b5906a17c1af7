using Polyglot.East;

namespace Polyglot.Runners;

/// <summary>What a task printed. The bytes are as written: they may hold invalid UTF-8.</summary>
/// <param name="Stdout">At most <see cref="RunnerHostOptions.MaxCapturedBytes"/>: the first half and the last half of what was more.</param>
/// <param name="StdoutTruncated">Bytes are missing from the middle of <paramref name="Stdout"/>; a line there says how many.</param>
/// <param name="Stderr">As <paramref name="Stdout"/>, with what a worker's process itself wrote meanwhile.</param>
/// <param name="StderrTruncated">As for stdout.</param>
public sealed record CapturedOutput(ReadOnlyMemory<byte> Stdout, bool StdoutTruncated, ReadOnlyMemory<byte> Stderr, bool StderrTruncated)
{
    /// <summary>Nothing was printed.</summary>
    public static CapturedOutput Empty { get; } = new(default, false, default, false);
}

/// <summary>What a task cost. A part is null where neither the runtime nor the system could tell.</summary>
/// <param name="Elapsed">From when the request was sent (or the program started) to its reply (or end).</param>
/// <param name="Load">Loading or compiling the program, as the runtime measured it.</param>
/// <param name="Decode">Reading the inputs, as the runtime measured it.</param>
/// <param name="Call">The user's code, as the runtime measured it.</param>
/// <param name="Encode">Writing the output, as the runtime measured it.</param>
/// <param name="CpuTime">Of all processors together.</param>
/// <param name="PeakMemoryBytes">Largest resident size of the process that ran it.</param>
public sealed record TaskCost(
    TimeSpan Elapsed, TimeSpan? Load = null, TimeSpan? Decode = null, TimeSpan? Call = null, TimeSpan? Encode = null,
    TimeSpan? CpuTime = null, long? PeakMemoryBytes = null);

/// <summary>How a task ended: exactly one of the nested records. Immutable.</summary>
public abstract record TaskResult
{
    private TaskResult()
    {
    }

    /// <summary>What it printed.</summary>
    public CapturedOutput Captured { get; init; } = CapturedOutput.Empty;

    /// <summary>What it cost; null when it never started.</summary>
    public TaskCost? Cost { get; init; }

    /// <summary>The exit code of the program of a runner of kind command; null for workers, and where a signal ended it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The version of the runtime's language as it told it in the handshake, or of its own code where it has none; empty for runners of kind command.</summary>
    public string RunnerVersion { get; init; } = "";

    /// <summary>The output file is at <paramref name="OutputPath"/>, has the declared type in its header and the structure of a value of it.</summary>
    /// <param name="OutputPath"><see cref="TaskRequest.OutputPath"/>.</param>
    /// <param name="Size">The file's size in bytes.</param>
    public sealed record Succeeded(string OutputPath, long Size) : TaskResult;

    /// <summary>The task is at fault: its code, its data, its deadline.</summary>
    /// <param name="Error">Has <see cref="FaultSide.Task"/>.</param>
    public sealed record Failed(TaskError Error) : TaskResult;

    /// <summary>It was cancelled before it ended.</summary>
    /// <param name="Reason">One line: who asked, and what it took to stop it.</param>
    public sealed record Cancelled(string Reason) : TaskResult;

    /// <summary>The runtime or the host is at fault; nothing is known about the task.</summary>
    /// <param name="Side"><see cref="FaultSide.Runner"/> or <see cref="FaultSide.Host"/>.</param>
    /// <param name="Error">Why. <see cref="TaskError.Retryable"/> says whether trying again may help.</param>
    public sealed record Faulted(FaultSide Side, TaskError Error) : TaskResult;
}

/// <summary>What <see cref="RunnerHost.AnnounceAsync"/> found.</summary>
public abstract record AnnounceResult
{
    private AnnounceResult()
    {
    }

    /// <summary>What the runtime says of itself.</summary>
    /// <param name="IrVersions">The versions of East that it runs.</param>
    /// <param name="Functions">What its programs may call, of all packages; names may occur more than once.</param>
    public sealed record Announced(IReadOnlyList<string> IrVersions, IReadOnlyList<PlatformSignature> Functions) : AnnounceResult;

    /// <summary>It could not be started, or does not keep the protocol.</summary>
    /// <param name="Error">Why.</param>
    public sealed record Refused(TaskError Error) : AnnounceResult;
}

/// <summary>What <see cref="RunnerHost.DescribeAsync"/> found.</summary>
public abstract record DescribeResult
{
    private DescribeResult()
    {
    }

    /// <summary>What the script offers.</summary>
    /// <param name="Script">Functions and dependencies.</param>
    public sealed record Described(ScriptDescription Script) : DescribeResult;

    /// <summary>It could not be described; <see cref="TaskError.Side"/> says whether the script or the runtime is at fault.</summary>
    /// <param name="Error">Why.</param>
    public sealed record Refused(TaskError Error) : DescribeResult;
}
