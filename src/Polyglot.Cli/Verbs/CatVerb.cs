using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Files;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Rendering.Values;
using Polyglot.Dataflow.Queries;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot cat</c>.</summary>
internal sealed class CatVerb : Verb
{
    private const int TerminalLimit = 20;
    private const int DefaultWidth = 80;

    private static readonly (string Name, ValueFormat Format)[] Formats =
    [
        ("east", ValueFormat.East), ("json", ValueFormat.Json), ("csv", ValueFormat.Csv), ("table", ValueFormat.Table), ("raw", ValueFormat.Raw), ("beast2", ValueFormat.Beast2),
    ];

    private readonly Argument<string> _what = new("what") { HelpName = "WHAT", Description = "A task, input or output of the last run, a ref, an object id (or its beginning), or the path of a .beast2 file" };
    private readonly Option<string?> _format = new("--format", "-f") { Description = "How (default: a table where it is one, its text where it is text, East text otherwise)", HelpName = string.Join('|', Formats.Select(f => f.Name)) };
    private readonly Option<int?> _limit = NumberOption.Make(0, $"At most this many rows or elements of a list, 0 for all (default: {TerminalLimit} on a terminal, else all)", "--limit");
    private readonly Option<bool> _pretty = new("--pretty") { Description = "Indent East text and JSON (East text: the default on a terminal)" };
    private readonly Option<bool> _type = new("--type") { Description = "Show the type, not the value" };

    public CatVerb() : base("cat", "Show a value as a table, East text, JSON or CSV")
    {
        Command.Arguments.Add(_what);
        foreach (var option in new Option[] { _format, _limit, _pretty, _type }) Command.Options.Add(option);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("cat clean", "the result of a task"),
        new("cat clean -f csv > clean.csv", "for another program"),
        new("cat 3f9a --type", "the type of an object"),
        new("cat result.beast2 -f json --pretty", "a file, also outside any repository"),
        new("cat total.beast2", "an East program, as code"),
    ];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var format = FormatOf(arguments.GetValue(_format));
        var (path, id) = Find(session, Required(arguments, _what));
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var header = Beast2.ReadHeader(file);
        file.Position = 0;
        if (!header.IsSuccess) throw CliFailure.Usage(CliMessages.NotAValue(header.Error.Message), CliMessages.OnlyBeast2);
        var type = header.Value.Type;
        if (arguments.GetValue(_type) && !session.IsJson)
        {
            session.Out.WriteLine(type.ToString());
            return Task.FromResult(ExitCode.Ok);
        }
        if (format == ValueFormat.Beast2 && !session.IsJson) session.WriteBytes(file);
        else Show(session, arguments, type, file, id, format);
        return Task.FromResult(ExitCode.Ok);
    }

    private void Show(Session session, ParseResult arguments, EastType type, FileStream file, ObjectId? id, ValueFormat format)
    {
        // Sets and dicts in another order than East's are read as they are: looking at a file of another program is what this verb is for.
        var decoded = Beast2.Decode(file, type, KeyOrder.Any, ValueFiles.Functions);
        if (!decoded.IsSuccess) throw CliFailure.Usage(CliMessages.NotAValue(decoded.Error.Message), CliMessages.OnlyBeast2);
        var value = decoded.Value;
        var limit = arguments.GetValue(_limit) ?? (session.Surface.IsTerminal ? TerminalLimit : 0);
        var most = limit == 0 ? (int?)null : limit;
        if (session.IsJson)
        {
            WriteDocument(session, type, value, id, file.Length, arguments.GetValue(_type));
            return;
        }
        switch (format == ValueFormat.Automatic ? Choose(type) : format)
        {
            case ValueFormat.Table when ValueTable.IsPossible(type):
                ValueTable.Write(session.Out, type, value, most, session.Palette, session.Surface.Width);
                break;
            case ValueFormat.Table:
                throw CliFailure.Usage(CliMessages.NoSuchForm("table", type), CliMessages.UseEast);
            case ValueFormat.Csv:
                var table = EastCsv.WhyUnsupported(type) is { } why ? throw CliFailure.Usage(why, CliMessages.UseEast) : EastCsv.Encode(type, (EastArray<EastStruct>)value);
                if (!table.IsSuccess) throw CliFailure.Usage(table.Error.Message, CliMessages.UseEast);
                session.WriteBytes(table.Value);
                break;
            case ValueFormat.Raw:
                WriteRaw(session, type, value);
                break;
            case ValueFormat.Json:
                WriteJson(session, type, value, arguments.GetValue(_pretty));
                break;
            default:
                WriteText(session, type, value, format, arguments.GetValue(_pretty), most);
                break;
        }
    }

    private static ValueFormat Choose(EastType type) => ValueTable.IsNatural(type) && ValueTable.IsPossible(type) ? ValueFormat.Table : ValueFormat.Automatic;

    private static void WriteText(Session session, EastType type, object value, ValueFormat format, bool pretty, int? limit)
    {
        if (format == ValueFormat.Automatic && type.Equals(IrTypes.Ir) && IrReader.NodeFromValue(ValueBytes(value)) is { IsSuccess: true, Value: var node })
        {
            var code = IrPrinter.Print(node);
            session.Out.WriteLine(session.Surface.IsTerminal ? Printable.Lines(code) : code);
        }
        else if (format == ValueFormat.Automatic && TextOf(value) is { } text)
        {
            session.Out.Write(session.Surface.IsTerminal ? Printable.Lines(text) : text);
            if (!text.EndsWith('\n') && session.Surface.IsTerminal) session.Out.WriteLine();
        }
        else if (format == ValueFormat.Automatic && value is EastBlob blob)
        {
            HexDump.Write(session.Out, blob.Span, limit is null ? null : 16 * limit, session.Palette);
        }
        else if (pretty || session.Surface.IsTerminal)
        {
            new PrettyEast(session.Out, session.Surface.Width ?? DefaultWidth, limit).Write(type, value);
        }
        else
        {
            EastText.Print(session.Out, type, value);
            session.Out.WriteLine();
        }
    }

    private static ReadOnlySpan<byte> ValueBytes(object program)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Beast2.WriteValue(bytes, IrTypes.Ir, program);
        return bytes.WrittenSpan;
    }

    /// <summary>The text of a String, or of a Blob that is UTF-8 without control characters that text does not have; null for everything else.</summary>
    private static string? TextOf(object value)
    {
        if (value is string text) return text;
        if (value is not EastBlob blob) return null;
        try
        {
            var decoded = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(blob.Span);
            return decoded.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t' or '\e')) ? null : decoded;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static void WriteRaw(Session session, EastType type, object value)
    {
        switch (value)
        {
            case EastBlob blob: session.WriteBytes(blob.Span); break;
            case string text: session.WriteBytes(Encoding.UTF8.GetBytes(text)); break;
            default: throw CliFailure.Usage(CliMessages.NoSuchForm("raw", type), CliMessages.UseEast);
        }
    }

    private static void WriteJson(Session session, EastType type, object value, bool pretty)
    {
        if (!type.IsData) throw CliFailure.Usage(CliMessages.NoSuchForm("JSON", type), CliMessages.UseEast);
        if (!pretty)
        {
            EastJson.Print(session.Out, type, value);
            session.Out.WriteLine();
            return;
        }
        using var document = JsonDocument.Parse(EastJson.Print(type, value), new JsonDocumentOptions { MaxDepth = 8192 });
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 8192, NewLine = "\n" })) document.RootElement.WriteTo(writer);
        session.Out.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void WriteDocument(Session session, EastType type, object value, ObjectId? id, long size, bool typeOnly) => JsonOutput.Write(session, writer =>
    {
        writer.WriteOptional("object", id?.ToString());
        writer.WriteString("type", type.ToString());
        writer.WriteNumber("size", size);
        if (typeOnly) return;
        writer.WritePropertyName("value");
        if (type.IsData) writer.WriteRawValue(EastJson.Print(type, value), skipInputValidation: true);
        else writer.WriteNullValue();
    });

    private static (string Path, ObjectId? Id) Find(Session session, string word)
    {
        // An output's path names the output, also when its file is there: the file holds the content alone.
        if (File.Exists(word) && (Path.GetExtension(word) == ".beast2" || StartsAsBeast2(word))) return (word, null);
        using var open = Repositories.Require(session);
        var id = Words.RequireObject(open, word);
        return open.Repository.Objects.Locate(id) switch
        {
            ObjectLocation.Found found => (found.Path, id),
            var lost => throw new CliFailure(ExitCode.Fault, new Problem(lost.Problem!)),
        };
    }

    private static bool StartsAsBeast2(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> beginning = stackalloc byte[Beast2.Magic.Length];
        return file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false) == beginning.Length && beginning.SequenceEqual(Beast2.Magic);
    }

    private static ValueFormat FormatOf(string? name)
    {
        if (name is null) return ValueFormat.Automatic;
        foreach (var (known, format) in Formats)
            if (known == name) return format;
        throw CliFailure.Usage(CliMessages.UnknownFormat(name), CliMessages.SeeHelp("cat"), NearestNames.Of(name, Formats.Select(f => f.Name)));
    }
}
