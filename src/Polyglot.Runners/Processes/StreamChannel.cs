namespace Polyglot.Runners;

/// <summary>An <see cref="IByteChannel"/> over two streams: sends go through one queue, whose writer is a task of the pool.</summary>
internal sealed class StreamChannel(Stream input, Stream output) : IByteChannel
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _interrupted = new();
    private readonly Queue<byte[]> _kept = new();
    private bool _writing;
    private bool _closing;
    private bool _broken;

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
            _kept.Enqueue(bytes.ToArray());
            if (_writing) return true;
            _writing = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static channel => channel.Drain(), this, preferLocal: false);
        return true;
    }

    /// <inheritdoc/>
    public int Receive(Span<byte> buffer)
    {
        var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(buffer.Length);
        try
        {
            // The reading thread is the session's own, so waiting here holds up nobody.
            var count = output.ReadAsync(rented.AsMemory(0, buffer.Length), _interrupted.Token).AsTask().GetAwaiter().GetResult();
            rented.AsSpan(0, count).CopyTo(buffer);
            return count;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return 0;
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <inheritdoc/>
    public void CloseSending()
    {
        lock (_gate)
        {
            _closing = true;
            if (_writing) return;
        }
        Close(input);
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        lock (_gate) _broken = true;
        _interrupted.Cancel();
    }

    /// <summary>Closes both streams. Nobody may be receiving any more.</summary>
    public void Dispose()
    {
        lock (_gate) _broken = true;
        Close(input);
        Close(output);
        _interrupted.Dispose();
    }

    private void Drain()
    {
        while (true)
        {
            byte[]? next;
            lock (_gate)
            {
                if (_broken) _kept.Clear();
                if (!_kept.TryPeek(out next)) _writing = false;
            }
            if (next is null) break;
            try
            {
                input.Write(next);
                input.Flush();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                lock (_gate) _broken = true;
            }
            lock (_gate) _kept.TryDequeue(out _);
        }
        bool close;
        lock (_gate) close = _closing;
        if (close) Close(input);
    }

    private static void Close(Stream stream)
    {
        try
        {
            stream.Dispose();
        }
        catch (IOException e)
        {
            // The other side is gone and what was buffered with it.
            _ = e;
        }
    }
}
