namespace Polyglot.Runners;

/// <summary>Codes of errors that the host itself reports; those of runtimes, and what all of them mean, are in <c>ir/protocol.md</c>.</summary>
public static class ErrorCodes
{
    /// <summary>Task: it took longer than it may.</summary>
    public const string Deadline = "deadline";

    /// <summary>Task: the result is larger than it may be.</summary>
    public const string OutputLimit = "output_limit";

    /// <summary>Runner, or task for commands: success was reported and there is no output file.</summary>
    public const string OutputMissing = "output_missing";

    /// <summary>Runner, or task for commands: the output file holds a value of another type.</summary>
    public const string WrongOutputType = "wrong_output_type";

    /// <summary>Runner, or task for commands: the output file is no value of the type that it claims.</summary>
    public const string DamagedOutput = "damaged_output";

    /// <summary>Host: the output could not be put into its place.</summary>
    public const string OutputFailed = "output_failed";

    /// <summary>Task: the program of a command ended with another exit code than 0.</summary>
    public const string ExitCode = "exit_code";

    /// <summary>Task: a signal ended the program of a command.</summary>
    public const string KilledBySignal = "killed_by_signal";

    /// <summary>Host: an input is missing, damaged or cannot be written in the format.</summary>
    public const string BadInput = "bad_input";

    /// <summary>Task: the format cannot carry a value of that type.</summary>
    public const string UnsupportedFormat = "unsupported_format";

    /// <summary>Host: the request and the runner do not fit together.</summary>
    public const string BadRequest = "bad_request";

    /// <summary>Host: the program of the runner could not be started.</summary>
    public const string StartFailed = "start_failed";

    /// <summary>Host: the task is to run in a sandbox, and none can be made here.</summary>
    public const string NoSandbox = "no_sandbox";

    /// <summary>Runner: it ended before it was ready.</summary>
    public const string StartEnded = "start_ended";

    /// <summary>Runner: it did not say Ready in time.</summary>
    public const string StartTimeout = "start_timeout";

    /// <summary>Host: the worker was killed because of another task in it, more than once.</summary>
    public const string WorkerKilled = "worker_killed";

    /// <summary>Host: the process could not even be killed.</summary>
    public const string Unkillable = "unkillable";

    /// <summary>Host: the host was disposed.</summary>
    public const string HostClosed = "host_closed";

    /// <summary>Runner: it failed without saying how.</summary>
    public const string NoError = "no_error";

    /// <summary>Runner: it answered Execute without a size, or Describe without a description.</summary>
    public const string NoDescription = "no_description";

    /// <summary>Host: it was cancelled before there was an answer.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Host: something went wrong that nobody expected.</summary>
    public const string HostInternal = "host_internal";

    /// <summary>Task: the program raised an error. A runtime's code; the host's for what runs in its own process, as are those below.</summary>
    public const string UserError = "user_error";

    /// <summary>Task: the program is none, or wrong.</summary>
    public const string LoadFailed = "load_failed";

    /// <summary>Task: the result cannot be written.</summary>
    public const string TypeMismatch = "type_mismatch";

    /// <summary>Task: the host stopped it because it took more memory than it may.</summary>
    public const string MemoryLimit = "memory_limit";

    /// <summary>Task: it used more memory than it may, or than there is, as its runtime found out.</summary>
    public const string OutOfMemory = "out_of_memory";

    /// <summary>The code of a broken session.</summary>
    public static string Of(DisconnectReason reason) => reason switch
    {
        DisconnectReason.ClosedByHost => WorkerKilled,
        DisconnectReason.CleanEnd => "runner_ended",
        DisconnectReason.EndInsideFrame => "end_inside_frame",
        DisconnectReason.BadMagic => "bad_magic",
        DisconnectReason.FrameTooLong => "frame_too_long",
        DisconnectReason.Undecodable => "undecodable",
        DisconnectReason.UnexpectedMessage => "unexpected_message",
        DisconnectReason.IncompatibleProtocol => "incompatible_protocol",
        DisconnectReason.SecondReply => "second_reply",
        DisconnectReason.EventAfterReply => "event_after_reply",
        DisconnectReason.UnknownRequest => "unknown_request",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
