using System.CommandLine;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Dataflow.Projects;
using Polyglot.Runners;

namespace Polyglot.Cli.Verbs;

/// <summary><c>polyglot runners</c>.</summary>
internal sealed class RunnersVerb() : Verb("runners", "List the runners: what they run, where they come from, whether they are there")
{
    public override string Details =>
        "Runners come from runners.json, from plugin folders and from the project's own `runners` section.\n`polyglot doctor` says more about those that are missing.";

    public override IReadOnlyList<Example> Examples => [new("runners", "those of the project here, or all built-in ones"), new("runners --output json", "for scripts")];

    public override async Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var project = ProjectLocator.Find(session.Options.Project) is { } file ? ProjectReader.ReadFile(file).Project : null;
        var catalog = Installation.Runners(project);
        var resolver = new RunnerResolver();
        var folder = project?.Directory ?? Directory.GetCurrentDirectory();
        var found = new List<(RunnerManifest Manifest, RunnerResolution Resolution)>();
        foreach (var manifest in catalog.Runners) found.Add((manifest, await resolver.ResolveAsync(manifest, folder, []).ConfigureAwait(false)));

        if (session.IsJson) JsonOutput.Write(session, writer => WriteJson(writer, found, catalog));
        else WriteText(session, found);
        if (catalog.Problems.Count > 0 && !session.IsJson) ProblemWriter.Write(session.Error, [.. catalog.Problems.Select(Problems.Of)], session.Palette);
        return catalog.Problems.Count > 0 ? ExitCode.Usage : ExitCode.Ok;
    }

    /// <summary>What a kind of runner can do, as the manifest says it.</summary>
    public static string LevelOf(RunnerKind kind) => kind switch
    {
        RunnerKind.Command => "command",
        RunnerKind.Worker => "worker",
        RunnerKind.East => "east",
        RunnerKind.Host => "host",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static void WriteText(Session session, IEnumerable<(RunnerManifest Manifest, RunnerResolution Resolution)> found)
    {
        var table = new TextTable(new Column("runner"), new Column("level"), new Column("language"), new Column("scripts"), new Column("version"), new Column("from", Shrinks: true));
        foreach (var (manifest, resolution) in found)
        {
            var version = resolution is RunnerResolution.Found there ? there.Runner.Version.Length > 0 ? new Cell(there.Runner.Version, Tone.Good) : new Cell("there", Tone.Good) : new Cell("missing", Tone.Warn);
            table.Add(manifest.Id, LevelOf(manifest.Kind), manifest.Metadata.Name, string.Join(" ", manifest.Metadata.Extensions), version, new Cell(Shorten(manifest.File), Tone.Dim));
        }
        table.Write(session.Out, session.Palette, session.Surface.Width);
    }

    private static void WriteJson(Utf8JsonWriter writer, IEnumerable<(RunnerManifest Manifest, RunnerResolution Resolution)> found, RunnerCatalog catalog)
    {
        writer.WriteStartArray("runners");
        foreach (var (manifest, resolution) in found)
        {
            writer.WriteStartObject();
            writer.WriteString("id", manifest.Id);
            writer.WriteString("level", LevelOf(manifest.Kind));
            writer.WriteString("language", manifest.Metadata.Name);
            writer.WriteStartArray("extensions");
            foreach (var extension in manifest.Metadata.Extensions) writer.WriteStringValue(extension);
            writer.WriteEndArray();
            writer.WriteString("manifest", manifest.File);
            var there = resolution as RunnerResolution.Found;
            writer.WriteBoolean("available", there is not null);
            writer.WriteOptional("version", there?.Runner.Version);
            writer.WriteOptional("executable", there?.Runner.Argv is [var executable, ..] ? executable : null);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        ProblemJson.Write(writer, "errors", catalog.Problems.Select(Problems.Of));
    }

    private static string Shorten(string file)
    {
        if (file.Length == 0) return "built in";
        var here = Path.GetRelativePath(Directory.GetCurrentDirectory(), file);
        return here.Length < file.Length ? here : file;
    }
}
