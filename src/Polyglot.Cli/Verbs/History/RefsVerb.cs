using System.CommandLine;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs.History;

/// <summary><c>polyglot refs</c>.</summary>
internal sealed class RefsVerb : Verb
{
    private readonly Argument<string?> _prefix = new("prefix") { HelpName = "PREFIX", Description = "Only names that begin like this", Arity = ArgumentArity.ZeroOrOne };

    public RefsVerb() : base("refs", "List refs: the outputs of dataflows, tags, and what was put under a name") => Command.Arguments.Add(_prefix);

    public override string Details => "What a ref points to is kept by `polyglot gc`. `polyglot tag` sets and removes them.";

    public override IReadOnlyList<Example> Examples => [new("refs", "all of them"), new("refs tags/", "the tags")];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var prefix = arguments.GetValue(_prefix) ?? "";
        using var open = Repositories.Require(session);
        var refs = open.Repository.Refs.Namespaces().SelectMany(open.Repository.Refs.List)
            .Where(read => read.Name.ToString().StartsWith(prefix, StringComparison.Ordinal))
            .Select(read => Look(open.Repository, read)).ToList();
        if (session.IsJson) JsonOutput.Write(session, writer => WriteJson(writer, refs));
        else WriteText(session, refs);
        return Task.FromResult(ExitCode.Ok);
    }

    private static Entry Look(Repository repository, RefRead read)
    {
        if (read.Id is not { } id) return new(read.Name, null, null, null, null, "damaged");
        if (repository.Objects.Locate(id) is not ObjectLocation.Found file) return new(read.Name, id, null, null, null, repository.Objects.Contains(id) ? "damaged" : repository.Dropped.Contains(id) ? "dropped" : "missing");
        if (RunObject.TryRead(repository.Objects, id) is { } run) return new(read.Name, id, run, null, file.Size, null);
        using var stream = File.OpenRead(file.Path);
        var header = Beast2.ReadHeader(stream);
        return new(read.Name, id, null, header.IsSuccess ? header.Value.Type : null, file.Size, null);
    }

    private static void WriteText(Session session, IReadOnlyList<Entry> refs)
    {
        var table = new TextTable(new Column("ref"), new Column("object"), new Column("size", Right: true), new Column("is", Shrinks: true));
        foreach (var entry in refs)
        {
            var what = entry.Run is { } run ? $"run {run.Id} of {run.Dataflow}" : entry.Type?.ToString() ?? "";
            table.Add(
                entry.Name.ToString(), new Cell(entry.Id?.Abbreviated() ?? "", Tone.Dim),
                entry.Problem is { } problem ? new Cell(problem, Tone.Bad) : Quantity.Size(entry.Size ?? 0), new Cell(what, Tone.Dim));
        }
        if (table.Count == 0) session.Say("there are no refs here; `polyglot run` and `polyglot tag` make some");
        else if (session.ShowsText) table.Write(session.Out, session.Palette, session.Surface.Width);
    }

    private static void WriteJson(Utf8JsonWriter writer, IReadOnlyList<Entry> refs)
    {
        writer.WriteStartArray("refs");
        foreach (var entry in refs)
        {
            writer.WriteStartObject();
            writer.WriteString("name", entry.Name.ToString());
            writer.WriteOptional("object", entry.Id?.ToString());
            writer.WriteOptional("run", entry.Run?.Id.ToString());
            writer.WriteOptional("type", entry.Type?.ToString());
            if (entry.Size is { } size) writer.WriteNumber("size", size);
            writer.WriteOptional("problem", entry.Problem);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private sealed record Entry(RefName Name, ObjectId? Id, RunRecord? Run, EastType? Type, long? Size, string? Problem);
}
