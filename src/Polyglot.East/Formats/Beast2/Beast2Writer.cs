using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Polyglot.East;

/// <summary>
/// Writes the primitives of spec 3.1 through one rented buffer to wherever the bytes go. Large runs of bytes pass by the buffer.
/// Positions count from the start of the value, as distances between containers do.
/// </summary>
internal sealed class Beast2Writer : IDisposable
{
    private const int BufferSize = 1 << 16;
    private const ulong CanonicalNaN = 0x7ff8_0000_0000_0000;

    private readonly IBufferWriter<byte>? _toBuffer;
    private readonly Stream? _toStream;
    private readonly Dictionary<object, long>? _places;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private IrEncoder? _programs;
    private HashSet<object>? _open;
    private long _flushed;
    private int _count;
    private int _depth;

    public Beast2Writer(IBufferWriter<byte> to, Sharing sharing) : this(sharing) => _toBuffer = to;

    public Beast2Writer(Stream to, Sharing sharing) : this(sharing) => _toStream = to;

    private Beast2Writer(Sharing sharing)
    {
        if (sharing == Sharing.ByIdentity) _places = new Dictionary<object, long>(ReferenceEqualityComparer.Instance);
    }

    /// <summary>Functions are written in values of programs; trees are data.</summary>
    public bool TakesFunctions => _places is not null;

    /// <summary>Writes the program text of functions; one for the whole value.</summary>
    public IrEncoder Programs => _programs ??= new IrEncoder(this);

    private long Position => _flushed + _count;

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>Goes down one constructor; every call is paired with <see cref="Leave"/>.</summary>
    public void Enter()
    {
        if (++_depth > Beast2.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new Beast2Refusal();
    }

    public void Leave() => _depth--;

    /// <summary>Writes a container's marker. False when it was written before and the marker says where.</summary>
    /// <param name="container">The container.</param>
    /// <param name="mayRecur">Its type is recursive, so it could contain itself.</param>
    /// <param name="hasNoContents">
    /// Nothing follows its marker. When it comes again at once, its place is here, at distance 0, which says "inline": it is written anew,
    /// as the reference does, and that it was the same one is lost.
    /// </param>
    public bool BeginContainer(object container, bool mayRecur, bool hasNoContents)
    {
        Enter();
        if (_places is not null)
        {
            var here = Position;
            if (!_places.TryAdd(container, here + 1))
            {
                if (_places[container] == here && !hasNoContents) throw new Beast2Refusal();
                WriteVarint((ulong)(here - _places[container]));
                Leave();
                return false;
            }
        }
        else if (mayRecur && !(_open ??= new HashSet<object>(ReferenceEqualityComparer.Instance)).Add(container))
        {
            throw new Beast2Refusal();
        }
        WriteByte(0);
        return true;
    }

    public void EndContainer(object container, bool mayRecur)
    {
        if (mayRecur) _open?.Remove(container);
        Leave();
    }

    public void WriteByte(byte value)
    {
        Reserve(1);
        _buffer[_count++] = value;
    }

    public void WriteVarint(ulong value)
    {
        Reserve(Varint.MaxBytes);
        if (value < 0x80) _buffer[_count++] = (byte)value;
        else _count += Varint.Write(_buffer.AsSpan(_count), value);
    }

    public void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    public void WriteInteger(long value) => WriteVarint(Varint.ZigZag(value));

    public void WriteFloat(double value)
    {
        Reserve(sizeof(double));
        var bits = double.IsNaN(value) ? CanonicalNaN : BitConverter.DoubleToUInt64Bits(value);
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(_count), bits);
        _count += sizeof(double);
    }

    /// <summary>Writes text as UTF-8; what UTF-8 cannot say, unpaired surrogates, becomes U+FFFD (spec 8; 9, quirk 18: fixed).</summary>
    public void WriteString(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        WriteVarint((ulong)length);
        if (length <= BufferSize)
        {
            Reserve(length);
            _count += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_count));
            return;
        }
        var utf8 = ArrayPool<byte>.Shared.Rent(length);
        Encoding.UTF8.GetBytes(value, utf8);
        WriteRaw(utf8.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(utf8);
    }

    public void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= BufferSize / 4)
        {
            Reserve(bytes.Length);
            bytes.CopyTo(_buffer.AsSpan(_count));
            _count += bytes.Length;
            return;
        }
        Flush();
        Pass(bytes);
    }

    /// <summary>Passes on everything written.</summary>
    public void Flush()
    {
        Pass(_buffer.AsSpan(0, _count));
        _count = 0;
    }

    private void Pass(ReadOnlySpan<byte> bytes)
    {
        if (_toStream is not null) _toStream.Write(bytes);
        else _toBuffer!.Write(bytes);
        _flushed += bytes.Length;
    }

    private void Reserve(int bytes)
    {
        if (_count > BufferSize - bytes) Flush();
    }
}

/// <summary>
/// A value cannot be written; why and where is then found by <see cref="Unencodable"/>, slowly, so that the writer need not keep track.
/// </summary>
internal sealed class Beast2Refusal : Exception;
