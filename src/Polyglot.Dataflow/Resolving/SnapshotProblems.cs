using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Syntax;

namespace Polyglot.Dataflow.Resolving;

/// <summary>What is wrong with a graph, gathered while its snapshot is taken. Not thread-safe.</summary>
internal sealed class SnapshotProblems
{
    private readonly List<ProjectProblem> _all = [];

    /// <summary>Whether there is one.</summary>
    public bool Any => _all.Count > 0;

    /// <summary>All of them, in the order in which a reader of the files meets them.</summary>
    public IReadOnlyList<ProjectProblem> InOrder() => [.. _all.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line).ThenBy(p => p.Column)];

    /// <summary>Adds problems that were found elsewhere.</summary>
    public void Add(IEnumerable<ProjectProblem> problems) => _all.AddRange(problems);

    /// <summary>Adds one.</summary>
    /// <param name="project">The project file.</param>
    /// <param name="at">Where in it.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="next">What to do; null for nothing to say.</param>
    /// <param name="suggestion">What may have been meant; null for nothing.</param>
    public void Report(Project project, SourcePosition at, string message, string? next, string? suggestion = null) =>
        _all.Add(new(project.File, at.Line, at.Column, message, suggestion, next));
}
