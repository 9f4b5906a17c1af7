namespace Polyglot.Runners;

/// <summary>How a process ended.</summary>
/// <param name="Code">Its exit code; null when a signal ended it or nobody knows.</param>
/// <param name="Signal">The signal that ended it; null when it exited or nobody knows.</param>
/// <param name="CpuTime">Of it and of its own children that it waited for; null when unknown.</param>
/// <param name="PeakMemoryBytes">Largest resident size; null when unknown.</param>
/// <param name="IsAll">Everything that it started has ended as well; false where that is not known.</param>
internal readonly record struct ProcessExit(int? Code, int? Signal, TimeSpan? CpuTime, long? PeakMemoryBytes, bool IsAll = false);

/// <summary>Ways to ask a process to stop.</summary>
internal enum StopSignal
{
    /// <summary>SIGINT.</summary>
    Interrupt,

    /// <summary>SIGTERM.</summary>
    Terminate,
}

/// <summary>What to start.</summary>
/// <param name="Argv">Starts with an absolute path.</param>
/// <param name="Environment">All of it: nothing is inherited. Later pairs win.</param>
/// <param name="WorkingDirectory">Absolute path.</param>
internal sealed record ProcessStart(IReadOnlyList<string> Argv, IReadOnlyList<KeyValuePair<string, string>> Environment, string WorkingDirectory)
{
    /// <summary>Absolute path of the file to start, where the program is to be told another name.</summary>
    public string Program { get; init; } = Argv[0];

    /// <summary>How many processes stand between the one that is started and the one that it is about, each the other's parent: signals are for the latter.</summary>
    public int Depth { get; init; }
}

/// <summary>A process that was started here: it leads a group of its own. Thread-safe.</summary>
internal abstract class ChildProcess
{
    /// <summary>Its process id, which is its group's too.</summary>
    public abstract int Id { get; }

    /// <summary>
    /// Completes, on a thread of the pool, when it has ended and been reaped; what was left of its group has been killed then, and of a command also what left the
    /// group and can be found. Never fails.
    /// </summary>
    public abstract Task<ProcessExit> Exited { get; }

    /// <summary>Asks it to stop; without effect when it has ended, or where the system has no such signal.</summary>
    public abstract void Signal(StopSignal signal);

    /// <summary>Kills it, its group, and those of its descendants that left the group and can be found. Returns before they are gone.</summary>
    public abstract void KillTree();

    /// <summary>True when it has been stopped by a signal (as by <c>kill -STOP</c>), so that it cannot answer.</summary>
    public abstract bool IsStopped();
}

/// <summary>The two ends of the protocol. Thread-safe for one receiver and any number of senders.</summary>
internal interface IByteChannel : IDisposable
{
    /// <summary>True when bytes are kept because the other side does not take them.</summary>
    bool IsBlocked { get; }

    /// <summary>
    /// Sends bytes after those sent before and never waits: what the other side does not take now is kept and sent when it does. False when the other side has
    /// closed its end.
    /// </summary>
    bool Send(ReadOnlySpan<byte> bytes);

    /// <summary>Waits for bytes. 0 at the end of the stream, and after <see cref="Interrupt"/>.</summary>
    int Receive(Span<byte> buffer);

    /// <summary>Ends the other side's input: it reads the end of the stream. More sends are refused.</summary>
    void CloseSending();

    /// <summary>Makes <see cref="Receive"/> return 0 now and from now on.</summary>
    void Interrupt();
}

/// <summary>Starts processes. Thread-safe.</summary>
internal interface IProcessLauncher : IAsyncDisposable
{
    /// <summary>A file to which processes can write while the host reads it.</summary>
    /// <param name="isPassing">It is read, and what was read is discarded, while it is written: it may be kept in memory.</param>
    OutputFile CreateOutputFile(bool isPassing);

    /// <summary>Starts a program without input whose output goes to two files (which may be one).</summary>
    /// <exception cref="LaunchException">It could not be started.</exception>
    ChildProcess StartCommand(ProcessStart start, OutputFile stdout, OutputFile stderr);

    /// <summary>Starts a worker; <c>POLYGLOT_PROTOCOL_FD</c> is added to its environment.</summary>
    /// <exception cref="LaunchException">It could not be started.</exception>
    ChildProcess StartWorker(ProcessStart start, OutputFile log, out IByteChannel channel);

    /// <summary>Kills every process that was started here and every descendant that can be found.</summary>
    void KillAll();
}

/// <summary>A process could not be started.</summary>
/// <param name="message">Names the program and the system's reason.</param>
internal sealed class LaunchException(string message) : Exception(message);
