using System.CommandLine;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot ls</c>.</summary>
internal sealed class LsVerb : Verb
{
    private readonly Argument<string?> _prefix = new("prefix") { HelpName = "PREFIX", Description = "Only names that begin like this", Arity = ArgumentArity.ZeroOrOne };

    public LsVerb() : base("ls", "List what has a name: refs, and the inputs, tasks and outputs of the last run") => Command.Arguments.Add(_prefix);

    public override string Details => "Every name listed can be given to `polyglot cat`.";

    public override IReadOnlyList<Example> Examples => [new("ls", "everything"), new("ls outputs/", "the refs of a namespace")];

    public override Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var prefix = arguments.GetValue(_prefix) ?? "";
        using var open = Repositories.Require(session);
        var entries = Entries(open).Where(e => e.Name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        if (session.IsJson) JsonOutput.Write(session, writer => WriteJson(writer, entries));
        else WriteText(session, entries);
        return Task.FromResult(ExitCode.Ok);
    }

    private static IEnumerable<Entry> Entries(OpenRepository open)
    {
        var repository = open.Repository;
        foreach (var space in repository.Refs.Namespaces())
            foreach (var found in repository.Refs.List(space)) yield return Look(repository, "ref", found.Name.ToString(), found.Id, null);
        if (open.LastRun is not { } run) yield break;
        foreach (var input in run.Inputs) yield return Look(repository, "input", input.Name, input.Id, run.StartedAt);
        foreach (var task in run.Tasks) yield return Look(repository, "task", task.Name, task.Output, task.EndedAt);
        foreach (var output in run.Outputs) yield return Look(repository, "output", output.Path, output.Id, run.EndedAt);
    }

    /// <summary>Size and type come from the object's own file; its content is not read.</summary>
    private static Entry Look(Repository repository, string kind, string name, ObjectId? id, DateTimeOffset? when)
    {
        if (id is not { } known) return new Entry(kind, name, null, null, null, when, null);
        if (repository.Objects.Locate(known) is not ObjectLocation.Found file) return new Entry(kind, name, known, null, null, when, repository.Objects.Contains(known) ? "damaged" : repository.Dropped.Contains(known) ? "dropped" : "missing");
        using var stream = File.OpenRead(file.Path);
        var header = Beast2.ReadHeader(stream);
        return new Entry(kind, name, known, header.IsSuccess ? header.Value.Type : null, file.Size, when ?? File.GetLastWriteTimeUtc(file.Path), null);
    }

    private static void WriteText(Session session, IReadOnlyList<Entry> entries)
    {
        var now = session.Time.GetUtcNow();
        var table = new TextTable(new Column("kind"), new Column("name"), new Column("object"), new Column("size", Right: true), new Column("age"), new Column("type", Shrinks: true));
        foreach (var entry in entries)
        {
            var state = entry.Problem is not null ? new Cell(entry.Problem, Tone.Bad) : new Cell(entry.Size is { } size ? Quantity.Size(size) : "");
            table.Add(
                new Cell(entry.Kind, Tone.Dim), entry.Name, new Cell(entry.Id?.Abbreviated() ?? "no result", entry.Id is null ? Tone.Warn : Tone.Plain),
                state, entry.When is { } when ? Quantity.Age(when, now) : "", new Cell(entry.Type?.ToString() ?? "", Tone.Dim));
        }
        if (table.Count == 0) session.Say("nothing has a name here yet; `polyglot run` or `polyglot put` gives some");
        else if (session.ShowsText) table.Write(session.Out, session.Palette, session.Surface.Width);
    }

    private static void WriteJson(Utf8JsonWriter writer, IReadOnlyList<Entry> entries)
    {
        writer.WriteStartArray("entries");
        foreach (var entry in entries)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", entry.Kind);
            writer.WriteString("name", entry.Name);
            writer.WriteOptional("object", entry.Id?.ToString());
            writer.WriteOptional("type", entry.Type?.ToString());
            if (entry.Size is { } size) writer.WriteNumber("size", size);
            if (entry.When is { } when) writer.WriteString("when", when.ToUniversalTime());
            writer.WriteOptional("problem", entry.Problem);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private sealed record Entry(string Kind, string Name, ObjectId? Id, EastType? Type, long? Size, DateTimeOffset? When, string? Problem);
}
