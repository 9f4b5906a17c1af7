using System.Buffers.Binary;
using System.Text;

namespace Polyglot.Resident;

/// <summary>
/// Messages in bytes: a u32 with the length of what follows, a byte with the kind, then the fields in order: u32, i64, bool (a byte), text and bytes (a u32 and as
/// many bytes), lists (a u32 and as many members); all numbers little-endian. Whoever receives trusts nothing.
/// </summary>
internal static class MessageCodec
{
    /// <summary>The version of the messages.</summary>
    public const int Protocol = 1;

    /// <summary>No message is longer: an environment may take 2 MB.</summary>
    public const int MaxLength = 8 * 1024 * 1024;

    /// <summary>Most bytes of output in one message.</summary>
    public const int MaxOutput = 64 * 1024;

    /// <summary>Bytes of the length.</summary>
    public const int HeaderSize = 4;

    private enum Kind : byte
    {
        Hello = 1,
        Welcome = 2,
        Command = 3,
        Resize = 4,
        Interrupt = 5,
        Output = 6,
        Exit = 7,
        Busy = 8,
        Stop = 9,
    }

    /// <summary>The message with its length.</summary>
    /// <exception cref="ArgumentException">It is longer than any may be.</exception>
    public static byte[] Encode(HostMessage message)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(0);
        switch (message)
        {
            case HostMessage.Hello m:
                writer.Write((byte)Kind.Hello);
                writer.Write(m.Protocol);
                Text(m.Build);
                break;
            case HostMessage.Welcome m:
                writer.Write((byte)Kind.Welcome);
                writer.Write(m.Protocol);
                Text(m.Build);
                writer.Write(m.ProcessId);
                writer.Write(m.StartedAt);
                writer.Write(m.Commands);
                writer.Write(m.IsBusy);
                Text(m.Kind);
                break;
            case HostMessage.Command m:
                writer.Write((byte)Kind.Command);
                writer.Write(m.Arguments.Count);
                foreach (var argument in m.Arguments) Text(argument);
                Text(m.Folder);
                writer.Write(m.Environment.Count);
                foreach (var (name, value) in m.Environment)
                {
                    Text(name);
                    Text(value);
                }
                writer.Write(m.OutIsTerminal);
                writer.Write(m.ErrorIsTerminal);
                writer.Write(m.Columns);
                break;
            case HostMessage.Resize m:
                writer.Write((byte)Kind.Resize);
                writer.Write(m.Columns);
                break;
            case HostMessage.Interrupt:
                writer.Write((byte)Kind.Interrupt);
                break;
            case HostMessage.Output m:
                writer.Write((byte)Kind.Output);
                writer.Write((byte)m.Stream);
                writer.Write(m.Bytes.Length);
                writer.Write(m.Bytes.Span);
                break;
            case HostMessage.Exit m:
                writer.Write((byte)Kind.Exit);
                writer.Write(m.Code);
                break;
            case HostMessage.Busy:
                writer.Write((byte)Kind.Busy);
                break;
            case HostMessage.Stop:
                writer.Write((byte)Kind.Stop);
                break;
            default:
                throw new ArgumentException($"unknown message {message}", nameof(message));
        }
        var bytes = stream.ToArray();
        if (bytes.Length - HeaderSize > MaxLength) throw new ArgumentException(ResidentMessages.TooLong(bytes.Length, MaxLength), nameof(message));
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length - HeaderSize);
        return bytes;

        void Text(string text)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            writer.Write(utf8.Length);
            writer.Write(utf8);
        }
    }

    /// <summary>The message in these bytes, which are without the length; null where they are none.</summary>
    public static HostMessage? Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new Reader(bytes);
        HostMessage? message = (Kind)reader.Byte() switch
        {
            Kind.Hello => new HostMessage.Hello(reader.Number(), reader.Text()),
            Kind.Welcome => new HostMessage.Welcome(reader.Number(), reader.Text(), reader.Number(), reader.Long(), reader.Number(), reader.Flag(), reader.Text()),
            Kind.Command => new HostMessage.Command(reader.Texts(), reader.Text(), reader.Pairs(), reader.Flag(), reader.Flag(), reader.Number()),
            Kind.Resize => new HostMessage.Resize(reader.Number()),
            Kind.Interrupt => new HostMessage.Interrupt(),
            Kind.Output => new HostMessage.Output(reader.Stream(), reader.Bytes()),
            Kind.Exit => new HostMessage.Exit(reader.Number()),
            Kind.Busy => new HostMessage.Busy(),
            Kind.Stop => new HostMessage.Stop(),
            _ => null,
        };
        return reader.IsGood ? message : null;
    }

    // After the first thing that does not fit everything read is empty, and the whole is no message.
    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;
        private bool _isBad;

        public readonly bool IsGood => !_isBad && _rest.IsEmpty;

        public byte Byte() => Take(1) is [var value] ? value : (byte)0;

        public int Number() => Take(4) is { Length: 4 } taken ? BinaryPrimitives.ReadInt32LittleEndian(taken) : 0;

        public long Long() => Take(8) is { Length: 8 } taken ? BinaryPrimitives.ReadInt64LittleEndian(taken) : 0;

        public bool Flag()
        {
            var value = Byte();
            if (value > 1) _isBad = true;
            return value == 1;
        }

        public OutputStream Stream()
        {
            var value = (OutputStream)Byte();
            if (value is not (OutputStream.Out or OutputStream.Error)) _isBad = true;
            return value;
        }

        public byte[] Bytes() => Take(Number()).ToArray();

        public string Text()
        {
            var taken = Take(Number());
            if (System.Text.Unicode.Utf8.IsValid(taken)) return Encoding.UTF8.GetString(taken);
            _isBad = true;
            return "";
        }

        public List<string> Texts()
        {
            var count = Count(sizeof(int));
            var texts = new List<string>(count);
            for (var i = 0; i < count; i++) texts.Add(Text());
            return texts;
        }

        public List<KeyValuePair<string, string>> Pairs()
        {
            var count = Count(2 * sizeof(int));
            var pairs = new List<KeyValuePair<string, string>>(count);
            for (var i = 0; i < count; i++) pairs.Add(new(Text(), Text()));
            return pairs;
        }

        // No more members than there can be in what is left.
        private int Count(int least)
        {
            var count = Number();
            if (count >= 0 && count <= _rest.Length / least) return count;
            _isBad = true;
            return 0;
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            if (_isBad || count < 0 || count > _rest.Length)
            {
                _isBad = true;
                return default;
            }
            var taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }
    }
}
