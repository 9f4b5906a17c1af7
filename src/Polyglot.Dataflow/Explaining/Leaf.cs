using Polyglot.Store;

namespace Polyglot.Dataflow.Explaining;

/// <summary>What of a dataflow a <see cref="Leaf"/> is.</summary>
public enum LeafKind
{
    /// <summary>The content of an input: a file, or a value of the project file.</summary>
    Input,

    /// <summary>The declared type of an input.</summary>
    InputType,

    /// <summary>A file of a program: a script, or what it says it depends on.</summary>
    File,

    /// <summary>Anything else of a program: its function, command, East code, platform packages, format, pinned version.</summary>
    Program,

    /// <summary>The type of a task's output.</summary>
    OutputType,

    /// <summary>Which runner a task has, or something of the runner's fingerprint, such as its version.</summary>
    Runner,

    /// <summary>An environment variable.</summary>
    Variable,

    /// <summary>What a task takes as inputs.</summary>
    Wiring,

    /// <summary>The task was not decided before.</summary>
    NewTask,

    /// <summary>The task was run because somebody asked for it.</summary>
    Forced,

    /// <summary>The same execution did not succeed before.</summary>
    Failed,

    /// <summary>The task's result was lost or damaged.</summary>
    Missing,

    /// <summary>The task gave another result for the same inputs and the same program: it is not pure.</summary>
    Impure,
}

/// <summary>
/// The end of a chain of reasons: one thing that differs between two states of a dataflow and that nothing else in the dataflow explains. Immutable.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The input, the file, the variable, or what of a program, a runner or a task.</param>
/// <param name="Of">The task it belongs to, or the runner; null for what several tasks share (inputs, files, variables).</param>
/// <param name="Old">How it was, for people: a type, a version, a command, an abbreviated id; null where it was not there.</param>
/// <param name="New">How it is; null where it is not there.</param>
public sealed record Leaf(LeafKind Kind, string Name, string? Of, string? Old, string? New)
{
    /// <summary>The object that it was; null where it is none.</summary>
    public ObjectId? OldId { get; init; }

    /// <summary>The object that it is; null where it is none.</summary>
    public ObjectId? NewId { get; init; }
}

/// <summary>A leaf and the way to it.</summary>
/// <param name="Leaf">What differs.</param>
/// <param name="Path">The tasks from the one that was asked about to the one whose leaf it is, each needing the next.</param>
/// <param name="OtherTasks">How many more of the tasks on the way have the same leaf.</param>
public sealed record FoundLeaf(Leaf Leaf, IReadOnlyList<string> Path, int OtherTasks);

/// <summary>The leaves of one task without the ways to them.</summary>
/// <param name="Leaves">The first of them.</param>
/// <param name="HasMore">Whether there are more than are kept.</param>
public sealed record LeafSummary(IReadOnlyList<Leaf> Leaves, bool HasMore);
