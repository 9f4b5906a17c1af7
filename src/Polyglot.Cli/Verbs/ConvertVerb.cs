using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Files;
using Polyglot.Cli.Rendering;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot convert</c>.</summary>
internal sealed class ConvertVerb : Verb
{
    private readonly Argument<string> _from = new("from") { HelpName = "IN", Description = "A file of a value: .beast2, .beast, .east, .json or .csv" };
    private readonly Argument<string> _to = new("to") { HelpName = "OUT", Description = "The file to write, in the form that its extension says" };
    private readonly Option<string?> _type = TypeOption.Make("The value's type; beast files know their own");

    public ConvertVerb() : base("convert", "Write a value in another format")
    {
        Command.Arguments.Add(_from);
        Command.Arguments.Add(_to);
        Command.Options.Add(_type);
    }

    public override string Details =>
        ".beast2 is the format in which tasks read and write; .beast is its predecessor, written as version 1 and read as either; .east is East\n" +
        "text; .json is East's mapping, where Integers are strings. Containers that are shared in the value stay shared, where the format can say so.";

    public override IReadOnlyList<Example> Examples =>
    [
        new("convert result.beast2 result.json", "for another program"),
        new("convert co2.csv co2.beast2 --type \"Array<Struct<date: DateTime, ppm: Float>>\"", "a table"),
        new("convert total.json total.beast2 --type ir", "an East program"),
    ];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var (from, to) = (Required(arguments, _from), Required(arguments, _to));
        FileForms.Require(to);
        var value = ValueFiles.Read(from, TypeOption.Of(arguments.GetValue(_type)));
        ValueFiles.Write(to, value);
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer =>
            {
                writer.WriteString("file", Path.GetFullPath(to));
                writer.WriteString("type", value.Type.ToString());
                writer.WriteNumber("size", new FileInfo(to).Length);
            });
        }
        return Task.FromResult(ExitCode.Ok);
    }
}
