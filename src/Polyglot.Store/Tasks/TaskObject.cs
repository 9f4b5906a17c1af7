using Polyglot.East;

namespace Polyglot.Store;

/// <summary>
/// What makes a task the task it is: its encoding is a value object whose id is the <see cref="TaskId"/>. Not in it: names, labels,
/// timeouts, priorities, resources, retry policy. Two equal task objects have the same bytes for ever. Immutable. East type: <see cref="TaskObjectCodec"/>.
/// </summary>
public sealed record TaskObject
{
    /// <summary>The runner's id.</summary>
    public required string Runner { get; init; }

    /// <summary>What the runner's manifest declares to matter: language version, code version, lock files; name to value, in no order.</summary>
    public IReadOnlyDictionary<string, string> Fingerprint { get; init; } = new Dictionary<string, string>();

    /// <summary>What is run.</summary>
    public required TaskProgram Program { get; init; }

    /// <summary>The types of the inputs in order.</summary>
    public IReadOnlyList<EastType> InputTypes { get; init; } = [];

    /// <summary>The type of the output.</summary>
    public required EastType OutputType { get; init; }

    /// <summary>The declared environment: name to value, in no order.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The user's own version of the code, instead of its files; null where the files count.</summary>
    public string? Version { get; init; }

    /// <summary>The file format that a command reads and writes; null where there is none to choose.</summary>
    public string? Format { get; init; }

    /// <summary>The task is run once for every element of some inputs, and its output gathers what came of that; null where it is run once.</summary>
    public TaskScatter? Scatter { get; init; }

    /// <summary>
    /// The program gives a dataflow, as a value of this type, and the task's output is the result of that dataflow; null where the program gives the output. Not
    /// beside <see cref="Scatter"/>. The program by itself is a task of its own, whose output has this type.
    /// </summary>
    public EastType? Returns { get; init; }
}

/// <summary>
/// Which inputs a task takes apart. <see cref="TaskObject.InputTypes"/> and <see cref="TaskObject.OutputType"/> are those of the whole; what is run for an
/// element is a task of its own, without a scatter.
/// </summary>
/// <param name="Over">The places of these inputs; several are combined, the last one changing fastest.</param>
/// <param name="Names">What they are called in the gathered value; empty where only results are gathered.</param>
public sealed record TaskScatter(IReadOnlyList<int> Over, IReadOnlyList<string> Names);

/// <summary>What a task runs.</summary>
public abstract record TaskProgram
{
    private TaskProgram()
    {
    }

    /// <summary>East IR, an object, and the platform packages it may call (a set: order and repetition mean nothing).</summary>
    public sealed record Ir(ObjectId Id, IReadOnlyCollection<string> Platforms) : TaskProgram;

    /// <summary>A function of the user's script. The files are the script and what it says it depends on, by role or relative path, each once, in no order.</summary>
    public sealed record Function(string Name, IReadOnlyCollection<NamedObject> Files) : TaskProgram;

    /// <summary>A program of its own: its arguments, unexpanded, and the files they name, by relative path, each once, in no order.</summary>
    public sealed record Command(IReadOnlyList<string> Arguments, IReadOnlyCollection<NamedObject> Files) : TaskProgram;
}
