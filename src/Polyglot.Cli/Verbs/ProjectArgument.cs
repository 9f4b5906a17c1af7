using System.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Projects;

namespace Polyglot.Cli.Verbs;

/// <summary>
/// The words of <c>run</c> and <c>plan</c>: a project first, if the first word names one, then tasks and outputs.
/// </summary>
internal static class ProjectArgument
{
    /// <summary>A list of words.</summary>
    public static Argument<string[]> Words() => new("words")
    {
        HelpName = "PROJECT|TARGET",
        Description = "A project's folder or file (first), then tasks or output paths to bring up to date with all they need; all of them where none is named",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>The project file, and the targets.</summary>
    public static (string Project, IReadOnlyList<string> Targets) Split(string? given, string[] words)
    {
        if (words.Length == 0 || !ProjectLocator.IsProject(words[0])) return (ProjectLocator.Require(given), words);
        return given is null
            ? (ProjectLocator.Require(words[0]), words[1..])
            : throw CliFailure.Usage(CliMessages.TwoProjects(given, words[0]), CliMessages.OneProject);
    }
}
