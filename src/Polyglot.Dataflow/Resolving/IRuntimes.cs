using Polyglot.Dataflow.Projects;
using Polyglot.Runners;

namespace Polyglot.Dataflow.Resolving;

/// <summary>What resolving needs of runtimes: who runs, and what a script offers. Thread-safe. Tests have a fake that starts nothing.</summary>
internal interface IRuntimes
{
    /// <summary>What is wrong with the runners' own files, as seen from a project.</summary>
    IReadOnlyList<ProjectProblem> Problems(Project project);

    /// <summary>The runner of that id for a project, or why there is none.</summary>
    Task<RunnerAnswer> FindAsync(Project project, string runner, IReadOnlyList<string> requires, CancellationToken cancellationToken);

    /// <summary>What a runtime offers to East programs.</summary>
    /// <param name="runner">Of kind east.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<AnnounceResult> AnnounceAsync(ResolvedRunner runner, CancellationToken cancellationToken);

    /// <summary>What a script offers.</summary>
    /// <param name="runner">Of kind worker or east.</param>
    /// <param name="script">Absolute path.</param>
    /// <param name="codeId">Changes when the script or a file it depends on does.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<DescribeResult> DescribeAsync(ResolvedRunner runner, string script, string codeId, CancellationToken cancellationToken);
}

/// <summary>A runner, or why there is none: exactly one is not null.</summary>
internal readonly record struct RunnerAnswer(ResolvedRunner? Runner, string? Problem);
