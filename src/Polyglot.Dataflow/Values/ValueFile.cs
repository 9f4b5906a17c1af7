using Polyglot.Dataflow.Projects;
using Polyglot.East;

namespace Polyglot.Dataflow.Values;

/// <summary>Converts between what people keep in files and values.</summary>
internal static class ValueFile
{
    /// <summary>The value that a file holds, or what is wrong with it: exactly one is not null. Text and JSON are read as they come and never held whole.</summary>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="content">All of it, from where it is to its end; text is read in one pass only where it can go back.</param>
    /// <param name="type">The type that the value must have.</param>
    /// <param name="format">Anything but <see cref="FileFormat.Raw"/>.</param>
    /// <exception cref="IOException">The content cannot be read.</exception>
    public static (object? Value, string? Problem) Read(string name, Stream content, EastType type, FileFormat format)
    {
        switch (format)
        {
            case FileFormat.Beast2:
                var start = content.Position;
                var header = Beast2.ReadHeader(content);
                if (header.IsSuccess && TypeDifference.Find(type, header.Value.Type) is { } difference)
                    return (null, ValueMessages.OtherType(name, difference.ToString()));
                content.Position = start;
                var decoded = Beast2.Decode(content, type);
                return decoded.IsSuccess ? (decoded.Value, null) : (null, ValueMessages.BadContent(name, type.ToString(), decoded.Error.Message));
            case FileFormat.Csv:
                if (content.Length > Array.MaxLength) return (null, ValueMessages.TooLarge(name));
                var bytes = new byte[content.Length];
                content.ReadExactly(bytes);
                var table = EastCsv.Decode(type, bytes);
                return table.IsSuccess ? (table.Value, null) : (null, ValueMessages.BadContent(name, type.ToString(), table.Error.Message));
            default:
                var parsed = format == FileFormat.East ? EastText.Parse(type, content) : EastJson.Parse(type, content);
                return parsed.IsSuccess ? (parsed.Value, null) : (null, ValueMessages.BadContent(name, type.ToString(), parsed.Error.ToString()));
        }
    }

    /// <summary>Writes what a file of this format holds for the value of a beast2 file; the problem says why there is no such file.</summary>
    /// <param name="beast2">A whole beast2 file of the type.</param>
    /// <param name="type">The value's type.</param>
    /// <param name="format">East, Json or Csv.</param>
    /// <param name="to">Gets the content, piece by piece.</param>
    /// <exception cref="IOException">The one cannot be read or the other not written.</exception>
    public static string? Write(Stream beast2, EastType type, FileFormat format, Stream to)
    {
        var decoded = Beast2.Decode(beast2, type);
        if (!decoded.IsSuccess) return decoded.Error.Message;
        switch (format)
        {
            case FileFormat.Csv:
                var table = EastCsv.Encode(type, (EastArray<EastStruct>)decoded.Value);
                if (!table.IsSuccess) return table.Error.Message;
                to.Write(table.Value);
                return null;
            case FileFormat.East:
                EastText.Print(to, type, decoded.Value);
                break;
            default:
                EastJson.Print(to, type, decoded.Value);
                break;
        }
        to.Write("\n"u8);
        return null;
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
}
