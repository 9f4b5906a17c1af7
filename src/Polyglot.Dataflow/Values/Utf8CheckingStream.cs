namespace Polyglot.Dataflow.Values;

/// <summary>Passes bytes on and checks that they are UTF-8. Not thread-safe.</summary>
internal sealed class Utf8CheckingStream(Stream inner) : Stream
{
    private readonly byte[] _tail = new byte[4];
    private int _tailLength;
    private long _offset;

    /// <summary>Offset of the first byte that does not belong to valid UTF-8; null while all is well. Asked at the end of the stream.</summary>
    public long? BadAt { get; private set; }

    /// <summary>Call when everything was read: bytes of an unfinished sequence are bad too.</summary>
    public void Finish()
    {
        if (_tailLength > 0) BadAt ??= _offset;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        if (BadAt is null) Check(buffer[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    private void Check(ReadOnlySpan<byte> bytes)
    {
        // A sequence that began in an earlier piece is completed byte by byte first.
        while (_tailLength > 0 && bytes.Length > 0)
        {
            _tail[_tailLength++] = bytes[0];
            bytes = bytes[1..];
            var status = System.Text.Rune.DecodeFromUtf8(_tail.AsSpan(0, _tailLength), out _, out var used);
            if (status == System.Buffers.OperationStatus.NeedMoreData) continue;
            if (status != System.Buffers.OperationStatus.Done)
            {
                BadAt = _offset;
                return;
            }
            _offset += used;
            _tailLength = 0;
        }
        Span<char> text = stackalloc char[1024];
        while (bytes.Length > 0)
        {
            var status = System.Text.Unicode.Utf8.ToUtf16(bytes, text, out var used, out _, replaceInvalidSequences: false, isFinalBlock: false);
            _offset += used;
            bytes = bytes[used..];
            if (status == System.Buffers.OperationStatus.DestinationTooSmall) continue;
            if (status == System.Buffers.OperationStatus.InvalidData)
            {
                BadAt = _offset;
                return;
            }
            bytes.CopyTo(_tail);
            _tailLength = bytes.Length;
            return;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
