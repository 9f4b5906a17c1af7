using Polyglot.Dataflow.Projects;

namespace Polyglot.Dataflow.Graphs;

/// <summary>
/// A dataflow with every name looked up: its own inputs and tasks, and what they need of the files it uses. Acyclic. Immutable.
/// </summary>
public sealed class DataflowGraph
{
    internal DataflowGraph(Project project, IReadOnlyList<GraphInput> inputs, IReadOnlyList<GraphTask> tasks, IReadOnlyList<GraphOutput> outputs)
    {
        Project = project;
        Inputs = inputs;
        Tasks = tasks;
        Outputs = outputs;
    }

    /// <summary>The file that was asked for.</summary>
    public Project Project { get; }

    /// <summary>The dataflow's name.</summary>
    public string Name => Project.Name;

    /// <summary>Every input; <see cref="GraphSource.Index"/> counts in this list.</summary>
    public IReadOnlyList<GraphInput> Inputs { get; }

    /// <summary>Every task, each after those it needs; <see cref="GraphSource.Index"/> counts in this list.</summary>
    public IReadOnlyList<GraphTask> Tasks { get; }

    /// <summary>What is published to the working copy: the outputs of the file that was asked for.</summary>
    public IReadOnlyList<GraphOutput> Outputs { get; }
}

/// <summary>Where a value in a graph comes from: an input or a task, by its index.</summary>
/// <param name="IsTask">A task; else an input.</param>
/// <param name="Index">In <see cref="DataflowGraph.Tasks"/> or <see cref="DataflowGraph.Inputs"/>.</param>
public readonly record struct GraphSource(bool IsTask, int Index);

/// <summary>An input of a graph; its source is a file or a value.</summary>
/// <param name="Name">Its name; <c>alias.name</c> for an input of a used file.</param>
/// <param name="Project">The file that declares it.</param>
/// <param name="Declared">As declared; never with a <see cref="FromSource"/>.</param>
public sealed record GraphInput(string Name, Project Project, ProjectInput Declared);

/// <summary>A task of a graph.</summary>
/// <param name="Name">Its name; <c>alias.name</c> for a task of a used file.</param>
/// <param name="Project">The file that declares it.</param>
/// <param name="Declared">As declared.</param>
/// <param name="Sources">Where its inputs come from, one per <see cref="ProjectTask.Inputs"/>.</param>
public sealed record GraphTask(string Name, Project Project, ProjectTask Declared, IReadOnlyList<GraphSource> Sources);

/// <summary>A file to publish.</summary>
/// <param name="Declared">As declared.</param>
/// <param name="Source">What it shows.</param>
public sealed record GraphOutput(ProjectOutput Declared, GraphSource Source);

/// <summary>What building a graph gave.</summary>
/// <param name="Graph">Null when there are problems.</param>
/// <param name="Problems">Everything that is wrong, by file and place.</param>
/// <param name="Files">Every project file that was read: the one asked for first, then those it uses.</param>
public sealed record GraphResult(DataflowGraph? Graph, IReadOnlyList<ProjectProblem> Problems, IReadOnlyList<string> Files);
