using System.CommandLine;
using System.Text;
using System.Text.Json;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Terminal;
using Polyglot.Pictures.Drawing;
using Polyglot.Pictures.Graphs;

namespace Polyglot.Cli.Verbs.Pictures;

/// <summary><c>polyglot graph</c>.</summary>
internal sealed class GraphVerb : Verb
{
    private static readonly string[] Formats = ["text", "svg", "dot", "mermaid"];

    private readonly Argument<string[]> _words = ProjectArgument.Words();
    private readonly Option<string?> _run = new("--run") { HelpName = "RUN", Description = "Draw what a past run did, instead of what a run would do now: last, last~1, a tag or an id" };
    private readonly Option<string?> _format = new("--format", "-f") { HelpName = "text|svg|dot|mermaid", Description = "text for the terminal (the default), svg, dot for Graphviz, mermaid for Markdown" };
    private readonly Option<string?> _file = new("-o", "--out") { HelpName = "FILE", Description = "Write it to a file, in the format of its extension (.svg, .dot, .mmd, .txt) unless -f says another" };
    private readonly Option<bool> _all = new("--all") { Description = "Draw every task, also those of large fans, which are drawn as one otherwise" };

    public GraphVerb() : base("graph", "Draw the dataflow: in the terminal, as SVG, for Graphviz or as Mermaid")
    {
        Command.Arguments.Add(_words);
        foreach (var option in new Option[] { _run, _format, _file, _all }) Command.Options.Add(option);
    }

    public override string Details =>
        $"""
        Shows what feeds what and the state of every task: what a run would do now, or with --run what a run did. Nothing is run. From
        {Folding.Fewest} on, tasks that have the same place in the dataflow are drawn as one, with their number and states. Of a task that
        returned a dataflow, the tasks of that are drawn within it, as far as they are known.
        """;

    public override IReadOnlyList<Example> Examples =>
    [
        new("graph", "the project here"),
        new("graph --run last", "what the last run did"),
        new("graph -o dataflow.svg", "as a picture, light and dark"),
        new("graph report -f mermaid", "one task and all it needs, for a README"),
        new("graph -f dot | dot -Tpdf > dataflow.pdf", "drawn by Graphviz"),
    ];

    public override async Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var file = arguments.GetValue(_file);
        var format = arguments.GetValue(_format) ?? FormatOf(file);
        if (!Formats.Contains(format)) throw CliFailure.Usage(PictureMessages.UnknownFormat(format), CliMessages.SeeHelp("graph"), NearestNames.Of(format, Formats));
        var words = arguments.GetValue(_words) ?? [];
        var picture = arguments.GetValue(_run) is { } run ? OfRun(session, words, run) : await OfPlanAsync(session, words).ConfigureAwait(false);
        if (!arguments.GetValue(_all)) picture = Folding.Fold(picture);
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer => WriteJson(writer, picture));
        }
        else if (file is null)
        {
            if (format == "text") WriteText(session.Out, picture, session.Palette, session.Surface.Width, Glyphs.HasUnicode(Environment.GetEnvironmentVariable));
            else session.Out.Write(Draw(picture, format));
        }
        else
        {
            await File.WriteAllTextAsync(file, Draw(picture, format), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)).ConfigureAwait(false);
            session.Say($"wrote {file}");
        }
        return ExitCode.Ok;
    }

    /// <summary>A line per node: its rails, its name, and what is said of it.</summary>
    public static void WriteText(TextWriter to, Picture picture, Palette palette, int? width, bool unicode)
    {
        var table = new TextTable(new Column(""), new Column("", Shrinks: true), new Column(""), new Column(""), new Column("", Shrinks: true));
        AddRows(table, picture, unicode, width is { } columns ? Math.Max(8, columns / 3) : int.MaxValue, "");
        if (table.Count == 0) to.WriteLine("no tasks");
        table.Write(to, palette, width);
    }

    // What a task returned stands below it, behind a line of its own.
    private static void AddRows(TextTable table, Picture picture, bool unicode, int most, string before)
    {
        foreach (var line in RailDrawing.Draw(picture, unicode, most))
        {
            var rails = before + line.Rails;
            if (line.Node is not { } index)
            {
                table.Add(new Cell(rails, Tone.Dim));
                continue;
            }
            var node = picture.Nodes[index];
            var times = node.Members.Count == 0 ? "" : unicode ? $" ×{node.Members.Count}" : $" x{node.Members.Count}";
            var name = unicode ? node.Name : node.Name.Replace("…", "...", StringComparison.Ordinal);
            table.Add(
                new Cell(rails, ToneOf(node.State)), new Cell(name + times, node.State == PictureState.None ? Tone.Plain : Tone.Bold),
                new Cell(PictureStates.Word(node.State), ToneOf(node.State)), node.Runner, new Cell(node.Note, Tone.Dim));
            if (node.Inner is { } inner) AddRows(table, inner, unicode, most, $"{before}{line.Below}{(unicode ? '┊' : ':')} ");
        }
    }

    private static async Task<Picture> OfPlanAsync(Session session, string[] words)
    {
        var (project, targets) = ProjectArgument.Split(session.Options.Project, words);
        var plan = await PlanVerb.MakeAsync(session, project, RunVerb.Options(project, targets, [])).ConfigureAwait(false);
        using var open = Repositories.Find(session with { Options = session.Options with { Project = project } });
        return new PictureMaker(ReasonText.Of).Of(plan, open is null ? null : new InnerDataflows(open.Repository));
    }

    private static Picture OfRun(Session session, string[] words, string run)
    {
        using var open = Repositories.Require(RunProject.Of(session, words));
        var record = RunWords.Require(open, run);
        return new PictureMaker(ReasonText.Of).Of(record, RunShapes.Read(open.Repository.Objects, record), new InnerDataflows(open.Repository));
    }

    private static string Draw(Picture picture, string format)
    {
        switch (format)
        {
            case "svg": return SvgDrawing.File(picture);
            case "dot": return DotDrawing.Write(picture);
            case "mermaid": return MermaidDrawing.Write(picture);
            default:
                using (var text = new StringWriter { NewLine = "\n" })
                {
                    WriteText(text, picture, Palette.None, width: null, unicode: true);
                    return text.ToString();
                }
        }
    }

    private static string FormatOf(string? file) => Path.GetExtension(file)?.ToLowerInvariant() switch
    {
        ".svg" => "svg",
        ".dot" or ".gv" => "dot",
        ".mmd" or ".mermaid" => "mermaid",
        _ => "text",
    };

    private static Tone ToneOf(PictureState state) => state switch
    {
        PictureState.Ran or PictureState.Joined => Tone.Good,
        PictureState.Failed => Tone.Bad,
        PictureState.Runs or PictureState.Blocked or PictureState.Cancelled => Tone.Warn,
        PictureState.Waits => Tone.Accent,
        _ => Tone.Dim,
    };

    private static void WriteJson(Utf8JsonWriter writer, Picture picture)
    {
        writer.WriteString("dataflow", picture.Name);
        WriteNodes(writer, picture);
    }

    private static void WriteNodes(Utf8JsonWriter writer, Picture picture)
    {
        writer.WriteStartArray("nodes");
        foreach (var node in picture.Nodes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", node.Name);
            writer.WriteString("kind", node.Kind switch { PictureKind.Input => "input", PictureKind.Task => "task", _ => "fold" });
            writer.WriteOptional("state", node.State == PictureState.None ? null : PictureStates.Word(node.State));
            writer.WriteOptional("runner", node.Runner.Length == 0 ? null : node.Runner);
            writer.WriteOptional("note", node.Note.Length == 0 ? null : node.Note);
            if (node.Kind == PictureKind.Fold) writer.WriteNumber("members", node.Members.Count);
            if (node.Inner is { } inner)
            {
                writer.WriteStartObject("inner");
                WriteNodes(writer, inner);
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("edges");
        foreach (var edge in picture.Edges)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(edge.From);
            writer.WriteNumberValue(edge.To);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }
}
