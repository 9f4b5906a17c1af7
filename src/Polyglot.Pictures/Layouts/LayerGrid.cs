namespace Polyglot.Pictures.Layouts;

/// <summary>Nodes and the bends of long edges in their layers; every connection leads to the next layer. Not thread-safe.</summary>
internal sealed class LayerGrid
{
    private readonly List<int> _layerOf;
    private readonly List<List<int>> _before = [];
    private readonly List<List<int>> _after = [];

    public LayerGrid(int nodes, int[] layers, int edges)
    {
        _layerOf = [.. layers];
        Layers = [.. Enumerable.Range(0, layers.Length == 0 ? 0 : layers.Max() + 1).Select(_ => new List<int>())];
        Bends = [.. Enumerable.Range(0, edges).Select(_ => new List<int>())];
        for (var i = 0; i < nodes; i++)
        {
            _before.Add([]);
            _after.Add([]);
            Layers[layers[i]].Add(i);
        }
    }

    /// <summary>Nodes and bends.</summary>
    public int Count => _layerOf.Count;

    /// <summary>What is in each layer, in its order.</summary>
    public IReadOnlyList<List<int>> Layers { get; }

    /// <summary>The bends of every edge.</summary>
    public IReadOnlyList<List<int>> Bends { get; }

    public IReadOnlyList<int> LayerOf => _layerOf;

    /// <summary>Connections to the layer before.</summary>
    public IReadOnlyList<int> Before(int node) => _before[node];

    /// <summary>Connections to the layer after.</summary>
    public IReadOnlyList<int> After(int node) => _after[node];

    public int AddBend(int edge, int from, int layer)
    {
        var bend = Count;
        _layerOf.Add(layer);
        _before.Add([]);
        _after.Add([]);
        Layers[layer].Add(bend);
        Bends[edge].Add(bend);
        Connect(from, bend);
        return bend;
    }

    public void Connect(int from, int to)
    {
        _after[from].Add(to);
        _before[to].Add(from);
    }
}
