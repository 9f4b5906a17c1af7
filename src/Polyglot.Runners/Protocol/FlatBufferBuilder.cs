using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Polyglot.Runners;

/// <summary>
/// Writes one FlatBuffer after another, from its end to its start as the format wants, into an array that it keeps. Offsets are counted from the end; 0 is
/// "absent". Not thread-safe.
/// </summary>
internal sealed class FlatBufferBuilder
{
    private const int MaxFields = 16;

    private readonly int[] _fields = new int[MaxFields];
    private byte[] _buffer = new byte[1024];
    private int _head = 1024;
    private int _fieldCount;
    private int _tableEnd;

    private int Size => _buffer.Length - _head;

    /// <summary>Forgets what was written.</summary>
    public void Clear() => _head = _buffer.Length;

    /// <summary>A text with its NUL; 0 for an empty one unless <paramref name="evenEmpty"/>.</summary>
    public int String(string text, bool evenEmpty = false)
    {
        if (text.Length == 0 && !evenEmpty) return 0;
        var count = Encoding.UTF8.GetByteCount(text);
        Align(4, count + 1);
        Reserve(count + 1)[count] = 0;
        Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_head));
        return Length(count);
    }

    /// <summary>A vector of bytes; 0 for an empty one.</summary>
    public int Bytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return 0;
        Align(4, bytes.Length);
        bytes.CopyTo(Reserve(bytes.Length));
        return Length(bytes.Length);
    }

    /// <summary>A vector of texts; 0 for an empty one.</summary>
    public int Strings(IReadOnlyList<string> texts) => Vector(texts, static (builder, text) => builder.String(text, evenEmpty: true));

    /// <summary>A vector of what <paramref name="write"/> gives the offset of; 0 for an empty one.</summary>
    public int Vector<T>(IReadOnlyList<T> items, Func<FlatBufferBuilder, T, int> write)
    {
        if (items.Count == 0) return 0;
        var offsets = items.Count <= 64 ? stackalloc int[items.Count] : new int[items.Count];
        for (var i = 0; i < offsets.Length; i++) offsets[i] = write(this, items[i]);
        Align(4, 4 * offsets.Length);
        for (var i = offsets.Length - 1; i >= 0; i--) PutOffset(offsets[i]);
        return Length(offsets.Length);
    }

    /// <summary>Begins a table; everything that it points to is written before.</summary>
    public void Start(int fieldCount)
    {
        _fields.AsSpan().Clear();
        _fieldCount = fieldCount;
        _tableEnd = Size;
    }

    public void Add(int field, byte value)
    {
        if (value == 0) return;
        Reserve(1)[0] = value;
        _fields[field] = Size;
    }

    public void Add(int field, bool value) => Add(field, value ? (byte)1 : (byte)0);

    public void Add(int field, uint value)
    {
        if (value == 0) return;
        Align(4, 4);
        BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);
        _fields[field] = Size;
    }

    public void Add(int field, int value, int otherwise)
    {
        if (value == otherwise) return;
        Align(4, 4);
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), value);
        _fields[field] = Size;
    }

    public void Add(int field, ulong value)
    {
        if (value == 0) return;
        Align(8, 8);
        BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);
        _fields[field] = Size;
    }

    public void Add(int field, double value, double otherwise)
    {
        if (value.Equals(otherwise)) return;
        Align(8, 8);
        BinaryPrimitives.WriteDoubleLittleEndian(Reserve(8), value);
        _fields[field] = Size;
    }

    /// <summary>A text, vector or table that was written before; nothing for 0.</summary>
    public void AddOffset(int field, int offset)
    {
        if (offset == 0) return;
        Align(4, 4);
        PutOffset(offset);
        _fields[field] = Size;
    }

    /// <summary>Ends the table and gives its offset.</summary>
    public int End()
    {
        Align(4, 4);
        Reserve(4);
        var table = Size;
        while (_fieldCount > 0 && _fields[_fieldCount - 1] == 0) _fieldCount--;
        for (var i = _fieldCount - 1; i >= 0; i--) PutUInt16(_fields[i] == 0 ? 0 : table - _fields[i]);
        PutUInt16(table - _tableEnd);
        PutUInt16(4 + 2 * _fieldCount);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_buffer.Length - table), Size - table);
        return table;
    }

    /// <summary>Ends the buffer, whose size becomes a multiple of 8, with <paramref name="prefix"/> and its length before it. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> FinishFrame(int root, ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> prefix)
    {
        Align(8, 8);
        identifier.CopyTo(Reserve(4));
        PutOffset(root);
        var length = Size;
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), length);
        prefix.CopyTo(Reserve(prefix.Length));
        return _buffer.AsMemory(_head);
    }

    private int Length(int count)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), count);
        return Size;
    }

    private void PutOffset(int offset)
    {
        var at = Reserve(4);
        BinaryPrimitives.WriteInt32LittleEndian(at, Size - offset);
    }

    private void PutUInt16(int value) => BinaryPrimitives.WriteUInt16LittleEndian(Reserve(2), (ushort)value);

    /// <summary>Pads so that after <paramref name="following"/> more bytes the size is a multiple of <paramref name="alignment"/>.</summary>
    private void Align(int alignment, int following)
    {
        var padding = -(Size + following) & (alignment - 1);
        if (padding > 0) Reserve(padding).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Reserve(int count)
    {
        if (count > _head) Grow(count);
        _head -= count;
        return _buffer.AsSpan(_head, count);
    }

    private void Grow(int count)
    {
        var larger = new byte[Math.Max(_buffer.Length * 2, _buffer.Length + count)];
        var size = Size;
        _buffer.AsSpan(_head).CopyTo(larger.AsSpan(larger.Length - size));
        _head = larger.Length - size;
        _buffer = larger;
    }
}
