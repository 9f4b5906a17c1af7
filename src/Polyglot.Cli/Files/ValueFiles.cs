using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.East;
using Polyglot.Runners;

namespace Polyglot.Cli.Files;

/// <summary>Reads and writes files of values in every form.</summary>
internal static class ValueFiles
{
    /// <summary>What functions inside of values become: they are shown and written as the programs that they are, and can be called.</summary>
    public static IFunctionMaker Functions { get; } = new FreeFunctions(new HostPlatform((_, _) => { }, 0, TimeProvider.System).Functions(HostPlatform.Packages));

    /// <summary>Reads a value. Keys may be in any order: files of other programs are taken as they are. Text and JSON are not held as a whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">Its type; null for that of a beast file, which no other form has.</param>
    /// <exception cref="CliFailure">There is no such file, or it holds something else.</exception>
    public static TypedValue Read(string path, EastType? type)
    {
        var form = FileForms.Require(path);
        if (!File.Exists(path)) throw CliFailure.Usage(FileMessages.NoFile(path));
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (form is FileForm.Beast2 or FileForm.Beast) return ReadBeast(path, file, type);
        if (type is null) throw CliFailure.Usage(FileMessages.TypeNeeded(path), FileMessages.TypeNext);
        return new TypedValue(type, form == FileForm.Csv ? ReadCsv(path, type) : ReadText(path, form, file, type));
    }

    /// <summary>Writes a value as the path's extension says; the file is there whole or not at all.</summary>
    /// <exception cref="CliFailure">The value has no such form.</exception>
    public static void Write(string path, TypedValue value)
    {
        var form = FileForms.Require(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write)) Write(file, form, value);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void Write(Stream to, FileForm form, TypedValue value)
    {
        var (type, content) = value;
        switch (form)
        {
            case FileForm.Beast2:
                if (Beast2.Write(to, type, content) is { } refused) throw CliFailure.Usage(FileMessages.NotWritten(refused.Message));
                break;
            case FileForm.Beast:
                if (Beast1.Unsupported(type) is { } missing) throw CliFailure.Usage(missing);
                to.Write(Beast1.Encode(type, content));
                break;
            case FileForm.East:
                EastText.Print(to, type, content);
                to.Write("\n"u8);
                break;
            case FileForm.Json:
                if (!type.IsData) throw CliFailure.Usage(FileMessages.NoForm("JSON", type));
                EastJson.Print(to, type, content);
                to.Write("\n"u8);
                break;
            default:
                if (EastCsv.WhyUnsupported(type) is { } why) throw CliFailure.Usage(why);
                var table = EastCsv.Encode(type, (EastArray<EastStruct>)content);
                to.Write(table.IsSuccess ? table.Value : throw CliFailure.Usage(FileMessages.NotWritten(table.Error.Message)));
                break;
        }
    }

    private static TypedValue ReadBeast(string path, FileStream file, EastType? type)
    {
        Span<byte> magic = stackalloc byte[Beast1.Magic.Length];
        var isFirst = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.SequenceEqual(Beast1.Magic);
        file.Position = 0;
        var read = isFirst ? Beast1.DecodeAny(File.ReadAllBytes(path)) : Beast2.DecodeAny(file, KeyOrder.Any, Functions);
        if (!read.IsSuccess) throw Unreadable(path, read.Error.Message);
        if (type is null || type.Equals(read.Value.Type)) return read.Value;
        if (read.Value.Type.IsSubtypeOf(type)) return new TypedValue(type, read.Value.Value);
        throw new CliFailure(ExitCode.Usage, new Problem(FileMessages.WrongType(type, read.Value.Type, TypeDifference.Find(type, read.Value.Type)), path));
    }

    private static object ReadCsv(string path, EastType type)
    {
        if (EastCsv.WhyUnsupported(type) is { } why) throw CliFailure.Usage(why);
        var table = EastCsv.Decode(type, File.ReadAllBytes(path));
        return table.IsSuccess ? table.Value : throw Unreadable(path, table.Error.Message);
    }

    private static object ReadText(string path, FileForm form, FileStream file, EastType type)
    {
        if (!type.IsData) throw CliFailure.Usage(FileMessages.NoForm(form == FileForm.Json ? "JSON" : "text", type));
        var parsed = form == FileForm.Json ? EastJson.Parse(type, file) : EastText.Parse(type, file);
        if (parsed.IsSuccess) return parsed.Value;
        throw new CliFailure(ExitCode.Usage, new Problem(FileMessages.NotRead(parsed.Error.Message), path) { Line = parsed.Error.Line, Column = parsed.Error.Column });
    }

    private static CliFailure Unreadable(string path, string why) => new(ExitCode.Usage, new Problem(FileMessages.NotRead(why), path));
}
