using System.Buffers;

namespace Polyglot.East;

/// <summary>
/// Writes programs. What was read is written as it was read, byte for byte: lists that were shared are shared. What was made by code is
/// written with its types inline.
/// </summary>
public static class IrWriter
{
    /// <summary>A beast2 file.</summary>
    /// <exception cref="EncodeException">The nodes are nested too deeply.</exception>
    public static byte[] ToBeast2(IrNode node) => [.. IrTypes.Header, .. ToValueBytes(node)];

    /// <summary>The headerless form.</summary>
    /// <exception cref="EncodeException">The nodes are nested too deeply.</exception>
    public static byte[] ToValueBytes(IrNode node)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var writer = new Beast2Writer(bytes, Sharing.ByIdentity);
        try
        {
            new IrEncoder(writer).Write(node);
        }
        catch (Beast2Refusal)
        {
            throw new EncodeException(new EncodeError(EncodeObstacle.Depth, ""));
        }
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The node as a value of <see cref="IrTypes.Ir"/>, for the formats of values.</summary>
    /// <exception cref="EncodeException">The nodes are nested too deeply.</exception>
    public static EastVariant ToValue(IrNode node)
    {
        var value = Beast2.DecodeValue(ToValueBytes(node), IrTypes.Ir);
        return value.IsSuccess ? (EastVariant)value.Value : throw new EncodeException(new EncodeError(EncodeObstacle.Depth, ""));
    }
}
