namespace Polyglot.Dataflow.Explaining.Elements;

/// <summary>Why elements of a task run.</summary>
public enum ElementCauseKind
{
    /// <summary>There was no such element before.</summary>
    New,

    /// <summary>The element itself changed.</summary>
    Element,

    /// <summary>Something changed that all elements have: a file, a version, another input.</summary>
    Leaf,

    /// <summary>A task that gives all elements something must run, or gave something else.</summary>
    Task,
}

/// <summary>One thing that makes an element run. Immutable.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The collection, the task, or what the leaf is of; empty for a new element.</param>
/// <param name="Leaf">What differs; only of <see cref="ElementCauseKind.Leaf"/>.</param>
public sealed record ElementCause(ElementCauseKind Kind, string Name, Leaf? Leaf);

/// <summary>Elements that run for the same reasons.</summary>
/// <param name="Causes">The reasons; empty where nothing of them differs.</param>
/// <param name="Count">How many elements.</param>
/// <param name="Keys">The first of them.</param>
public sealed record ElementGroup(IReadOnlyList<ElementCause> Causes, int Count, IReadOnlyList<string> Keys);

/// <summary>Why the elements of a task run that do. Immutable.</summary>
/// <param name="Running">How many ran, or must run.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Groups">By reasons, the largest first.</param>
public sealed record ElementReasons(int Running, int Total, IReadOnlyList<ElementGroup> Groups)
{
    /// <summary>The most keys that a group names.</summary>
    public const int MostKeys = 5;

    /// <summary>The group of an element, by its key; null for one that does not run.</summary>
    public Func<string, ElementGroup?> ByKey { get; init; } = _ => null;
}
