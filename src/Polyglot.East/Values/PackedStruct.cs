using System.Buffers.Binary;

namespace Polyglot.East;

/// <summary>
/// A struct of fixed width whose fields lie side by side as beast2 writes them, in a block that the rows of one Array share. A row
/// keeps its whole block alive.
/// </summary>
internal sealed class PackedStruct(PackedLayout layout, byte[] block, int offset) : EastStruct(layout.Type)
{
    public PackedLayout Layout => layout;

    /// <summary>The canonical beast2 bytes of the value.</summary>
    public ReadOnlySpan<byte> Bytes => block.AsSpan(offset, layout.Width);

    public override object? this[int index] => layout.Kind(index) switch
    {
        EastTypeKind.Float => GetFloat(index),
        EastTypeKind.Boolean => GetBoolean(index),
        EastTypeKind.Struct => new PackedStruct(layout.Inner(index)!, block, offset + layout.Offset(index)),
        _ => EastNull.Boxed,
    };

    public override double GetFloat(int index) => layout.Kind(index) == EastTypeKind.Float
        ? BinaryPrimitives.ReadDoubleLittleEndian(block.AsSpan(offset + layout.Offset(index)))
        : throw new InvalidCastException($"field {index} of {Type} is not a Float");

    public override bool GetBoolean(int index) => layout.Kind(index) == EastTypeKind.Boolean
        ? block[offset + layout.Offset(index)] != 0
        : throw new InvalidCastException($"field {index} of {Type} is not a Boolean");
}
