using Polyglot.Dataflow.Graphs;
using Polyglot.Dataflow.Projects;

namespace Polyglot.Dataflow.Resolving;

/// <summary>The files that a run reads, by absolute path: none of them may be an output of it.</summary>
internal sealed class ReadFiles
{
    private readonly Dictionary<string, string> _inputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _projects;
    private readonly ProgramFiles _programs;

    public ReadFiles(DataflowGraph graph, ProgramFiles programs)
    {
        foreach (var input in graph.Inputs)
            if (input.Declared.Source is FileSource file) _inputs.TryAdd(Path.GetFullPath(file.Path, input.Project.Directory), input.Name);
        _projects = new(graph.Tasks.Select(t => t.Project.File), StringComparer.Ordinal) { graph.Project.File };
        _programs = programs;
    }

    /// <summary>Why an output may not be written there; null when it may.</summary>
    /// <param name="name">As the author wrote it.</param>
    /// <param name="path">Absolute.</param>
    public string? WhyNotWritable(string name, string path)
    {
        if (_inputs.TryGetValue(path, out var input)) return GraphMessages.OutputIsInput(name, input);
        if (_programs.Contains(path)) return GraphMessages.OutputIsProgram(name);
        return _projects.Contains(path) ? GraphMessages.OutputIsProject(name) : null;
    }
}
