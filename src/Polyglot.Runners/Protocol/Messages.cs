namespace Polyglot.Runners;

/// <summary>One frame: a message and the request it belongs to (0 in the handshake). Mirrors <c>Envelope</c> of <c>ir/runner.fbs</c>.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Message">One of the records of this file; fields mean what <c>ir/runner.fbs</c> says, absent texts and lists are empty.</param>
public sealed record Envelope(ulong Id, RunnerMessage Message);

/// <summary>A message of the protocol.</summary>
public abstract record RunnerMessage
{
    private protected RunnerMessage()
    {
    }
}

/// <summary>Sizes as they go over the wire: 0 means none.</summary>
/// <param name="MaxFrameBytes">Largest payload of a frame.</param>
/// <param name="MaxOutputBytes">Largest output file.</param>
/// <param name="MaxLogBytes">Most output text that is kept.</param>
/// <param name="MaxMemoryBytes">Memory of the runtime.</param>
public sealed record WireLimits(uint MaxFrameBytes = 0, ulong MaxOutputBytes = 0, ulong MaxLogBytes = 0, ulong MaxMemoryBytes = 0);

/// <summary>The host's first frame.</summary>
/// <param name="ProtocolMin">Lowest version the host speaks.</param>
/// <param name="ProtocolMax">Highest version the host speaks.</param>
/// <param name="HostVersion">For people.</param>
/// <param name="Features">Optional parts the host knows.</param>
/// <param name="Limits">For the whole session.</param>
/// <param name="SessionId">For people and logs.</param>
public sealed record HelloMessage(
    uint ProtocolMin, uint ProtocolMax, string HostVersion, IReadOnlyList<string> Features, WireLimits? Limits, string SessionId) : RunnerMessage;

/// <summary>A native function that East IR may call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Inputs">Schemas of its parameters.</param>
/// <param name="Output">Schema of its result.</param>
/// <param name="IsAsync">True when its call must be awaited.</param>
public sealed record PlatformFunction(string Name, IReadOnlyList<ReadOnlyMemory<byte>> Inputs, ReadOnlyMemory<byte> Output, bool IsAsync);

/// <summary>The runtime's answer to <see cref="HelloMessage"/>.</summary>
/// <param name="Protocol">The version it chose.</param>
/// <param name="Runner">Its id.</param>
/// <param name="RunnerVersion">Of its own code.</param>
/// <param name="Language">The language's name.</param>
/// <param name="LanguageVersion">The language's version.</param>
/// <param name="Features">Optional parts it offers, such as <c>fork</c>.</param>
/// <param name="IrVersions">Versions of East IR it runs.</param>
/// <param name="MaxConcurrency">Most requests at a time; 0 counts as 1.</param>
/// <param name="PlatformFunctions">What East IR may call.</param>
public sealed record ReadyMessage(
    uint Protocol, string Runner, string RunnerVersion, string Language, string LanguageVersion, IReadOnlyList<string> Features,
    IReadOnlyList<string> IrVersions, uint MaxConcurrency, IReadOnlyList<PlatformFunction> PlatformFunctions) : RunnerMessage;

/// <summary>Kind of program.</summary>
public enum ProgramKind
{
    /// <summary>Not said.</summary>
    Unknown = 0,

    /// <summary>A function in a script.</summary>
    Function = 1,

    /// <summary>East IR.</summary>
    East = 2,
}

/// <summary>Isolation as it goes over the wire.</summary>
public enum WireIsolation
{
    /// <summary>Not said.</summary>
    Unknown = 0,

    /// <summary>In the worker itself.</summary>
    Shared = 1,

    /// <summary>In a fresh copy of the worker.</summary>
    Fork = 2,
}

/// <summary>What to run; which fields count depends on <paramref name="Kind"/>.</summary>
/// <param name="Kind">Function or East.</param>
/// <param name="Script">Function: absolute path of the script.</param>
/// <param name="Function">Function: its name.</param>
/// <param name="CodeId">Function: changes with the code.</param>
/// <param name="IrPath">East: path of the program.</param>
/// <param name="IrId">East: object id of the program.</param>
/// <param name="Platforms">East: platform packages it may call.</param>
public sealed record WireProgram(ProgramKind Kind, string Script, string Function, string CodeId, string IrPath, string IrId, IReadOnlyList<string> Platforms);

/// <summary>An input file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its object id.</param>
/// <param name="Path">Absolute path.</param>
/// <param name="Schema">Its type.</param>
public sealed record WireInput(string Name, string Id, string Path, ReadOnlyMemory<byte> Schema);

/// <summary>The file to write.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Schema">The result's type.</param>
public sealed record WireOutput(string Path, ReadOnlyMemory<byte> Schema);

/// <summary>Run a program.</summary>
/// <param name="Program">What to run.</param>
/// <param name="Inputs">By position.</param>
/// <param name="Output">Where the result goes.</param>
/// <param name="WorkDir">Scratch directory.</param>
/// <param name="Environment">The task's declared variables.</param>
/// <param name="DeadlineMs">From receipt; 0 for none.</param>
/// <param name="Limits">Of this task.</param>
/// <param name="Isolation">Where to run it.</param>
/// <param name="Seed">Source of randomness.</param>
/// <param name="Task">The task's name.</param>
public sealed record ExecuteMessage(
    WireProgram? Program, IReadOnlyList<WireInput> Inputs, WireOutput? Output, string WorkDir, IReadOnlyList<KeyValuePair<string, string>> Environment,
    ulong DeadlineMs, WireLimits? Limits, WireIsolation Isolation, ulong Seed, string Task) : RunnerMessage;

/// <summary>Which functions does a script offer?</summary>
/// <param name="Script">Absolute path.</param>
/// <param name="CodeId">Changes with the code.</param>
/// <param name="Functions">Only these; empty for all.</param>
public sealed record DescribeMessage(string Script, string CodeId, IReadOnlyList<string> Functions) : RunnerMessage;

/// <summary>Are you there?</summary>
public sealed record PingMessage : RunnerMessage;

/// <summary>Stop the request that has the envelope's id.</summary>
/// <param name="Reason">For people.</param>
public sealed record CancelMessage(string Reason) : RunnerMessage;

/// <summary>Answer, then exit.</summary>
/// <param name="Reason">For people.</param>
public sealed record ShutdownMessage(string Reason) : RunnerMessage;

/// <summary>Nanoseconds of each phase; 0 where not measured.</summary>
/// <param name="LoadNs">Loading or compiling the program.</param>
/// <param name="DecodeNs">Reading inputs.</param>
/// <param name="CallNs">The user's code.</param>
/// <param name="EncodeNs">Writing the output.</param>
public sealed record WireTimings(ulong LoadNs, ulong DecodeNs, ulong CallNs, ulong EncodeNs);

/// <summary>The request succeeded.</summary>
/// <param name="Size">Of the output file.</param>
/// <param name="Timings">Null when not measured.</param>
/// <param name="PeakMemoryBytes">0 when not measured.</param>
/// <param name="CpuNs">0 when not measured.</param>
/// <param name="Description">Only for <see cref="DescribeMessage"/>.</param>
public sealed record CompletedMessage(ulong Size, WireTimings? Timings, ulong PeakMemoryBytes, ulong CpuNs, ScriptDescription? Description) : RunnerMessage;

/// <summary>The request failed.</summary>
/// <param name="Error">Null when the runtime gave none.</param>
/// <param name="Timings">Null when not measured.</param>
/// <param name="PeakMemoryBytes">0 when not measured.</param>
/// <param name="CpuNs">0 when not measured.</param>
public sealed record FailedMessage(TaskError? Error, WireTimings? Timings, ulong PeakMemoryBytes, ulong CpuNs) : RunnerMessage;

/// <summary>The request was cancelled.</summary>
/// <param name="Reason">For people.</param>
public sealed record CancelledMessage(string Reason) : RunnerMessage;

/// <summary>The runtime did not start on the request.</summary>
/// <param name="Code">Stable, listed in <c>ir/protocol.md</c>.</param>
/// <param name="Reason">For people.</param>
public sealed record RejectedMessage(string Code, string Reason) : RunnerMessage;

/// <summary>A log line.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Message">The line.</param>
public sealed record LogMessage(TaskLogLevel Level, string Message) : RunnerMessage;

/// <summary>Captured output.</summary>
/// <param name="Stream">Which.</param>
/// <param name="Data">As written.</param>
public sealed record OutputMessage(StreamKind Stream, ReadOnlyMemory<byte> Data) : RunnerMessage;

/// <summary>How far a request is.</summary>
/// <param name="Fraction">0 to 1; negative when unknown.</param>
/// <param name="Message">For people.</param>
public sealed record ProgressMessage(double Fraction, string Message) : RunnerMessage;

/// <summary>A message of a kind that this host does not know.</summary>
/// <param name="Type">Its number in the union.</param>
public sealed record UnknownMessage(byte Type) : RunnerMessage;
