using System.Text;
using System.Threading.Channels;

namespace Polyglot.Runners.Conformance;

/// <summary>A runtime's process under test. A thread reads its frames as they come.</summary>
internal sealed class RunnerPeer : IConformancePeer
{
    private readonly Channel<object> _frames = Channel.CreateUnbounded<object>();
    private readonly ChildProcess _process;
    private readonly IByteChannel? _channel;
    private readonly OutputFile _log;
    private readonly TimeProvider _time;
    private readonly Thread? _reader;

    /// <summary>Starts it.</summary>
    /// <param name="launcher">Starts processes; not owned.</param>
    /// <param name="start">The runtime.</param>
    /// <param name="protocolDescriptor">False to start it as a person would, without a protocol.</param>
    /// <param name="time">For time-outs.</param>
    /// <exception cref="LaunchException">It could not be started.</exception>
    public RunnerPeer(IProcessLauncher launcher, ProcessStart start, bool protocolDescriptor, TimeProvider time)
    {
        _time = time;
        _log = launcher.CreateOutputFile(isPassing: false);
        if (!protocolDescriptor)
        {
            _process = launcher.StartCommand(start, _log, _log);
            _frames.Writer.Complete();
            return;
        }
        _process = launcher.StartWorker(start, _log, out _channel);
        _reader = new Thread(ReadFrames) { IsBackground = true, Name = "conformance reader" };
        _reader.Start();
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> bytes) => _channel?.Send(bytes);

    /// <inheritdoc/>
    public void CloseInput() => _channel?.CloseSending();

    /// <inheritdoc/>
    public void Kill()
    {
        _process.KillTree();
        _channel?.Interrupt();
    }

    /// <inheritdoc/>
    public async Task<Envelope?> ReceiveAsync(TimeSpan within)
    {
        try
        {
            var next = await _frames.Reader.ReadAsync().AsTask().WaitAsync(within, _time).ConfigureAwait(false);
            return next as Envelope ?? throw new InvalidDataException((string)next);
        }
        catch (ChannelClosedException)
        {
            return null;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"nothing came within {within.TotalSeconds} s");
        }
    }

    /// <inheritdoc/>
    public async Task<int?> ExitAsync(TimeSpan within)
    {
        try
        {
            var exit = await _process.Exited.WaitAsync(within, _time).ConfigureAwait(false);
            return exit.Code ?? -exit.Signal;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public string Log()
    {
        var bytes = new byte[checked((int)Math.Min(_log.Length, 1 << 20))];
        return Encoding.UTF8.GetString(bytes, 0, _log.Read(0, bytes));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.Exited.ConfigureAwait(false);
        _reader?.Join();
        _channel?.Dispose();
        _log.Dispose();
    }

    private void ReadFrames()
    {
        var reader = new FrameReader();
        while (true)
        {
            switch (reader.TryRead(out var payload))
            {
                case FrameStatus.Payload:
                    var frame = MessageDecoder.Decode(payload);
                    _frames.Writer.TryWrite(frame.Envelope is { } envelope ? envelope : $"the runtime sent a frame that cannot be read: {frame.Problem}");
                    continue;
                case FrameStatus.Incomplete:
                    var count = _channel!.Receive(reader.Space());
                    if (count > 0)
                    {
                        reader.Advance(count);
                        continue;
                    }
                    if (reader.IsInsideFrame) _frames.Writer.TryWrite("the runtime's stream ended inside a frame");
                    break;
                case var status:
                    _frames.Writer.TryWrite($"the runtime wrote something that is no frame ({status}): {Encoding.UTF8.GetString(reader.Rest[..Math.Min(80, reader.Rest.Length)])}");
                    break;
            }
            _frames.Writer.Complete();
            return;
        }
    }
}
