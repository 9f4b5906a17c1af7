namespace Polyglot.Pictures.Graphs;

/// <summary>What a node of a picture stands for.</summary>
public enum PictureKind
{
    /// <summary>An input of the dataflow.</summary>
    Input,

    /// <summary>A task.</summary>
    Task,

    /// <summary>Many nodes that have the same place in the dataflow, drawn as one.</summary>
    Fold,
}

/// <summary>What is said of a node: what a plan would do, or what a run did.</summary>
public enum PictureState
{
    /// <summary>Nothing: it is an input.</summary>
    None,

    /// <summary>Its result is there.</summary>
    UpToDate,

    /// <summary>It would run.</summary>
    Runs,

    /// <summary>It depends on what would run.</summary>
    Waits,

    /// <summary>It ran.</summary>
    Ran,

    /// <summary>Its result was found.</summary>
    Cached,

    /// <summary>Another process ran it.</summary>
    Joined,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>What it needs has no result.</summary>
    Blocked,

    /// <summary>It was told to stop.</summary>
    Cancelled,
}

/// <summary>A node of a picture. Immutable.</summary>
/// <param name="Name">Its name; for a fold the pattern of its members' names.</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="State">What is said of it; for a fold what matters most among its members.</param>
public sealed record PictureNode(string Name, PictureKind Kind, PictureState State)
{
    /// <summary>The id of the runner; empty for an input and where members differ.</summary>
    public string Runner { get; init; } = "";

    /// <summary>A few words: why it runs, how long it took, what it publishes; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>The nodes of the whole picture that a fold stands for, by their places there; empty for all others.</summary>
    public IReadOnlyList<int> Members { get; init; } = [];

    /// <summary>How many members have which state, in the order of <see cref="PictureState"/>; empty unless it is a fold.</summary>
    public IReadOnlyList<(PictureState State, int Count)> Counts { get; init; } = [];

    /// <summary>The dataflow that the task returned, without inputs, drawn within it; null for none.</summary>
    public Picture? Inner { get; init; }

    /// <summary>What a click on it opens: a URL or a fragment; null for nothing.</summary>
    public string? Link { get; init; }
}

/// <summary>An arrow of a picture, between places in its list of nodes.</summary>
public readonly record struct PictureEdge(int From, int To);

/// <summary>A dataflow to be drawn: acyclic. Immutable.</summary>
/// <param name="Name">The dataflow's name.</param>
/// <param name="Nodes">Each after those that it needs.</param>
/// <param name="Edges">Each once.</param>
public sealed record Picture(string Name, IReadOnlyList<PictureNode> Nodes, IReadOnlyList<PictureEdge> Edges)
{
    /// <summary>For every node the nodes that it needs.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Sources => _sources.Value;

    /// <summary>For every node the nodes that need it.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Targets => _targets.Value;

    private readonly Lazy<IReadOnlyList<IReadOnlyList<int>>> _sources = new(() => Neighbours(Nodes.Count, Edges, edge => (edge.To, edge.From)));
    private readonly Lazy<IReadOnlyList<IReadOnlyList<int>>> _targets = new(() => Neighbours(Nodes.Count, Edges, edge => (edge.From, edge.To)));

    private static List<int>[] Neighbours(int count, IReadOnlyList<PictureEdge> edges, Func<PictureEdge, (int Of, int Is)> ends)
    {
        var lists = new List<int>[count];
        for (var i = 0; i < count; i++) lists[i] = [];
        foreach (var edge in edges)
        {
            var (of, neighbour) = ends(edge);
            lists[of].Add(neighbour);
        }
        return lists;
    }
}
