using System.Collections.Immutable;
using System.CommandLine;
using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.East;

namespace Polyglot.Cli.Verbs.East;

/// <summary>The argument of the verbs about programs.</summary>
internal static class ProgramArgument
{
    public static Argument<string> Make() => new("program") { HelpName = "PROGRAM", Description = "A file of an East program: .beast2, .beast2.gz, .json or .east" };
}

/// <summary>What the checker found, as problems to show.</summary>
internal static class ProgramProblems
{
    public static Problem Of(IrProblem problem) => new(problem.Message, problem.Location.File)
    {
        Line = Number(problem.Location.Line),
        Column = Number(problem.Location.Column),
    };

    public static CliFailure Failure(ImmutableArray<IrProblem> problems) => new(ExitCode.Usage, [.. problems.Select(Of)]);

    private static int Number(long line) => (int)Math.Clamp(line, 0, int.MaxValue);
}
