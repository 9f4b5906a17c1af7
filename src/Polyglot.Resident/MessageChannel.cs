using System.Buffers.Binary;

namespace Polyglot.Resident;

/// <summary>
/// Messages over a stream. Any thread may send; one at a time receives. Disposing ends the stream.
/// </summary>
internal sealed class MessageChannel(Stream stream) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly byte[] _header = new byte[MessageCodec.HeaderSize];

    /// <summary>Sends; false when the other side is gone, which is no error: it may go at any time.</summary>
    public bool Send(HostMessage message)
    {
        var bytes = MessageCodec.Encode(message);
        try
        {
            lock (_gate) stream.Write(bytes);
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>The next message; null when the other side ended the connection between two.</summary>
    /// <exception cref="InvalidDataException">What came is no message, is too long, or ends within one.</exception>
    /// <exception cref="IOException">The connection broke, or nothing came within the stream's own time limit.</exception>
    public HostMessage? Receive()
    {
        var read = stream.ReadAtLeast(_header, _header.Length, throwOnEndOfStream: false);
        if (read == 0) return null;
        if (read < _header.Length) throw new InvalidDataException(ResidentMessages.Truncated);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(_header);
        if (length > MessageCodec.MaxLength) throw new InvalidDataException(ResidentMessages.TooLong(length, MessageCodec.MaxLength));
        // No more is allocated than has come, but for a first piece.
        using var received = new MemoryStream((int)Math.Min(length, MessageCodec.MaxOutput));
        var piece = new byte[Math.Min(length, MessageCodec.MaxOutput)];
        for (var left = (int)length; left > 0;)
        {
            var count = stream.Read(piece, 0, Math.Min(left, piece.Length));
            if (count == 0) throw new InvalidDataException(ResidentMessages.Truncated);
            received.Write(piece, 0, count);
            left -= count;
        }
        return MessageCodec.Decode(received.GetBuffer().AsSpan(0, (int)length)) ?? throw new InvalidDataException(ResidentMessages.NotAMessage);
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
