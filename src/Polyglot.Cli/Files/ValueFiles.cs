using System.Text;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.East;
using Polyglot.Runners;

namespace Polyglot.Cli.Files;

/// <summary>Reads and writes files of values in every form.</summary>
internal static class ValueFiles
{
    /// <summary>What functions inside of values become: they are shown and written as the programs that they are, and can be called.</summary>
    public static IFunctionMaker Functions { get; } = new FreeFunctions(ConsolePlatform.Make((_, _) => { }));

    /// <summary>Reads a value. Keys may be in any order: files of other programs are taken as they are.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">Its type; null for that of a beast file, which no other form has.</param>
    /// <exception cref="CliFailure">There is no such file, or it holds something else.</exception>
    public static TypedValue Read(string path, EastType? type)
    {
        var form = FileForms.Require(path);
        if (!File.Exists(path)) throw CliFailure.Usage(FileMessages.NoFile(path));
        var bytes = File.ReadAllBytes(path);
        if (form is FileForm.Beast2 or FileForm.Beast) return ReadBeast(path, bytes, type);
        if (type is null) throw CliFailure.Usage(FileMessages.TypeNeeded(path), FileMessages.TypeNext);
        return new TypedValue(type, form == FileForm.Csv ? ReadCsv(path, bytes, type) : ReadText(path, form, Decode(path, bytes), type));
    }

    /// <summary>Writes a value as the path's extension says; the file is there whole or not at all.</summary>
    /// <exception cref="CliFailure">The value has no such form.</exception>
    public static void Write(string path, TypedValue value)
    {
        var bytes = Encode(FileForms.Require(path), value);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
    }

    private static byte[] Encode(FileForm form, TypedValue value)
    {
        var (type, content) = value;
        switch (form)
        {
            case FileForm.Beast2:
                using (var bytes = new MemoryStream())
                    return Beast2.Write(bytes, type, content) is { } refused ? throw CliFailure.Usage(FileMessages.NotWritten(refused.Message)) : bytes.ToArray();
            case FileForm.Beast:
                return Beast1.Unsupported(type) is { } missing ? throw CliFailure.Usage(missing) : Beast1.Encode(type, content);
            case FileForm.East:
                return Encoding.UTF8.GetBytes(EastText.Print(type, content) + "\n");
            case FileForm.Json:
                if (!type.IsData) throw CliFailure.Usage(FileMessages.NoForm("JSON", type));
                return Encoding.UTF8.GetBytes(EastJson.Print(type, content) + "\n");
            default:
                if (EastCsv.WhyUnsupported(type) is { } why) throw CliFailure.Usage(why);
                var table = EastCsv.Encode(type, (EastArray<EastStruct>)content);
                return table.IsSuccess ? table.Value : throw CliFailure.Usage(FileMessages.NotWritten(table.Error.Message));
        }
    }

    private static TypedValue ReadBeast(string path, byte[] bytes, EastType? type)
    {
        var read = bytes.AsSpan().StartsWith(Beast1.Magic) ? Beast1.DecodeAny(bytes) : Beast2.DecodeAny(bytes, KeyOrder.Any, Functions);
        if (!read.IsSuccess) throw Unreadable(path, read.Error.Message);
        if (type is null || type.Equals(read.Value.Type)) return read.Value;
        if (read.Value.Type.IsSubtypeOf(type)) return new TypedValue(type, read.Value.Value);
        throw new CliFailure(ExitCode.Usage, new Problem(FileMessages.WrongType(type, read.Value.Type, TypeDifference.Find(type, read.Value.Type)), path));
    }

    private static object ReadCsv(string path, byte[] bytes, EastType type)
    {
        if (EastCsv.WhyUnsupported(type) is { } why) throw CliFailure.Usage(why);
        var table = EastCsv.Decode(type, bytes);
        return table.IsSuccess ? table.Value : throw Unreadable(path, table.Error.Message);
    }

    private static object ReadText(string path, FileForm form, string text, EastType type)
    {
        if (!type.IsData) throw CliFailure.Usage(FileMessages.NoForm(form == FileForm.Json ? "JSON" : "text", type));
        var parsed = form == FileForm.Json ? EastJson.Parse(type, text) : EastText.Parse(type, text);
        if (parsed.IsSuccess) return parsed.Value;
        throw new CliFailure(ExitCode.Usage, new Problem(FileMessages.NotRead(parsed.Error.Message), path) { Line = parsed.Error.Line, Column = parsed.Error.Column });
    }

    private static string Decode(string path, byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\ufeff');
        }
        catch (DecoderFallbackException)
        {
            throw Unreadable(path, "it is not UTF-8");
        }
    }

    private static CliFailure Unreadable(string path, string why) => new(ExitCode.Usage, new Problem(FileMessages.NotRead(why), path));
}
