using System.Buffers;

namespace Polyglot.East;

/// <summary>
/// A stream that a reader goes through once, with a window on its next bytes. The window is as large as the longest String met, 64 KiB
/// at least; it grows only as fast as bytes arrive, whatever a length in the file claims.
/// </summary>
internal sealed class ByteSource : IDisposable
{
    private const int WindowSize = 1 << 16;

    private readonly Stream _stream;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(WindowSize);
    private int _count;

    public ByteSource(Stream stream)
    {
        _stream = stream;
        if (stream.CanSeek) Length = stream.Length - stream.Position;
    }

    /// <summary>How many bytes there are in all, counting from where the reader began; null when the stream does not know.</summary>
    public long? Length { get; }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>Lets go of the first bytes of the window and gives a new one, with as many bytes as needed unless the stream ends.</summary>
    public ReadOnlySpan<byte> Advance(int used, int needed)
    {
        _count -= used;
        Buffer.BlockCopy(_buffer, used, _buffer, 0, _count);
        while (_count < needed)
        {
            if (_count == _buffer.Length) Grow();
            var read = _stream.Read(_buffer, _count, _buffer.Length - _count);
            if (read == 0) break;
            _count += read;
        }
        return _buffer.AsSpan(0, _count);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * _buffer.Length, Array.MaxLength));
        Buffer.BlockCopy(_buffer, 0, larger, 0, _count);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
