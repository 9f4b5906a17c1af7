using System.Globalization;
using Polyglot.East;

namespace Polyglot.Runners;

internal static partial class RunnersMessages
{
    public static string InvalidRange(long least, long most) => string.Create(CultureInfo.InvariantCulture, $"Invalid range: min ({least}) > max ({most})");

    public static string InvalidProbability(double probability) => $"Invalid probability: {EastText.Print(EastType.Float, probability)}";

    public static string NoIrVersion(string runner, string wanted, IReadOnlyList<string> versions) =>
        $"the runner {runner} runs East programs of {(versions.Count == 0 ? "no version" : $"version {string.Join(", ", versions)}")}, and this host has version {wanted}";

    public static string BadAnnouncement(string runner, string function, string problem) =>
        $"the runner {runner} announces the platform function '{function}' with a type that cannot be read: {problem}";

    public static string NoPackage(string package, IEnumerable<string> known) => $"there is no platform package '{package}'; there are {string.Join(", ", known)}";

    public const string NotNeeded = "the host keeps enough idle workers";
    public const string Idle = "nothing to do for a while";
    public const string Disposed = "the host is closing";
    public const string NoError = "the runner reported a failure without saying which";
    public const string NoDescription = "the runner answered without a description";
    public const string UnaskedCancel = "the runner reported the task as cancelled, and nobody had asked for it";
    public const string KilledForOther = "the worker was killed because of another task in it, and again when this one was given to another worker";
    public const string StaleAgain = "the runner refused a fresh worker's first request as stale";
    public const string CancelledByCaller = "cancelled";
    public const string KilledByCaller = "cancelled by force";
    public const string EndedBySignal = "it took a signal to stop it";
    public const string WasAbandoned = "its process could not even be killed (it is stuck in the system) and was left alone";

    public static string NotStopped(string reason) => $"{reason}; it did not stop when asked, inside of one long step, and was left alone";

    public static string InputUnreadable(string name, string why) => $"the input {name} cannot be read: {why}";

    public static string DeadlinePassed(TimeSpan deadline) => $"it took longer than its {Seconds(deadline)}";

    public const string MemoryNotWatched = "this system does not tell how much memory processes take, so `memory` does not limit tasks here";

    public static string TooMuchMemory(MemoryExcess excess) =>
        $"it took {(excess.Grew ? "another " : "")}{Bytes(excess.Used)} of memory, and may take {Bytes(excess.Limit)}";

    public static string Bytes(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var unit = 0;
        double value = bytes;
        for (; value >= 999.5 && unit < units.Length - 1; unit++) value /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.##} {units[unit]}");
    }

    public static string WasKilled(bool atOnce, bool wasStopped) =>
        (atOnce, wasStopped) switch
        {
            (_, true) => "its process had been stopped by a signal and could not answer, so it was killed",
            (true, _) => "its process was killed",
            _ => "it did not stop when asked, so its process was killed",
        };

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    /// <summary>An error that the host itself reports.</summary>
    public static TaskError Error(FaultSide side, string code, string summary, string details = "", bool retryable = false, TaskError? cause = null) =>
        new() { Side = side, Code = code, Summary = summary, Details = details, Retryable = retryable, Cause = cause };

    public static string RunnerNotStarted(string runner, string reason) => $"the runner {runner} could not be started: {reason}";

    public static string RunnerNotReady(string runner, TimeSpan time, string lines) =>
        $"the runner {runner} was not ready within {Seconds(time)}{LastLine(lines)}";

    public static string RunnerEndedEarly(string runner, string end, string lines) => $"the runner {runner} ended before it was ready: {end}{LastLine(lines)}";

    public static string RunnerFault(string runner, string end, string lines) => $"the runner {runner} failed: {end}{LastLine(lines)}";

    public static string WorkerReport(string runner, WorkerEnd end) => $"{runner}: {end.Message}";

    public static string WorkerEnd(SessionEnd session, ProcessExit? exit, bool stillRan, bool killed) => (exit, stillRan, killed) switch
    {
        (null, _, _) => $"{session.Message}; its process could not be killed",
        (_, _, true) => "its process was killed",
        (_, true, _) => $"{session.Message}; its process still ran and was killed",
        ({ Code: { } code }, _, _) => $"{session.Message}; its process ended with exit code {code}",
        ({ Signal: { } signal }, _, _) => $"{session.Message}; its process was ended by {SignalName(signal)}",
        _ => $"{session.Message}; its process ended",
    };

    public static string Rejected(string runner, string code, string reason) => $"the runner {runner} refused the task ({code}): {reason}";

    public static string OutputMissing => "success was reported, and there is no output file";

    public static string OutputTooLarge(long size, long limit) => $"the output has {size} bytes, and the limit is {limit}";

    public static string WrongOutputType(string declared, string actual, string difference) => $"declared {declared}, file holds {actual} ({difference})";

    public static string DamagedOutput(string reason) => $"the output is not a beast2 file: {reason}";

    public static string OutputUnreadable(string reason) => $"the output cannot be read: {reason}";

    public static string HostInternal(string reason) => $"the host failed: {reason}";

    public static string NeedsKind(string runner, string kind, string program) => $"the runner {runner} is of kind {kind} and cannot run {program}";

    /// <summary>The usual name of a signal.</summary>
    public static string SignalName(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        24 => "SIGXCPU",
        25 => "SIGXFSZ",
        31 => "SIGSYS",
        _ => $"signal {signal}",
    };

    /// <summary>The last line of a program's output as the end of a sentence; nothing when there is none.</summary>
    private static string LastLine(string lines)
    {
        var last = lines[(lines.LastIndexOf('\n') + 1)..].Trim();
        return last.Length == 0 ? "" : $" (its last line: {last})";
    }
}
