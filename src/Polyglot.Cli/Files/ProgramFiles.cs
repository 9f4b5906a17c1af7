using System.IO.Compression;
using System.Text;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.East;

namespace Polyglot.Cli.Files;

/// <summary>Reads files of East programs.</summary>
internal static class ProgramFiles
{
    // A program is read whole: a small zipped file must not fill the memory.
    private const int MaxBytes = 1 << 30;

    /// <summary>A program from beast2, JSON or East text, by its extension; <c>.gz</c> after it means that it is zipped.</summary>
    /// <exception cref="CliFailure">There is no such file, or it is no program of this version of East.</exception>
    public static IrProgram Read(string path)
    {
        if (!File.Exists(path)) throw CliFailure.Usage(FileMessages.NoFile(path));
        var isZipped = Path.GetExtension(path) == ".gz";
        var bytes = isZipped ? Unzip(path) : File.ReadAllBytes(path);
        switch (FileForms.Of(isZipped ? Path.GetFileNameWithoutExtension(path) : path))
        {
            case FileForm.Beast2 or FileForm.Beast:
                var read = IrReader.FromBeast2(bytes);
                return read.IsSuccess ? read.Value : throw new CliFailure(ExitCode.Usage, new Problem(read.Error.Message, path));
            case FileForm.Json:
                return Require(IrReader.FromJson(Encoding.UTF8.GetString(bytes)), path);
            case FileForm.East:
                return Require(IrReader.FromText(Encoding.UTF8.GetString(bytes)), path);
            default:
                throw CliFailure.Usage(FileMessages.UnknownExtension(path), FileMessages.ProgramExtensions);
        }
    }

    private static IrProgram Require(ParseResult<IrProgram> read, string path) => read.IsSuccess
        ? read.Value
        : throw new CliFailure(ExitCode.Usage, new Problem(read.Error.Message, path) { Line = read.Error.Line, Column = read.Error.Column });

    private static byte[] Unzip(string path)
    {
        using var bytes = new MemoryStream();
        using var zipped = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        var piece = new byte[1 << 16];
        for (int read; (read = zipped.Read(piece)) > 0;)
        {
            bytes.Write(piece, 0, read);
            if (bytes.Length > MaxBytes) throw new CliFailure(ExitCode.Usage, new Problem(FileMessages.TooLarge, path));
        }
        return bytes.ToArray();
    }
}
