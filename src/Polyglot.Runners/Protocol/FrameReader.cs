using System.Buffers.Binary;

namespace Polyglot.Runners;

/// <summary>What <see cref="FrameReader.TryRead"/> found.</summary>
public enum FrameStatus
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>A payload.</summary>
    Payload,

    /// <summary>What follows is not a frame: it does not begin with <c>PGR1</c>.</summary>
    BadMagic,

    /// <summary>The frame says that it is longer than allowed.</summary>
    TooLong,

    /// <summary>The padding after the payload is not zero.</summary>
    BadPadding,
}

/// <summary>
/// Finds frames in a stream of bytes: <c>"PGR1"</c>, u32 LE length, payload, zero bytes up to a multiple of 8. It keeps one buffer, which grows only for a frame
/// whose bytes arrive. After anything but <see cref="FrameStatus.Incomplete"/> and <see cref="FrameStatus.Payload"/> the stream is of no more use. Not thread-safe.
/// </summary>
public sealed class FrameReader
{
    /// <summary>Largest payload where no limit was agreed on: 16 MiB.</summary>
    public const int DefaultMaxPayload = 16 << 20;

    internal static ReadOnlySpan<byte> Magic => "PGR1"u8;

    private const int HeaderSize = 8;
    private const int InitialSize = 1 << 16;
    private const int LargestKept = 1 << 20;

    private readonly int _maxPayload;
    private byte[] _buffer = new byte[InitialSize];
    private int _start;
    private int _end;

    /// <summary>Makes a reader.</summary>
    /// <param name="maxPayload">Largest payload in bytes.</param>
    public FrameReader(int maxPayload = DefaultMaxPayload) => _maxPayload = maxPayload;

    /// <summary>True when bytes of an unfinished frame are there.</summary>
    public bool IsInsideFrame => _end > _start;

    /// <summary>What has not been read as frames yet.</summary>
    public ReadOnlySpan<byte> Rest => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Length that the frame being read claims; 0 before its header is complete.</summary>
    public uint ClaimedLength => _end - _start >= HeaderSize ? BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start + 4)) : 0;

    /// <summary>Room for bytes from the stream, never empty. Payloads that were given out before are no longer valid.</summary>
    public Span<byte> Space()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
            // One huge frame does not hold its memory for the rest of the session.
            if (_buffer.Length > LargestKept) _buffer = new byte[InitialSize];
        }
        if (_start > 0 && _end == _buffer.Length)
        {
            Rest.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, checked(_buffer.Length * 2));
        return _buffer.AsSpan(_end);
    }

    /// <summary>Says how many bytes were put into <see cref="Space"/>.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _end);
        _end += count;
    }

    /// <summary>Takes the next frame.</summary>
    /// <param name="payload">Valid until the next call of <see cref="Space"/>; empty unless the result is <see cref="FrameStatus.Payload"/>.</param>
    public FrameStatus TryRead(out ReadOnlySpan<byte> payload)
    {
        payload = default;
        var rest = Rest;
        var prefix = Math.Min(rest.Length, Magic.Length);
        if (!rest[..prefix].SequenceEqual(Magic[..prefix])) return FrameStatus.BadMagic;
        if (rest.Length < HeaderSize) return FrameStatus.Incomplete;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
        if (length > (uint)_maxPayload) return FrameStatus.TooLong;
        var whole = (HeaderSize + (int)length + 7) & ~7;
        if (rest.Length < whole) return FrameStatus.Incomplete;
        if (rest[(HeaderSize + (int)length)..whole].ContainsAnyExcept((byte)0)) return FrameStatus.BadPadding;
        payload = rest.Slice(HeaderSize, (int)length);
        _start += whole;
        return FrameStatus.Payload;
    }
}
