using System.CommandLine;

namespace Polyglot.Cli.CommandLine;

/// <summary>How results are shown.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON document on standard output.</summary>
    Json,
}

/// <summary>The options that every verb takes, as given.</summary>
/// <param name="Project">The folder or project file of <c>-C</c>; null to search upward from the current folder.</param>
/// <param name="Format">How results are shown.</param>
/// <param name="Debug">Stack traces are shown.</param>
/// <param name="NoColor">No colours, whatever the terminal can do.</param>
/// <param name="Quiet">Only errors are shown.</param>
internal sealed record GlobalOptions(string? Project, OutputFormat Format, bool Debug, bool NoColor, bool Quiet)
{
    private static readonly Option<string?> ProjectOption = new("--project", "-C")
    {
        Description = "The project's folder or file (default: polyglot.yaml here or in the nearest folder above)",
        HelpName = "DIR",
        Recursive = true,
    };

    private static readonly Option<OutputFormat> FormatOption = new("--output")
    {
        Description = "text for people, or json: one document on standard output",
        HelpName = "text|json",
        Recursive = true,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (text is not ("text" or "json")) result.AddError($"--output takes text or json, not '{text}'");
            return text == "json" ? OutputFormat.Json : OutputFormat.Text;
        },
    };

    private static readonly Option<bool> DebugOption = new("--debug") { Description = "Show stack traces of unexpected errors", Recursive = true };
    private static readonly Option<bool> NoColorOption = new("--no-color") { Description = "No colours (also: NO_COLOR set)", Recursive = true };
    private static readonly Option<bool> QuietOption = new("--quiet", "-q") { Description = "Print errors only", Recursive = true };

    /// <summary>The options, for the root command.</summary>
    public static IReadOnlyList<Option> All { get; } = [ProjectOption, FormatOption, DebugOption, NoColorOption, QuietOption];

    /// <summary>Used where the command line could not be parsed.</summary>
    public static GlobalOptions FromRaw(IReadOnlyList<string> args) => new(
        null,
        args.Any(a => a == "--output=json") || args.Zip(args.Skip(1)).Any(p => p is ("--output", "json")) ? OutputFormat.Json : OutputFormat.Text,
        args.Contains("--debug"),
        args.Contains("--no-color"),
        Quiet: false);

    /// <summary>The options of a command line that parsed without errors.</summary>
    public static GlobalOptions From(ParseResult parsed) => new(
        parsed.GetValue(ProjectOption),
        parsed.GetValue(FormatOption),
        parsed.GetValue(DebugOption),
        parsed.GetValue(NoColorOption),
        parsed.GetValue(QuietOption));
}
