using System.Buffers.Binary;
using System.Text;

namespace Polyglot.Runners;

/// <summary>A table in a FlatBuffer, already checked to lie inside it with its vtable. The default value is an absent table.</summary>
internal readonly record struct FlatTable(int Position, int VTable, int FieldCount, int Size)
{
    public bool IsAbsent => Size == 0;
}

/// <summary>A vector of offsets in a FlatBuffer, already checked to lie inside it.</summary>
internal readonly record struct FlatVector(int Start, int Count);

/// <summary>
/// Reads a FlatBuffer whose sender is not trusted. The first thing that does not fit sets <see cref="Problem"/>; from then on every read gives an absent value,
/// so that a decoder runs to its end without a test after each step and looks once. What is read may share bytes, but all of it together is held to a multiple of
/// the buffer's size.
/// </summary>
internal ref struct FlatBufferReader
{
    private const int SharingFactor = 16;
    private const int SharingAllowance = 1 << 16;
    private const int TableCost = 32;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _data;
    private long _budget;

    public FlatBufferReader(ReadOnlySpan<byte> data)
    {
        _data = data;
        _budget = (long)data.Length * SharingFactor + SharingAllowance;
        Problem = null;
    }

    /// <summary>What is wrong with the buffer; null so far.</summary>
    public string? Problem { get; private set; }

    /// <summary>The root table of a buffer that carries the identifier.</summary>
    public FlatTable Root(ReadOnlySpan<byte> identifier)
    {
        if (_data.Length < 8) return Fail<FlatTable>("shorter than a root offset and an identifier");
        if (!_data.Slice(4, 4).SequenceEqual(identifier)) return Fail<FlatTable>("the file identifier is not PGRE");
        return TableAt(0);
    }

    public byte Byte(FlatTable table, int field, byte otherwise = 0) => Locate(table, field, 1) is var at and > 0 ? _data[at] : otherwise;

    public bool Bool(FlatTable table, int field) => Byte(table, field) != 0;

    public uint UInt32(FlatTable table, int field) =>
        Locate(table, field, 4) is var at and > 0 ? BinaryPrimitives.ReadUInt32LittleEndian(_data[at..]) : 0;

    public int Int32(FlatTable table, int field, int otherwise) =>
        Locate(table, field, 4) is var at and > 0 ? BinaryPrimitives.ReadInt32LittleEndian(_data[at..]) : otherwise;

    public ulong UInt64(FlatTable table, int field) =>
        Locate(table, field, 8) is var at and > 0 ? BinaryPrimitives.ReadUInt64LittleEndian(_data[at..]) : 0;

    public double Double(FlatTable table, int field, double otherwise) =>
        Locate(table, field, 8) is var at and > 0 ? BinaryPrimitives.ReadDoubleLittleEndian(_data[at..]) : otherwise;

    /// <summary>The text; empty when absent.</summary>
    public string String(FlatTable table, int field) => Locate(table, field, 4) is var at and > 0 ? StringAt(at) : "";

    /// <summary>A copy of the bytes; empty when absent.</summary>
    public byte[] Bytes(FlatTable table, int field)
    {
        if (Locate(table, field, 4) is var at and > 0 && Follow(at, 1) is { Start: > 0 } vector && Spend(vector.Count))
            return _data.Slice(vector.Start, vector.Count).ToArray();
        return [];
    }

    public FlatTable Table(FlatTable table, int field) => Locate(table, field, 4) is var at and > 0 ? TableAt(at) : default;

    /// <summary>A vector of tables or texts; of no elements when absent.</summary>
    public FlatVector Vector(FlatTable table, int field) =>
        Locate(table, field, 4) is var at and > 0 && Follow(at, 4) is { Start: > 0 } vector && Spend(vector.Count * 4L) ? vector : default;

    public FlatTable TableAt(FlatVector vector, int index) => TableAt(vector.Start + 4 * index);

    public string StringAt(FlatVector vector, int index) => StringAt(vector.Start + 4 * index);

    public string[] Strings(FlatTable table, int field)
    {
        var vector = Vector(table, field);
        if (vector.Count == 0) return [];
        var strings = new string[vector.Count];
        for (var i = 0; i < strings.Length; i++) strings[i] = StringAt(vector, i);
        return strings;
    }

    /// <summary>Records the first problem.</summary>
    public T Fail<T>(string problem)
    {
        Problem ??= problem;
        return default!;
    }

    /// <summary>The table that the offset at <paramref name="at"/> points to.</summary>
    private FlatTable TableAt(int at)
    {
        if (Problem is not null || !Spend(TableCost)) return default;
        var position = at + (long)BinaryPrimitives.ReadUInt32LittleEndian(_data[at..]);
        if (position == at || position > _data.Length - 4) return Fail<FlatTable>("a table lies outside the buffer");
        var table = (int)position;
        var vtable = table - (long)BinaryPrimitives.ReadInt32LittleEndian(_data[table..]);
        if (vtable < 0 || vtable > _data.Length - 4) return Fail<FlatTable>("a vtable lies outside the buffer");
        int vtableSize = BinaryPrimitives.ReadUInt16LittleEndian(_data[(int)vtable..]);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(_data[((int)vtable + 2)..]);
        if (vtableSize < 4 || vtableSize % 2 != 0 || vtable + vtableSize > _data.Length) return Fail<FlatTable>("a vtable has a wrong size");
        if (size < 4 || position + size > _data.Length) return Fail<FlatTable>("a table has a wrong size");
        return new FlatTable(table, (int)vtable, (vtableSize - 4) / 2, size);
    }

    /// <summary>Where the field's bytes are, inside the table; 0 when it is absent.</summary>
    private int Locate(FlatTable table, int field, int width)
    {
        if (Problem is not null || table.IsAbsent || field >= table.FieldCount) return 0;
        int offset = BinaryPrimitives.ReadUInt16LittleEndian(_data[(table.VTable + 4 + 2 * field)..]);
        if (offset == 0) return 0;
        return offset >= 4 && offset + width <= table.Size ? table.Position + offset : Fail<int>("a field lies outside its table");
    }

    /// <summary>The vector that the offset at <paramref name="at"/> points to.</summary>
    private FlatVector Follow(int at, int elementSize)
    {
        if (Problem is not null) return default;
        var position = at + (long)BinaryPrimitives.ReadUInt32LittleEndian(_data[at..]);
        if (position == at || position > _data.Length - 4) return Fail<FlatVector>("a vector lies outside the buffer");
        long count = BinaryPrimitives.ReadUInt32LittleEndian(_data[(int)position..]);
        var start = position + 4;
        if (start + count * elementSize > _data.Length) return Fail<FlatVector>("a vector is longer than the buffer");
        return new FlatVector((int)start, (int)count);
    }

    private string StringAt(int at)
    {
        var vector = Follow(at, 1);
        if (vector.Start == 0 || !Spend(vector.Count)) return "";
        var end = vector.Start + vector.Count;
        if (end >= _data.Length || _data[end] != 0) return Fail<string>("a text does not end in NUL") ?? "";
        if (vector.Count == 0) return "";
        try
        {
            return StrictUtf8.GetString(_data.Slice(vector.Start, vector.Count));
        }
        catch (DecoderFallbackException)
        {
            return Fail<string>("a text is not UTF-8") ?? "";
        }
    }

    private bool Spend(long bytes)
    {
        _budget -= bytes;
        if (_budget >= 0) return true;
        Problem ??= "the parts together are far larger than the buffer";
        return false;
    }
}
