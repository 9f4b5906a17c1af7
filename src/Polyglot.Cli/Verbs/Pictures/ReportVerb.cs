using System.CommandLine;
using System.Text;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;
using Polyglot.Cli.Rendering;
using Polyglot.Pictures.Reports;

namespace Polyglot.Cli.Verbs.Pictures;

/// <summary><c>polyglot report</c>.</summary>
internal sealed class ReportVerb : Verb
{
    private const string DefaultFile = "report.html";

    private readonly Argument<string?> _run = new("run") { HelpName = "RUN", Description = RunWords.Help + " (default: last)", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _file = new("-o", "--out") { HelpName = "FILE", Description = $"The file to write (default: {DefaultFile} in the current folder)" };

    public ReportVerb() : base("report", "Write one HTML page about a run: what ran and why, when, at what cost, and what came out")
    {
        Command.Arguments.Add(_run);
        Command.Options.Add(_file);
    }

    public override string Details =>
        """
        The page needs nothing else: open it from disk, send it to a colleague, keep it as an artifact of a build. It has the dataflow, a
        timeline, times and memory, what was found instead of run, logs and errors, and previews of outputs: tables, charts, images. An older
        report of that name is replaced; any other file is not.
        """;

    public override IReadOnlyList<Example> Examples =>
    [
        new("report", "the last run"),
        new("report last~1 -o before.html", "the run before it"),
        new("report v1 -C examples/co2-outlook", "a tagged run of another project"),
    ];

    public override async Task<ExitCode> RunAsync(Session session, ParseResult arguments)
    {
        var file = Path.GetFullPath(arguments.GetValue(_file) ?? DefaultFile);
        if (File.Exists(file) && !await IsReportAsync(file).ConfigureAwait(false)) throw CliFailure.Usage(PictureMessages.FileInTheWay(file), PictureMessages.NotAReport);
        using var open = Repositories.Require(session);
        var word = arguments.GetValue(_run);
        var run = word is not null ? RunWords.Require(open, word) : open.LastRun ?? throw CliFailure.Usage(CliMessages.NoRun, CliMessages.RunFirst);
        var story = new RunStoryReader(open.Repository, new(), ReasonText.Of).Read(run);
        var page = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(new ReportPage(ReasonText.Of).Html(story));
        // Beside its place first, so that an interrupted report never looks like one.
        var half = file + ".new";
        await File.WriteAllBytesAsync(half, page).ConfigureAwait(false);
        File.Move(half, file, overwrite: true);
        if (session.IsJson)
        {
            JsonOutput.Write(session, writer =>
            {
                writer.WriteString("run", run.Id.ToString());
                writer.WriteString("file", file);
                writer.WriteNumber("bytes", page.Length);
            });
        }
        session.Say($"wrote {file} ({Quantity.Size(page.Length)}), about run {run.Id}");
        return ExitCode.Ok;
    }

    private static async Task<bool> IsReportAsync(string file)
    {
        var start = new char[1_000];
        using var reader = new StreamReader(file);
        var length = await reader.ReadBlockAsync(start).ConfigureAwait(false);
        return start.AsSpan(0, length).IndexOf(ReportPage.Generator) >= 0;
    }
}
