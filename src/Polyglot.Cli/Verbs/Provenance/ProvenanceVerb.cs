using System.CommandLine;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Terminal;
using Polyglot.Dataflow.Provenance;
using Polyglot.Dataflow.Queries;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.Provenance;

/// <summary><c>polyglot provenance</c>.</summary>
internal sealed class ProvenanceVerb : Verb
{
    private static readonly string[] Formats = ["tree", "json", "dot", "prov-json"];

    private readonly Argument<string> _what = new("what") { HelpName = "WHAT", Description = "A file, which is found by its content, or a task, output, input, ref, tag or object" };
    private readonly Option<bool> _forward = new("--forward") { Description = "What was made from it, instead of what it was made from" };

    private readonly Option<string?> _format = new("--format", "-f")
    {
        HelpName = "tree|json|dot|prov-json",
        Description = "tree for people (the default), json as with --output json, dot for Graphviz, prov-json as the W3C has it",
    };

    public ProvenanceVerb() : base("provenance", "Show which run, which execution and which inputs made something")
    {
        Command.Arguments.Add(_what);
        Command.Options.Add(_forward);
        Command.Options.Add(_format);
    }

    public override string Details =>
        """
        A file is found by what is in it, wherever it lies and whatever it is called: a copy of an output somewhere else is known, an
        edited one is not. Each task shows the run that executed it, its program's files and its inputs, back to what came from outside.
        """;

    public override IReadOnlyList<Example> Examples =>
    [
        new("provenance out/report.html", "where the report came from"),
        new("provenance ~/Downloads/figure.png", "a file that somebody sent back"),
        new("provenance data/weekly.csv --forward", "everything that was made from an input"),
        new("provenance report -f dot | dot -Tsvg > report.svg", "as a picture"),
    ];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var word = Required(arguments, _what);
        var format = arguments.GetValue(_format) ?? "tree";
        if (!Formats.Contains(format)) throw CliFailure.Usage(ProvenanceMessages.UnknownFormat(format), CliMessages.SeeHelp("provenance"), NearestNames.Of(format, Formats));
        if (format == "json") session = session with { Options = session.Options with { Format = OutputFormat.Json } };
        using var open = Repositories.Require(session);
        using var interrupts = new Interrupts(session.Time, Environment.Exit);
        var index = ProvenanceIndex.Build(open.Repository, new RunQueries(open.Repository).All(), interrupts.Stop);
        var graph = index.Trace(Find(open, index, word), arguments.GetValue(_forward) ? ProvenanceDirection.Forward : ProvenanceDirection.Backward);
        if (session.IsJson) JsonOutput.Write(session, writer => WriteJson(writer, open.Repository, graph));
        else if (format == "dot") session.Out.Write(ProvenanceDot.Write(graph));
        else if (format == "prov-json") session.Out.Write(ProvenanceProvJson.Write(graph));
        else new ProvenanceTree(session, graph).Write();
        return Task.FromResult(ExitCode.Ok);
    }

    private static ObjectId Find(OpenRepository open, ProvenanceIndex index, string word)
    {
        if (File.Exists(word))
            return FileIdentity.Find(open.Repository, index, word) ?? throw CliFailure.Usage(ProvenanceMessages.UnknownFile(word), ProvenanceMessages.ChangedSince);
        var id = Words.RequireObject(open, word);
        return index.Knows(id) ? id : throw CliFailure.Usage(ProvenanceMessages.UnknownObject(word), CliMessages.ListNames);
    }

    private static void WriteJson(Utf8JsonWriter writer, Repository repository, ProvenanceGraph graph)
    {
        writer.WriteString("object", graph.Root.ToString());
        writer.WriteString("direction", graph.Direction == ProvenanceDirection.Backward ? "backward" : "forward");
        writer.WriteStartArray("objects");
        foreach (var known in graph.Objects)
        {
            writer.WriteStartObject();
            writer.WriteString("object", known.Id.ToString());
            writer.WriteStartArray("names");
            foreach (var name in known.Names) writer.WriteStringValue(name);
            writer.WriteEndArray();
            writer.WriteOptional("lastRun", known.LastRun?.ToString());
            writer.WriteNumber("otherMakers", known.OtherMakers);
            writer.WriteBoolean("present", repository.Objects.Contains(known.Id));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("executions");
        foreach (var making in graph.Makings)
        {
            writer.WriteStartObject();
            writer.WriteString("execution", making.Execution.ToString());
            writer.WriteOptional("task", making.Task?.ToString());
            writer.WriteString("name", making.Name);
            writer.WriteString("dataflow", making.Dataflow);
            writer.WriteString("run", making.Run.ToString());
            writer.WriteBoolean("executed", making.WasExecuted);
            writer.WriteString("startedAt", making.StartedAt);
            writer.WriteString("endedAt", making.EndedAt);
            writer.WriteString("runner", making.Runner);
            writer.WriteString("runnerVersion", making.RunnerVersion);
            Write(writer, "inputs", making.Inputs);
            Write(writer, "program", making.Files);
            writer.WriteString("output", making.Output.ToString());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<NamedObject> objects)
    {
        writer.WriteStartArray(name);
        foreach (var named in objects)
        {
            writer.WriteStartObject();
            writer.WriteString("name", named.Name);
            writer.WriteString("object", named.Id.ToString());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
