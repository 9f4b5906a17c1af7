namespace Polyglot.Resident;

/// <summary>Which stream bytes are for.</summary>
public enum OutputStream
{
    /// <summary>Standard output.</summary>
    Out = 1,

    /// <summary>Standard error.</summary>
    Error = 2,
}

/// <summary>
/// What a client and a resident host say to each other. The client begins with <see cref="Hello"/>, the host answers with <see cref="Welcome"/>; then the client sends
/// <see cref="Command"/> or <see cref="Stop"/>, or goes. Immutable.
/// </summary>
public abstract record HostMessage
{
    private HostMessage()
    {
    }

    /// <summary>From the client, first.</summary>
    /// <param name="Protocol">The version of these messages.</param>
    /// <param name="Build">Which program and which manifests the client would work with itself.</param>
    public sealed record Hello(int Protocol, string Build) : HostMessage;

    /// <summary>The host's answer.</summary>
    /// <param name="Protocol">The version of its messages.</param>
    /// <param name="Build">Which program and which manifests it works with.</param>
    /// <param name="ProcessId">Its process.</param>
    /// <param name="StartedAt">When it started: ticks, UTC.</param>
    /// <param name="Commands">How many commands it has run.</param>
    /// <param name="IsBusy">It runs one now, and takes no other.</param>
    /// <param name="Kind">What it is there for: <c>host</c> or <c>watch</c>.</param>
    public sealed record Welcome(int Protocol, string Build, int ProcessId, long StartedAt, int Commands, bool IsBusy, string Kind) : HostMessage;

    /// <summary>Run this command line.</summary>
    /// <param name="Arguments">Without the program.</param>
    /// <param name="Folder">The working folder: absolute.</param>
    /// <param name="Environment">Every variable.</param>
    /// <param name="OutIsTerminal">Standard output is a terminal.</param>
    /// <param name="ErrorIsTerminal">Standard error is a terminal.</param>
    /// <param name="Columns">Of the terminal; 0 where it is none or does not say.</param>
    public sealed record Command(
        IReadOnlyList<string> Arguments, string Folder, IReadOnlyList<KeyValuePair<string, string>> Environment, bool OutIsTerminal, bool ErrorIsTerminal, int Columns) : HostMessage;

    /// <summary>The terminal has another width now.</summary>
    public sealed record Resize(int Columns) : HostMessage;

    /// <summary>Ctrl-C or a signal: the first asks the command to stop, the second to stop at once.</summary>
    public sealed record Interrupt : HostMessage;

    /// <summary>The command printed.</summary>
    /// <param name="Stream">Where.</param>
    /// <param name="Bytes">At most <see cref="MessageCodec.MaxOutput"/>.</param>
    public sealed record Output(OutputStream Stream, ReadOnlyMemory<byte> Bytes) : HostMessage;

    /// <summary>The command has ended; nothing follows.</summary>
    public sealed record Exit(int Code) : HostMessage;

    /// <summary>Another command is running, or the host is about to end: this one was not begun.</summary>
    public sealed record Busy : HostMessage;

    /// <summary>End when nothing runs any more. The host answers by ending the connection when it does.</summary>
    public sealed record Stop : HostMessage;
}
