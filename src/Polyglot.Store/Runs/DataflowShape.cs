namespace Polyglot.Store;

/// <summary>
/// What feeds what in a dataflow: the names of its inputs and tasks, and the edges between them, so that a past run can be drawn as it
/// was, also where some of its tasks were never reached. A run names it (<see cref="RunRecord.DataflowId"/>). Equal shapes have equal bytes. Immutable.
/// </summary>
/// <param name="Inputs">The names of the inputs.</param>
/// <param name="Tasks">The tasks, each after those it needs.</param>
/// <param name="Outputs">What is published.</param>
public sealed record DataflowShape(IReadOnlyList<string> Inputs, IReadOnlyList<ShapeTask> Tasks, IReadOnlyList<ShapeOutput> Outputs);

/// <summary>A task of a dataflow's shape.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Runner">The id of its runner.</param>
/// <param name="Sources">
/// Where its inputs come from, in their order: below the number of inputs an input's place, from there on a task's place plus that number.
/// </param>
public sealed record ShapeTask(string Name, string Runner, IReadOnlyList<int> Sources);

/// <summary>A file that a dataflow publishes.</summary>
/// <param name="Path">Relative to the project's folder.</param>
/// <param name="Source">As <see cref="ShapeTask.Sources"/>.</param>
public sealed record ShapeOutput(string Path, int Source);
