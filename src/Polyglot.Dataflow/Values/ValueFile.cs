using System.Buffers;
using System.Text;
using Polyglot.Dataflow.Projects;
using Polyglot.East;

namespace Polyglot.Dataflow.Values;

/// <summary>Converts between what people keep in files and the canonical beast2 file of a value. Pure.</summary>
internal static class ValueFile
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The beast2 file of the value, or what is wrong with the content: exactly one is not null.</summary>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="content">All of it.</param>
    /// <param name="type">The type that the value must have.</param>
    /// <param name="format">Anything but <see cref="FileFormat.Raw"/>.</param>
    public static (byte[]? Beast2, string? Problem) ToBeast2(string name, ReadOnlySpan<byte> content, EastType type, FileFormat format)
    {
        object value;
        switch (format)
        {
            case FileFormat.Beast2:
                var header = Beast2.ReadHeader(content);
                if (header.IsSuccess && TypeDifference.Find(type, header.Value.Type) is { } difference)
                    return (null, ValueMessages.OtherType(name, difference.ToString()));
                var decoded = Beast2.Decode(content, type);
                if (!decoded.IsSuccess) return (null, ValueMessages.BadContent(name, type.ToString(), decoded.Error.Message));
                value = decoded.Value;
                break;
            case FileFormat.Csv:
                var table = EastCsv.Decode(type, content);
                if (!table.IsSuccess) return (null, ValueMessages.BadContent(name, type.ToString(), table.Error.Message));
                value = table.Value;
                break;
            default:
                if (ReadText(content) is not { } text) return (null, ValueMessages.BadContent(name, type.ToString(), "not UTF-8 text"));
                var parsed = format == FileFormat.East ? EastText.Parse(type, text) : EastJson.Parse(type, text);
                if (!parsed.IsSuccess) return (null, ValueMessages.BadContent(name, type.ToString(), parsed.Error.ToString()));
                value = parsed.Value;
                break;
        }
        var bytes = new ArrayBufferWriter<byte>(Math.Max(content.Length, 256));
        return Beast2.Write(bytes, type, value, Sharing.AsTree) is { } error
            ? (null, ValueMessages.BadContent(name, type.ToString(), error.Message))
            : (bytes.WrittenSpan.ToArray(), null);
    }

    /// <summary>What a file of this format holds for the value of a beast2 file, or why there is no such file.</summary>
    /// <param name="beast2">A whole beast2 file of the type.</param>
    /// <param name="type">The value's type.</param>
    /// <param name="format">East, Json or Csv.</param>
    public static (byte[]? Content, string? Problem) FromBeast2(ReadOnlySpan<byte> beast2, EastType type, FileFormat format)
    {
        var decoded = Beast2.Decode(beast2, type);
        if (!decoded.IsSuccess) return (null, decoded.Error.Message);
        if (format == FileFormat.Csv)
        {
            var table = EastCsv.Encode(type, (EastArray<EastStruct>)decoded.Value);
            return table.IsSuccess ? (table.Value, null) : (null, table.Error.Message);
        }
        var text = new ArrayBufferWriter<byte>(beast2.Length);
        if (format == FileFormat.East) EastText.Print(text, type, decoded.Value);
        else EastJson.Print(text, type, decoded.Value);
        text.Write("\n"u8);
        return (text.WrittenSpan.ToArray(), null);
    }

    /// <summary>Why results of a type cannot be written to this path, or null; decided when the dataflow is planned.</summary>
    public static string? WhyNotWritable(string path, EastType type)
    {
        switch (OutputFormat(path, type))
        {
            case null:
                return ValueMessages.NoOutputFormat(path, type.ToString());
            case FileFormat.Csv when type is not ArrayType { Element: StructType }:
                return ValueMessages.NoOutputFormat(path, type.ToString());
            case FileFormat.Csv when EastCsv.WhyUnsupported(type) is { } why:
                return ValueMessages.NoCsv(path, why);
            default:
                return null;
        }
    }

    /// <summary>
    /// What an output path holds: by extension beast2, json, east and csv; Blobs and Strings raw under any other, and Blobs raw under
    /// json, east and csv too, because their bytes are the file. Null when the path can hold no value of this type.
    /// </summary>
    public static FileFormat? OutputFormat(string path, EastType type)
    {
        var format = Projects.Reading.InputReader.ByExtension(path);
        var isContent = type.Kind is EastTypeKind.Blob or EastTypeKind.String;
        if (isContent && format != FileFormat.Beast2) return FileFormat.Raw;
        return format;
    }

    private static string? ReadText(ReadOnlySpan<byte> content)
    {
        try
        {
            var text = _strict.GetString(content);
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
