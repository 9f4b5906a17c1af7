using Polyglot.Store;

namespace Polyglot.Dataflow.Provenance;

/// <summary>In which direction something was followed.</summary>
public enum ProvenanceDirection
{
    /// <summary>To what it was made from.</summary>
    Backward,

    /// <summary>To what was made from it.</summary>
    Forward,
}

/// <summary>What is known of where an object came from, or of what was made from it. Immutable.</summary>
/// <param name="Root">The object asked for.</param>
/// <param name="Direction">How it was followed.</param>
/// <param name="Objects">Every object, the root first, then in the order in which they were reached.</param>
/// <param name="Makings">Every execution, in the order in which they were reached.</param>
public sealed record ProvenanceGraph(ObjectId Root, ProvenanceDirection Direction, IReadOnlyList<KnownObject> Objects, IReadOnlyList<Making> Makings)
{
    /// <summary>An object of the graph.</summary>
    public KnownObject ObjectOf(ObjectId id) => _byId.Value[id];

    /// <summary>The execution that made an object, as far as the graph goes; null for none.</summary>
    public Making? MakerOf(ObjectId id) => _makers.Value.GetValueOrDefault(id);

    /// <summary>The executions of the graph that took an object as an input or as a part of their program.</summary>
    public IEnumerable<Making> UsersOf(ObjectId id) => _users.Value[id];

    private readonly Lazy<Dictionary<ObjectId, KnownObject>> _byId = new(() => Objects.ToDictionary(known => known.Id));
    private readonly Lazy<Dictionary<ObjectId, Making>> _makers = new(() => Makings.DistinctBy(making => making.Output).ToDictionary(making => making.Output));
    private readonly Lazy<ILookup<ObjectId, Making>> _users = new(() => Makings
        .SelectMany(making => making.Inputs.Concat(making.Files).Select(used => used.Id).Distinct().Select(id => (id, making)))
        .ToLookup(pair => pair.id, pair => pair.making));
}

/// <summary>An object and the names that runs know it by. Immutable.</summary>
/// <param name="Id">The object.</param>
/// <param name="Names">As <c>out/report.html</c>, <c>task clean</c>, <c>input weekly</c>, <c>src/model.jl</c>; those of the newest runs first.</param>
/// <param name="LastRun">The newest run that names it; null for none.</param>
/// <param name="OtherMakers">How many other executions gave the same bytes.</param>
public sealed record KnownObject(ObjectId Id, IReadOnlyList<string> Names, RunId? LastRun, int OtherMakers);

/// <summary>An execution that gave an object. Immutable.</summary>
/// <param name="Execution">The execution.</param>
/// <param name="Task">The task's identity; null where no run knows it.</param>
/// <param name="Name">The task's name.</param>
/// <param name="Dataflow">The dataflow.</param>
/// <param name="Run">The run in which it was executed; the oldest that has it, where that one is not known any more.</param>
/// <param name="WasExecuted">Whether <paramref name="Run"/> is the run that executed it.</param>
/// <param name="StartedAt">When that was.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Inputs">What it was given.</param>
/// <param name="Files">The files of its program.</param>
/// <param name="Output">What it gave.</param>
public sealed record Making(
    ExecutionId Execution,
    TaskId? Task,
    string Name,
    string Dataflow,
    RunId Run,
    bool WasExecuted,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    IReadOnlyList<NamedObject> Inputs,
    IReadOnlyList<NamedObject> Files,
    ObjectId Output)
{
    /// <summary>The runner's id; empty where no attempt is on record.</summary>
    public string Runner { get; init; } = "";

    /// <summary>The runner's version; empty where it is not known.</summary>
    public string RunnerVersion { get; init; } = "";
}
