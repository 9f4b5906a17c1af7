using Polyglot.Dataflow.Graphs;
using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Planning;

/// <summary>
/// A dataflow at one instant: every input's object, every program's identity, every type. What changes afterwards belongs to the
/// next run. Immutable.
/// </summary>
/// <param name="Dataflow">Its name.</param>
/// <param name="Inputs">Every input; <see cref="GraphSource.Index"/> counts in this list.</param>
/// <param name="Tasks">Every task, each after those it needs; <see cref="GraphSource.Index"/> counts in this list.</param>
/// <param name="Outputs">What is published.</param>
public sealed record Snapshot(
    string Dataflow, IReadOnlyList<SnapshotInput> Inputs, IReadOnlyList<SnapshotTask> Tasks, IReadOnlyList<SnapshotOutput> Outputs);

/// <summary>An input at one instant.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">The object that its value is; it need not be in the store yet.</param>
/// <param name="Type">Its type.</param>
public sealed record SnapshotInput(string Name, ObjectId Id, EastType Type);

/// <summary>A task at one instant.</summary>
/// <param name="Index">Its place in <see cref="Snapshot.Tasks"/>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its identity: the id of <paramref name="Definition"/>.</param>
/// <param name="Definition">What makes it the task it is.</param>
/// <param name="Sources">Where its inputs come from, in the order of the program's parameters.</param>
/// <param name="InputNames">What the inputs are called, in the same order.</param>
/// <param name="Files">The files of its program, by path relative to their project.</param>
public sealed record SnapshotTask(
    int Index,
    string Name,
    TaskId Id,
    TaskObject Definition,
    IReadOnlyList<GraphSource> Sources,
    IReadOnlyList<string> InputNames,
    IReadOnlyList<NamedObject> Files)
{
    /// <summary>What is run for every element of some inputs; null for a task that is run once.</summary>
    public SnapshotScatter? Scatter { get; init; }

    /// <summary>What the task's program is by itself, where it returns a dataflow; else null. Not beside <see cref="Scatter"/>.</summary>
    public SnapshotReturns? Returns { get; init; }

    /// <summary>The program of a task with <see cref="Returns"/>, as a task whose output is the dataflow.</summary>
    public SnapshotTask ProgramTask() => this with { Id = Returns!.Program, Definition = Returns.Definition, Returns = null };

    /// <summary>The task that is run for one element of a task with a <see cref="Scatter"/>.</summary>
    /// <param name="key">What the element is called.</param>
    public SnapshotTask ElementTask(string key) => this with { Name = NameOf(Name, key), Id = Scatter!.Element, Definition = Scatter.Definition, Scatter = null };

    /// <summary>How people name an element: <c>fit[17]</c>.</summary>
    public static string NameOf(string task, string key) => $"{task}[{key}]";
}

/// <summary>What is run for every element of some inputs. Its shape is in the definition of the whole.</summary>
/// <param name="Shape">Which inputs are taken apart.</param>
/// <param name="Element">The identity of what is run for an element: the same as if it stood in the project file by itself.</param>
/// <param name="Definition">Its definition.</param>
public sealed record SnapshotScatter(TaskScatter Shape, TaskId Element, TaskObject Definition);

/// <summary>What the program of a task is by itself that returns a dataflow.</summary>
/// <param name="Program">Its identity: the same as if it stood in the project file by itself.</param>
/// <param name="Definition">Its definition.</param>
public sealed record SnapshotReturns(TaskId Program, TaskObject Definition);

/// <summary>A file to publish.</summary>
/// <param name="Path">Relative to the project's folder.</param>
/// <param name="Source">What it shows.</param>
/// <param name="Name">The name of that task or input.</param>
/// <param name="Type">Its type.</param>
public sealed record SnapshotOutput(string Path, GraphSource Source, string Name, EastType Type);
