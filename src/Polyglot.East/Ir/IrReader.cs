using System.Buffers;

namespace Polyglot.East;

/// <summary>
/// Reads programs. Their bytes are taken from anywhere: every read is checked, nesting is limited as in <see cref="Beast2"/>, and so is
/// the number of nodes. Types that are equal are one instance within a program. Thread-safe.
/// </summary>
public static class IrReader
{
    /// <summary>The largest number of nodes in one program, counting those in a shared list each time it occurs.</summary>
    public const int MaxNodes = 4_000_000;

    /// <summary>Reads a program from a beast2 file. A file of another version of East is refused by name.</summary>
    public static DecodeResult<IrProgram> FromBeast2(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(IrTypes.Header)) return Read(file, IrTypes.Header.Length);
        var header = Beast2.ReadHeader(file);
        if (!header.IsSuccess) return header.Error;
        var (type, offset) = header.Value;
        if (type.Equals(IrTypes.Ir)) return Read(file, offset);
        return new DecodeError(LooksLikeIr(type) ? IrMessages.UnsupportedVersion : IrMessages.NotAProgram(type), Beast2.Magic.Length);
    }

    /// <summary>Reads a program from the headerless form, which must be all there is.</summary>
    public static DecodeResult<IrProgram> FromValue(ReadOnlySpan<byte> bytes) => Read(bytes, 0);

    /// <summary>Reads one node of any kind from the headerless form, which must be all there is.</summary>
    public static DecodeResult<IrNode> NodeFromValue(ReadOnlySpan<byte> bytes) => ReadNode(bytes, 0);

    /// <summary>Reads a program from its JSON.</summary>
    public static ParseResult<IrProgram> FromJson(string text)
    {
        var value = EastJson.Parse(IrTypes.Ir, text);
        if (value.IsSuccess) return FromObject(value.Value);
        return IsForeign(text) ? ParseError.At(text, 0, IrMessages.UnsupportedVersion) : value.Error;
    }

    /// <summary>Reads a program from its East text.</summary>
    public static ParseResult<IrProgram> FromText(string text)
    {
        var value = EastText.Parse(IrTypes.Ir, text);
        return value.IsSuccess ? FromObject(value.Value!) : value.Error;
    }

    private static ParseResult<IrProgram> FromObject(object value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        if (Beast2.WriteValue(bytes, IrTypes.Ir, value) is { } refused) return Structural(refused.Message);
        var program = FromValue(bytes.WrittenSpan);
        return program.IsSuccess ? program.Value : Structural(program.Error.Message);
    }

    /// <summary>What is wrong with a value as a program has no place in the text.</summary>
    private static ParseError Structural(string message) => new(message, 0, 1, 1, NamesPlace: true);

    private static DecodeResult<IrProgram> Read(ReadOnlySpan<byte> bytes, int offset)
    {
        var node = ReadNode(bytes, offset);
        if (!node.IsSuccess) return node.Error;
        return node.Value switch
        {
            FunctionNode { Captures.Length: 0 } root => new IrProgram(root, bytes[offset..]),
            FunctionNode => new DecodeError(IrMessages.HasCaptures, offset),
            var other => new DecodeError(IrMessages.NotAFunction(IrKinds.Of(other)), offset),
        };
    }

    private static DecodeResult<IrNode> ReadNode(ReadOnlySpan<byte> bytes, int offset)
    {
        var reader = new Beast2Reader(bytes, offset);
        try
        {
            var node = new IrDecoder().Read(ref reader);
            if (reader.Remaining == 0) return node;
            return new DecodeError(Beast2Messages.TrailingData(reader.Position, reader.Remaining), reader.Position);
        }
        catch (Beast2Failure failure)
        {
            return failure.Error;
        }
    }

    /// <summary>Other versions have other fields or kinds, and later ones put the nodes into a Struct (spec 11).</summary>
    private static bool LooksLikeIr(EastType type) => type switch
    {
        VariantType nodes => nodes.IndexOf("Function") >= 0 && nodes.IndexOf("Builtin") >= 0,
        StructType parts => parts.Fields.Any(f => LooksLikeIr(f.Type)),
        _ => false,
    };

    /// <summary>JSON carries no version; what every version's nodes have is missing here, or is elsewhere.</summary>
    private static bool IsForeign(string text)
    {
        if (JsonText.Parse(text) is not { IsSuccess: true, Value: { Kind: JsonKind.Object } root }) return false;
        if (root.Member("type") is { Kind: JsonKind.Text, Text: "Function" or "AsyncFunction" } && root.Member("value") is { Kind: JsonKind.Object } node)
            return node.Member("type") is null || node.Member("location") is not { Kind: JsonKind.Object };
        return root.Member("ir") is not null;
    }
}
