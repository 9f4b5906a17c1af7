using System.Net.Sockets;

namespace Polyglot.Resident;

/// <summary>What came of handing a command over.</summary>
public abstract record HandOver
{
    private HandOver()
    {
    }

    /// <summary>The host ran it.</summary>
    public sealed record Done(int ExitCode) : HandOver;

    /// <summary>The host had begun, and is gone: what it reported is kept, the rest is not known.</summary>
    public sealed record Lost : HandOver;

    /// <summary>There is no host that would take it: nothing was begun.</summary>
    public sealed record None : HandOver;
}

/// <summary>A connection to a resident host. Sending is thread-safe; disposing ends the connection, which interrupts a command that runs.</summary>
public sealed class ResidentClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly MessageChannel _channel;

    private ResidentClient(Socket socket, MessageChannel channel, HostMessage.Welcome host)
    {
        (_socket, _channel, Host) = (socket, channel, host);
    }

    /// <summary>What the host says of itself.</summary>
    public HostMessage.Welcome Host { get; }

    /// <summary>Whether its messages can be understood.</summary>
    public bool SpeaksProtocol => Host.Protocol == MessageCodec.Protocol;

    /// <summary>Reaches the host of an address.</summary>
    /// <param name="address">Where it would listen.</param>
    /// <param name="build">Which program and manifests this process works with.</param>
    /// <returns>Null where there is none, or none of this user that answers within two seconds.</returns>
    public static ResidentClient? Connect(HostAddress address, string build)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!File.Exists(address.SocketPath) || !address.IsOwnersAlone()) return null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(address.SocketPath));
            if (PeerUser.IsOwn(socket))
            {
                socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
                var channel = new MessageChannel(new NetworkStream(socket, ownsSocket: true));
                if (channel.Send(new HostMessage.Hello(MessageCodec.Protocol, build)) && channel.Receive() is HostMessage.Welcome host)
                {
                    socket.ReceiveTimeout = 0;
                    return new(socket, channel, host);
                }
            }
        }
        catch (Exception e) when (e is SocketException or IOException or InvalidDataException)
        {
            // As good as none.
        }
        socket.Dispose();
        return null;
    }

    /// <summary>Has a command run. What it prints goes to the streams as it comes.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    public HandOver Run(HostMessage.Command command, Stream output, Stream error)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        var hasBegun = false;
        try
        {
            if (!_channel.Send(command)) return new HandOver.None();
            while (_channel.Receive() is { } message)
            {
                switch (message)
                {
                    case HostMessage.Busy when !hasBegun:
                        return new HandOver.None();
                    case HostMessage.Exit exit:
                        return new HandOver.Done(exit.Code);
                    case HostMessage.Output printed:
                        hasBegun = true;
                        (printed.Stream == OutputStream.Out ? output : error).Write(printed.Bytes.Span);
                        break;
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or SocketException)
        {
            // As if it had ended the connection.
        }
        return new HandOver.Lost();
    }

    /// <summary>Ctrl-C or a signal came.</summary>
    public void Interrupt() => _channel.Send(new HostMessage.Interrupt());

    /// <summary>The terminal has another width.</summary>
    public void Resize(int columns) => _channel.Send(new HostMessage.Resize(columns));

    /// <summary>Asks the host to end, and waits until it has: at once, or when the command that it runs is done.</summary>
    public void Stop()
    {
        if (!_channel.Send(new HostMessage.Stop())) return;
        try
        {
            while (_channel.Receive() is not null)
            {
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or SocketException)
        {
            // Gone.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _channel.Dispose();
        _socket.Dispose();
    }
}
