using Polyglot.Cli.CommandLine;

namespace Polyglot.Cli.Errors;

/// <summary>Ends a verb with problems to show. It never leaves the command line.</summary>
internal sealed class CliFailure(ExitCode exitCode, IReadOnlyList<Problem> problems) : Exception(problems[0].What)
{
    public CliFailure(ExitCode exitCode, Problem problem) : this(exitCode, [problem])
    {
    }

    public ExitCode ExitCode { get; } = exitCode;

    /// <summary>At least one.</summary>
    public IReadOnlyList<Problem> Problems { get; } = problems;

    /// <summary>What the user typed cannot be done.</summary>
    public static CliFailure Usage(string what, string? next = null, string? suggestion = null) =>
        new(ExitCode.Usage, new Problem(what, Next: next) { Suggestion = suggestion });
}
