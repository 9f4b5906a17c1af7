using Microsoft.Win32.SafeHandles;

namespace Polyglot.Runners;

/// <summary>
/// An <see cref="IByteChannel"/> over two pipes. The sending end does not block: what does not fit is drained by one work item that waits for room, so that a worker
/// that reads nothing holds up nobody. The receiver waits for bytes or for the interrupt, whichever is first: a grandchild that still holds the other end cannot
/// keep it waiting.
/// </summary>
internal sealed unsafe class PipeChannel : IByteChannel
{
    private const int PollMilliseconds = 1000;

    private readonly Lock _gate = new();
    private readonly SafeFileHandle _input;
    private readonly SafeFileHandle _output;
    private readonly SafeFileHandle _wake;
    private readonly Queue<byte[]> _kept = new();
    private int _keptOffset;
    private bool _closing;
    private bool _broken;

    /// <summary>Takes over the ends of this side.</summary>
    /// <param name="input">To the other side.</param>
    /// <param name="output">From the other side.</param>
    public PipeChannel(SafeFileHandle input, SafeFileHandle output)
    {
        _input = input;
        _output = output;
        Descriptors.DoNotBlock(input);
        _wake = Descriptors.Own(Libc.EventDescriptor(0, Libc.OCloseOnExec | Libc.ONonBlock));
    }

    /// <inheritdoc/>
    public bool IsBlocked
    {
        get
        {
            lock (_gate) return _kept.Count > 0;
        }
    }

    /// <inheritdoc/>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_broken || _closing) return false;
            var written = 0;
            if (_kept.Count == 0 && !TryWrite_NeedsLock(bytes, out written)) return false;
            if (written == bytes.Length) return true;
            _kept.Enqueue(bytes[written..].ToArray());
            if (_kept.Count == 1) ThreadPool.UnsafeQueueUserWorkItem(static channel => channel.Drain(), this, preferLocal: false);
            return true;
        }
    }

    /// <inheritdoc/>
    public int Receive(Span<byte> buffer)
    {
        var wait = stackalloc Libc.PollFd[2];
        try
        {
            wait[0] = new Libc.PollFd { Descriptor = (int)_output.DangerousGetHandle(), Events = Libc.PollIn };
            wait[1] = new Libc.PollFd { Descriptor = (int)_wake.DangerousGetHandle(), Events = Libc.PollIn };
            fixed (byte* start = buffer)
                while (true)
                {
                    if (Libc.Poll(wait, 2, -1) < 0)
                    {
                        if (Errno.IsInterrupted) continue;
                        return 0;
                    }
                    if (wait[1].Returned != 0) return 0;
                    if (wait[0].Returned == 0) continue;
                    var count = (int)Libc.Read(_output, start, buffer.Length);
                    if (count >= 0) return count;
                    if (!Errno.IsInterrupted && !Errno.WouldBlock) return 0;
                }
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public void CloseSending()
    {
        lock (_gate)
        {
            _closing = true;
            if (_kept.Count == 0) _input.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        lock (_gate)
        {
            _broken = true;
            if (_wake.IsClosed) return;
            var one = 1L;
            _ = Libc.Write(_wake, (byte*)&one, sizeof(long));
        }
    }

    /// <summary>Closes both ends. Nobody may be receiving any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _broken = true;
            _input.Dispose();
            _output.Dispose();
            _wake.Dispose();
        }
    }

    /// <summary>False when the other side is gone; otherwise as much as fits was written.</summary>
    private bool TryWrite_NeedsLock(ReadOnlySpan<byte> bytes, out int written)
    {
        written = 0;
        fixed (byte* start = bytes)
            while (written < bytes.Length)
            {
                var count = (int)Libc.Write(_input, start + written, bytes.Length - written);
                if (count >= 0) written += count;
                else if (Errno.WouldBlock) return true;
                else if (!Errno.IsInterrupted)
                {
                    _broken = true;
                    return false;
                }
            }
        return true;
    }

    private void Drain()
    {
        while (true)
        {
            Libc.PollFd wait;
            lock (_gate)
            {
                while (!_broken && _kept.TryPeek(out var next) && TryWrite_NeedsLock(next.AsSpan(_keptOffset), out var written))
                {
                    _keptOffset += written;
                    if (_keptOffset < next.Length) break;
                    _kept.Dequeue();
                    _keptOffset = 0;
                }
                if (_broken) _kept.Clear();
                if (_kept.Count == 0)
                {
                    if (_closing) _input.Dispose();
                    return;
                }
                wait = new Libc.PollFd { Descriptor = (int)_input.DangerousGetHandle(), Events = Libc.PollOut };
            }
            // The timeout bounds how long this work item outlives a channel that is disposed meanwhile.
            _ = Libc.Poll(&wait, 1, PollMilliseconds);
        }
    }
}
