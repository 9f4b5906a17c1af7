using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Dataflow.Values;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot put</c>.</summary>
internal sealed class PutVerb : Verb
{
    private readonly Argument<string> _value = new("value") { HelpName = "FILE|VALUE", Description = "A file, or a value as East text" };
    private readonly Option<string?> _type = new("--type", "-t") { Description = "Its type (default: that of a .beast2 file, Blob for any other file, String for a value)", HelpName = "TYPE" };
    private readonly Option<string?> _ref = new("--ref") { Description = "Also give it this name: namespace/name", HelpName = "NAME" };

    public PutVerb() : base("put", "Store a file or a value")
    {
        Command.Arguments.Add(_value);
        Command.Options.Add(_type);
        Command.Options.Add(_ref);
    }

    public override string Details =>
        "Files are read by their extension: .beast2, .east, .json (East's mapping) and .csv as values of the type; any other as the content of\na Blob or a String.";

    public override IReadOnlyList<Example> Examples =>
    [
        new("put data/co2.csv --type \"Array<Struct<date: DateTime, ppm: Float>>\" --ref data/co2", "a table"),
        new("put photo.png", "a Blob"),
        new("put \"[1, 2, 3]\" --type \"Array<Integer>\"", "a value"),
    ];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var given = Required(arguments, _value);
        var name = arguments.GetValue(_ref) is { } text ? RefNameOf(text) : (RefName?)null;
        var type = arguments.GetValue(_type) is { } declared ? TypeOf(declared) : null;
        using var open = Repositories.RequireOrInit(session);
        var id = File.Exists(given) ? PutFile(open.Repository, given, ref type) : PutValue(open.Repository, given, ref type);
        if (name is { } target) open.Repository.Refs.Set(target, id);
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer =>
            {
                writer.WriteString("object", id.ToString());
                writer.WriteString("type", type!.ToString());
                writer.WriteOptional("ref", name?.ToString());
            });
        }
        else
        {
            session.Out.WriteLine(id.ToString());
        }
        return Task.FromResult(ExitCode.Ok);
    }

    private static ObjectId PutFile(Repository repository, string file, ref EastType? type)
    {
        // A file whose format holds a value of a type cannot be read without the type.
        if (type is null && Path.GetExtension(file).ToLowerInvariant() is (".csv" or ".json" or ".east"))
            throw CliFailure.Usage(CliMessages.TypeNeeded(file), CliMessages.TypeSyntax);
        var stored = FileImport.Put(repository, file, type);
        if (stored.Problem is { } problem) throw new CliFailure(ExitCode.Usage, new Problem(problem, Path.GetFullPath(file)));
        type = stored.Type;
        return stored.Id!.Value;
    }

    private static ObjectId PutValue(Repository repository, string text, ref EastType? type)
    {
        if (type is null && Path.GetExtension(text).Length > 0) throw CliFailure.Usage(CliMessages.NoFile(text), CliMessages.FileOrTyped);
        type ??= EastType.String;
        // A bare word is a String; in quotes it is East text as every other value is.
        if (type.Kind == EastTypeKind.String && !text.StartsWith('"')) return repository.Objects.Put(Beast2.Encode(type, text));
        var parsed = EastText.Parse(type, text);
        if (!parsed.IsSuccess) throw CliFailure.Usage(parsed.Error.Message, CliMessages.FileOrTyped);
        return repository.Objects.Put(Beast2.Encode(type, parsed.Value, Sharing.AsTree));
    }

    private static RefName RefNameOf(string text)
    {
        try
        {
            return RefName.Parse(text);
        }
        catch (FormatException e)
        {
            throw CliFailure.Usage(e.Message, CliMessages.SeeHelp("put"));
        }
    }

    private static EastType TypeOf(string text)
    {
        var parsed = TypeSyntax.Parse(text);
        return parsed.IsSuccess ? parsed.Value : throw CliFailure.Usage(CliMessages.BadType(text, parsed.Error.ToString()), CliMessages.TypeSyntax);
    }
}
