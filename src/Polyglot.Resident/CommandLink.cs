namespace Polyglot.Resident;

/// <summary>A command that a host runs for a client: what it asked for, and where what is printed goes. Thread-safe.</summary>
public sealed class CommandLink
{
    private readonly Lock _gate = new();
    private int _columns;
    private int _interrupts;
    private Action? _onInterrupt;

    internal CommandLink(HostMessage.Command command, MessageChannel channel)
    {
        Command = command;
        _columns = command.Columns;
        Out = new OutputLink(channel, OutputStream.Out);
        Error = new OutputLink(channel, OutputStream.Error);
    }

    /// <summary>What to run.</summary>
    public HostMessage.Command Command { get; }

    /// <summary>The client's standard output. Bytes for a client that is gone are dropped.</summary>
    public Stream Out { get; }

    /// <summary>The client's standard error.</summary>
    public Stream Error { get; }

    /// <summary>The columns of the client's terminal now; null where it has none or does not say.</summary>
    public int? Columns => Volatile.Read(ref _columns) is > 0 and var columns ? columns : null;

    /// <summary>Calls back at every interrupt, those that came before included, on any thread.</summary>
    public void OnInterrupt(Action interrupted)
    {
        ArgumentNullException.ThrowIfNull(interrupted);
        int before;
        lock (_gate)
        {
            before = _interrupts;
            _onInterrupt = interrupted;
        }
        for (var i = 0; i < before; i++) interrupted();
    }

    internal void Resize(int columns) => Volatile.Write(ref _columns, columns);

    internal void Interrupt()
    {
        Action? interrupted;
        lock (_gate)
        {
            _interrupts++;
            interrupted = _onInterrupt;
        }
        interrupted?.Invoke();
    }

    private sealed class OutputLink(MessageChannel channel, OutputStream stream) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (!buffer.IsEmpty)
            {
                var piece = buffer[..Math.Min(buffer.Length, MessageCodec.MaxOutput)];
                if (!channel.Send(new HostMessage.Output(stream, piece.ToArray()))) return;
                buffer = buffer[piece.Length..];
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
