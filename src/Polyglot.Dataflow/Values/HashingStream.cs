using Polyglot.Store;

namespace Polyglot.Dataflow.Values;

/// <summary>Takes the bytes of an object for its id and keeps none of them. Not thread-safe.</summary>
internal sealed class HashingStream : Stream
{
    private readonly ObjectHasher _hasher = new();

    /// <summary>The id of what was written. Nothing may be written afterwards.</summary>
    public ObjectId Finish() => _hasher.Finish();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _hasher.Length;

    public override long Position
    {
        get => _hasher.Length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => _hasher.Append(buffer);

    public override void Write(byte[] buffer, int offset, int count) => _hasher.Append(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hasher.Dispose();
        base.Dispose(disposing);
    }
}
