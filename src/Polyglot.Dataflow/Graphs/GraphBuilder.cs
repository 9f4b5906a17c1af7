using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Projects.Syntax;

namespace Polyglot.Dataflow.Graphs;

/// <summary>
/// Builds the graph of a project file and of the files it uses. Each file is one instance, however many aliases lead to it; its
/// tasks are named after the first alias path that does. Only what the first file needs of the others becomes part of the graph.
/// Pure but for the reader of files that it is given.
/// </summary>
public sealed class GraphBuilder
{
    private const int MaxFiles = 1000;

    private readonly Func<string, ProjectResult> _read;
    private readonly List<ProjectProblem> _problems = [];
    private readonly Dictionary<string, ProjectScope?> _scopes = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];
    private readonly List<string> _path = [];

    private GraphBuilder(Func<string, ProjectResult> read) => _read = read;

    /// <summary>Builds a graph.</summary>
    /// <param name="file">The project file, or the folder that holds it.</param>
    /// <param name="read">Reads a project file by absolute path; null for <see cref="ProjectReader.ReadFile(string)"/>.</param>
    public static GraphResult Build(string file, Func<string, ProjectResult>? read = null)
    {
        var builder = new GraphBuilder(read ?? ProjectReader.ReadFile);
        var root = builder.Load(Path.GetFullPath(file), "");
        if (root is null || builder._problems.Count > 0) return new(null, Sorted(builder._problems), builder._files);
        var graph = new GraphLinker(root, builder._problems).Link();
        return new(builder._problems.Count == 0 ? graph : null, Sorted(builder._problems), builder._files);
    }

    private static List<ProjectProblem> Sorted(List<ProjectProblem> problems) =>
        problems.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line).ThenBy(p => p.Column).ToList();

    // Depth first, so that a circle of files is the tail of _path. A file with problems is loaded as null and reported once.
    private ProjectScope? Load(string file, string prefix)
    {
        if (_scopes.TryGetValue(file, out var known)) return known;
        var result = _read(file);
        if (result.Project is { } read && read.File != file && _scopes.TryGetValue(read.File, out known)) return known;
        _files.Add(result.Project?.File ?? file);
        _problems.AddRange(result.Problems);
        if (result.Project is not { } project)
        {
            _scopes[file] = null;
            return null;
        }
        var scope = new ProjectScope(project, prefix);
        _scopes[file] = scope;
        _scopes[project.File] = scope;
        _path.Add(project.File);
        foreach (var use in project.Uses) LoadUsed(scope, use, prefix);
        _path.RemoveAt(_path.Count - 1);
        return scope;
    }

    private void LoadUsed(ProjectScope scope, ProjectUse use, string prefix)
    {
        var target = Path.GetFullPath(Path.Combine(scope.Project.Directory, use.Path));
        var circle = _path.IndexOf(target);
        if (circle >= 0)
        {
            Report(scope, use.Position, GraphMessages.UsesCycle([.. _path[circle..], target]), GraphMessages.UsesCycleNext);
            return;
        }
        if (_files.Count >= MaxFiles)
        {
            Report(scope, use.Position, GraphMessages.TooManyFiles(MaxFiles), null);
            return;
        }
        if (Load(target, $"{prefix}{use.Alias}.") is not { } used) return;
        if (_path.Contains(used.Project.File))
            Report(scope, use.Position, GraphMessages.UsesCycle([.. _path[_path.IndexOf(used.Project.File)..], used.Project.File]), GraphMessages.UsesCycleNext);
        else
            scope.Uses[use.Alias] = used;
    }

    private void Report(ProjectScope scope, SourcePosition at, string message, string? next) =>
        _problems.Add(new(scope.Project.File, at.Line, at.Column, message, NextStep: next));
}

/// <summary>One project file of a graph that is being built, with its names.</summary>
internal sealed class ProjectScope
{
    public ProjectScope(Project project, string prefix)
    {
        Project = project;
        Prefix = prefix;
        foreach (var input in project.Inputs) Inputs.TryAdd(input.Name, input);
        foreach (var task in project.Tasks) Tasks.TryAdd(task.Name, task);
        foreach (var output in project.Outputs) Outputs.TryAdd(output.Path, output);
    }

    public Project Project { get; }

    public string Prefix { get; }

    public Dictionary<string, ProjectScope> Uses { get; } = [];

    public Dictionary<string, ProjectInput> Inputs { get; } = [];

    public Dictionary<string, ProjectTask> Tasks { get; } = [];

    public Dictionary<string, ProjectOutput> Outputs { get; } = [];
}
