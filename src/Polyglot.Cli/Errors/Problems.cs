using Polyglot.Dataflow.Projects;
using Polyglot.Runners;

namespace Polyglot.Cli.Errors;

/// <summary>Problems of the libraries, as problems to show.</summary>
internal static class Problems
{
    /// <summary>A problem of a project file.</summary>
    public static Problem Of(ProjectProblem problem) => new(problem.Message, problem.File, problem.NextStep?.TrimEnd('.'))
    {
        Line = problem.Line,
        Column = problem.Column,
        Suggestion = problem.Suggestion,
    };

    /// <summary>A problem of a manifest.</summary>
    public static Problem Of(ManifestProblem problem) => new(problem.Message, problem.Path.Length == 0 ? problem.File : $"{problem.File} at {problem.Path}");
}
