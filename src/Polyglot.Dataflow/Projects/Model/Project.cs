using System.Text.Json.Nodes;
using Polyglot.Dataflow.Projects.Syntax;

namespace Polyglot.Dataflow.Projects;

/// <summary>
/// One project file as written: names are not yet looked up, files not yet opened. Immutable. Everything keeps its place in the
/// file so that later problems can name it.
/// </summary>
/// <param name="File">The absolute path of the project file.</param>
/// <param name="Directory">The absolute path of its folder; every relative path in the file starts there.</param>
/// <param name="Name">The dataflow's name: its refs and runs are found by it.</param>
/// <param name="Description">For people, or null.</param>
/// <param name="Uses">Other dataflow files, by alias.</param>
/// <param name="Inputs">The named inputs, in file order.</param>
/// <param name="Tasks">The named tasks, in file order.</param>
/// <param name="Outputs">What is written to the working copy, in file order.</param>
/// <param name="Runners">The <c>runners</c> section as JSON, read by the runner manifests' own reader; null where absent.</param>
/// <param name="RunnersPosition">Where that section begins.</param>
public sealed record Project(
    string File,
    string Directory,
    string Name,
    string? Description,
    IReadOnlyList<ProjectUse> Uses,
    IReadOnlyList<ProjectInput> Inputs,
    IReadOnlyList<ProjectTask> Tasks,
    IReadOnlyList<ProjectOutput> Outputs,
    JsonNode? Runners,
    SourcePosition RunnersPosition)
{
    /// <summary>How many there are, of what tasks take by name, for all that run at once.</summary>
    public IReadOnlyList<NamedResource> Resources { get; init; } = [];
}

/// <summary>Another dataflow file whose tasks may be inputs here.</summary>
/// <param name="Alias">Its name in this file.</param>
/// <param name="Path">As written.</param>
/// <param name="Position">Where the entry is.</param>
public sealed record ProjectUse(string Alias, string Path, SourcePosition Position);

/// <summary>A file that becomes part of the working copy after a run.</summary>
/// <param name="Path">Relative to the project's folder, with <c>/</c>; stays inside it.</param>
/// <param name="Source">The name of a task or an input.</param>
/// <param name="Position">Where the path is written.</param>
/// <param name="SourcePosition">Where the name is written.</param>
public sealed record ProjectOutput(string Path, string Source, SourcePosition Position, SourcePosition SourcePosition);
