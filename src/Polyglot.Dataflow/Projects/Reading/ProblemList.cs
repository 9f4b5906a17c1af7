using Polyglot.Dataflow.Projects.Syntax;
using Polyglot.East;

namespace Polyglot.Dataflow.Projects.Reading;

/// <summary>Collects the problems of one file, up to <see cref="DocumentLimits.Problems"/>. Not thread-safe.</summary>
internal sealed class ProblemList(string file)
{
    private readonly List<ProjectProblem> _shown = [];
    private int _hidden;

    public string File { get; } = file;

    /// <summary>The types that were read from this file, by their text: most files write few types many times.</summary>
    public Dictionary<string, EastType> Types { get; } = new(StringComparer.Ordinal);

    public int Count => _shown.Count + _hidden;

    public void Add(SourcePosition at, string message, string? next = null, string? suggestion = null)
    {
        if (_shown.Count < DocumentLimits.Problems) _shown.Add(new(File, at.Line, at.Column, message, suggestion, next));
        else _hidden++;
    }

    /// <summary>The problems in file order.</summary>
    public IReadOnlyList<ProjectProblem> ToList()
    {
        var result = _shown.OrderBy(p => p.Line).ThenBy(p => p.Column).ToList();
        if (_hidden > 0) result.Add(new(File, 0, 0, ProjectMessages.MoreProblems(_hidden)));
        return result;
    }
}
