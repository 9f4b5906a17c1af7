using System.Net.Sockets;

namespace Polyglot.Resident;

/// <summary>What a resident host is.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="Build">Which program and manifests it works with; clients of another build run by themselves and ask it to end.</param>
/// <param name="Kind"><c>host</c> or <c>watch</c>.</param>
/// <param name="Idle">It ends when nothing was asked for so long; null for never.</param>
public sealed record ResidentOptions(HostAddress Address, string Build, string Kind, TimeSpan? Idle);

/// <summary>
/// Listens for commands and runs them, one at a time: who comes meanwhile is told, and runs its command without a host. Thread-safe. Disposing ends it; a command that
/// runs then is interrupted and waited for.
/// </summary>
public sealed class ResidentServer : IAsyncDisposable
{
    private readonly ResidentOptions _options;
    private readonly Func<CommandLink, Task<int>> _run;
    private readonly TimeProvider _time;
    private readonly FileStream _lock;
    private readonly Socket _listener;
    private readonly long _startedAt;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _idle;
    private CommandLink? _running;
    private int _commands;
    private bool _isEnding;

    private ResidentServer(ResidentOptions options, Func<CommandLink, Task<int>> run, TimeProvider time, FileStream locked, Socket listener)
    {
        (_options, _run, _time, _lock, _listener) = (options, run, time, locked, listener);
        _startedAt = time.GetUtcNow().UtcTicks;
        if (options.Idle is { } idle) _idle = time.CreateTimer(_ => EndIfIdle(), null, idle, Timeout.InfiniteTimeSpan);
        _ = Task.Run(AcceptAsync);
    }

    /// <summary>Completes when the host has ended: because it was asked to, or was idle for too long.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Begins to listen.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="run">Runs a command and gives its exit code; must not throw.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The server, or why there is none: exactly one is not null.</returns>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be made.</exception>
    public static (ResidentServer? Server, string? Problem) Start(ResidentOptions options, Func<CommandLink, Task<int>> run, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Address.Prepare() is { } problem) return (null, problem);
        FileStream locked;
        try
        {
            locked = new(options.Address.LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return (null, ResidentMessages.AlreadyRunning);
        }
        // Who has the lock is the only one: a socket that is there was left by one that was killed.
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(options.Address.SocketPath);
            listener.Bind(new UnixDomainSocketEndPoint(options.Address.SocketPath));
            listener.Listen();
            return (new(options, run, time, locked, listener), null);
        }
        catch (SocketException e)
        {
            listener.Dispose();
            locked.Dispose();
            return (null, e.Message);
        }
    }

    /// <summary>No new command is taken; completes when the one that runs is done.</summary>
    public Task EndAsync()
    {
        lock (_gate)
        {
            _isEnding = true;
            if (_running is null) Finish_NeedsLock();
        }
        return Ended;
    }

    /// <summary>Interrupts the command that runs, if any.</summary>
    public void Interrupt()
    {
        CommandLink? running;
        lock (_gate) running = _running;
        running?.Interrupt();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Interrupt();
        await EndAsync().ConfigureAwait(false);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            // A thread of its own: it waits for the client's words while the command runs on another.
            new Thread(() => Serve(socket)) { IsBackground = true, Name = "host client" }.Start();
        }
    }

    private void Serve(Socket socket)
    {
        using var channel = new MessageChannel(new NetworkStream(socket, ownsSocket: true));
        try
        {
            if (!PeerUser.IsOwn(socket) || channel.Receive() is not HostMessage.Hello) return;
            channel.Send(Welcome());
            switch (channel.Receive())
            {
                case HostMessage.Command command:
                    Serve(channel, command);
                    break;
                case HostMessage.Stop:
                    EndAsync().Wait();
                    break;
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or SocketException or ObjectDisposedException)
        {
            // Whoever talks nonsense or goes away hears no more.
        }
    }

    private void Serve(MessageChannel channel, HostMessage.Command command)
    {
        var link = new CommandLink(command, channel);
        lock (_gate)
        {
            if (_running is not null || _isEnding)
            {
                channel.Send(new HostMessage.Busy());
                return;
            }
            _running = link;
            _commands++;
            _idle?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        var running = Task.Run(() => RunAsync(link, channel));
        Listen(channel, link, running);
        running.Wait();
    }

    private async Task RunAsync(CommandLink link, MessageChannel channel)
    {
        var code = await _run(link).ConfigureAwait(false);
        lock (_gate)
        {
            _running = null;
            if (_options.Idle is { } idle) _idle?.Change(idle, Timeout.InfiniteTimeSpan);
            channel.Send(new HostMessage.Exit(code));
            if (_isEnding) Finish_NeedsLock();
        }
    }

    // Until the client goes: at once after it has heard the exit code, or before, which is as if its terminal had hung up.
    private static void Listen(MessageChannel channel, CommandLink link, Task running)
    {
        try
        {
            while (channel.Receive() is { } message)
            {
                if (message is HostMessage.Resize resize) link.Resize(resize.Columns);
                if (message is HostMessage.Interrupt) link.Interrupt();
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException)
        {
            // Gone, as above.
        }
        if (!running.IsCompleted) link.Interrupt();
    }

    private HostMessage.Welcome Welcome()
    {
        lock (_gate)
            return new(MessageCodec.Protocol, _options.Build, Environment.ProcessId, _startedAt, _commands, _running is not null || _isEnding, _options.Kind);
    }

    private void EndIfIdle()
    {
        lock (_gate)
        {
            if (_running is not null || _isEnding) return;
            _isEnding = true;
            Finish_NeedsLock();
        }
    }

    private void Finish_NeedsLock()
    {
        if (_ended.Task.IsCompleted) return;
        _idle?.Dispose();
        _idle = null;
        File.Delete(_options.Address.SocketPath);
        _listener.Dispose();
        _lock.Dispose();
        _ended.SetResult();
    }
}
