using System.Buffers.Binary;

namespace Polyglot.East;

/// <summary>A Struct of fixed width: rows are copied as they are, in memory as in the file.</summary>
internal sealed class PackedCodec(TypeNode node, PackedLayout layout) : Beast2Codec<EastStruct>(node, layout.Width)
{
    private const int BlockSize = 1 << 14;

    private readonly PackedStruct? _only = layout.Width == 0 ? new PackedStruct(layout, [], 0) : null;

    private int RowsAtOnce => Math.Max(1, BlockSize / layout.Width);

    public override void Write(Beast2Writer to, EastStruct value)
    {
        if (value is PackedStruct packed && (ReferenceEquals(packed.Layout, layout) || packed.Type.Equals(layout.Type))) to.WriteRaw(packed.Bytes);
        else WriteFields(to, layout, value);
    }

    public override EastStruct Read(ref Beast2Reader from)
    {
        if (_only is not null) return _only;
        return new PackedStruct(layout, ReadBlock(ref from, 1), 0);
    }

    public override void ReadMany(ref Beast2Reader from, Span<EastStruct> values)
    {
        if (_only is not null)
        {
            values.Fill(_only);
            return;
        }
        // A row keeps its block alive, so blocks are not larger than they need be.
        for (int taken; !values.IsEmpty; values = values[taken..])
        {
            taken = Math.Min(values.Length, RowsAtOnce);
            var block = ReadBlock(ref from, taken);
            for (var i = 0; i < taken; i++) values[i] = new PackedStruct(layout, block, i * layout.Width);
        }
    }

    public override void Skip(ref Beast2Reader from) => SkipMany(ref from, 1);

    public override void SkipMany(ref Beast2Reader from, int count)
    {
        if (layout.Width == 0) return;
        for (int taken; count > 0; count -= taken)
        {
            taken = Math.Min(count, RowsAtOnce);
            var start = from.Position;
            var rows = from.ReadRaw(taken * layout.Width, "struct");
            if (layout.IsAllFloats) FloatBlocks.Check(rows, start);
            else for (var row = 0; row < rows.Length; row += layout.Width) CheckRow(rows, row, start);
        }
    }

    /// <summary>Copies rows, with NaNs and Booleans in their one form.</summary>
    private byte[] ReadBlock(ref Beast2Reader from, int count)
    {
        var start = from.Position;
        var block = from.ReadRaw(count * layout.Width, "struct").ToArray();
        for (var row = 0; row < block.Length; row += layout.Width)
        {
            foreach (var offset in layout.FloatOffsets)
            {
                var at = block.AsSpan(row + offset);
                var value = BinaryPrimitives.ReadDoubleLittleEndian(at);
                if (double.IsNaN(value)) BinaryPrimitives.WriteDoubleLittleEndian(at, Beast2Reader.CheckNaN(value, start + row + offset));
            }
            foreach (var offset in layout.BooleanOffsets)
                if (block[row + offset] > 1) block[row + offset] = 1;
        }
        return block;
    }

    private void CheckRow(ReadOnlySpan<byte> rows, int row, long start)
    {
        foreach (var offset in layout.FloatOffsets)
        {
            var value = BinaryPrimitives.ReadDoubleLittleEndian(rows[(row + offset)..]);
            if (double.IsNaN(value)) Beast2Reader.CheckNaN(value, start + row + offset);
        }
    }

    private static void WriteFields(Beast2Writer to, PackedLayout layout, EastStruct value)
    {
        for (var i = 0; i < value.Count; i++)
            switch (layout.Kind(i))
            {
                case EastTypeKind.Float:
                    to.WriteFloat(value.GetFloat(i));
                    break;
                case EastTypeKind.Boolean:
                    to.WriteByte(value.GetBoolean(i) ? (byte)1 : (byte)0);
                    break;
                case EastTypeKind.Struct:
                    WriteFields(to, layout.Inner(i)!, (EastStruct)value[i]!);
                    break;
            }
    }
}
