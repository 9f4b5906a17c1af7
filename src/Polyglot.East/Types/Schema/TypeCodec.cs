using System.Buffers;

namespace Polyglot.East;

/// <summary>
/// Schema bytes: the headerless beast2 value of a type (spec 2.1 and 3.1). Writing is canonical, without back-references, so equal
/// types have equal bytes; reading accepts back-references, which other writers use for shared lists.
/// </summary>
public static class TypeCodec
{
    /// <summary>The schema bytes of a type.</summary>
    public static byte[] Encode(EastType type)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Write(bytes, type);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Appends the schema bytes of a type.</summary>
    public static void Write(IBufferWriter<byte> to, EastType type) => SchemaWriter.Write(to, type);

    /// <summary>Reads a closed type from schema bytes that must end with it.</summary>
    public static DecodeResult<EastType> Decode(ReadOnlySpan<byte> bytes)
    {
        var read = Read(bytes, 0, out var end);
        if (!read.IsSuccess || end == bytes.Length) return read;
        return new DecodeError(Beast2Messages.TrailingData(end, bytes.Length - end), end);
    }

    /// <summary>Reads a closed type from the bytes at an offset and says where it ends.</summary>
    internal static DecodeResult<EastType> Read(ReadOnlySpan<byte> bytes, int offset, out int end)
    {
        var reader = new Beast2Reader(bytes, offset);
        try
        {
            var type = Read(ref reader);
            end = (int)reader.Position;
            return type;
        }
        catch (Beast2Failure failure)
        {
            end = (int)failure.Error.Offset;
            return failure.Error;
        }
    }

    /// <summary>Reads a closed type where the cursor is.</summary>
    /// <exception cref="Beast2Failure">There is none.</exception>
    internal static EastType Read(ref Beast2Reader from)
    {
        var schema = new SchemaReader(from);
        var type = schema.ReadRoot();
        from = schema.Reader;
        return type;
    }
}
