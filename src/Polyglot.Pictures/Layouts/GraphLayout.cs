using Polyglot.Pictures.Graphs;

namespace Polyglot.Pictures.Layouts;

/// <summary>How large nodes are and how far apart, in the units of the drawing.</summary>
/// <param name="Sizes">For every node its extent along its layer, and across it.</param>
/// <param name="BetweenNodes">Between nodes of a layer.</param>
/// <param name="BetweenLayers">Between layers.</param>
public sealed record LayoutSizes(IReadOnlyList<(double Along, double Across)> Sizes, double BetweenNodes, double BetweenLayers);

/// <summary>A point: along the layers, and across them.</summary>
public readonly record struct LayoutPoint(double Along, double Across);

/// <summary>Where everything is. Coordinates begin at 0. Immutable.</summary>
/// <param name="Nodes">The centre of every node.</param>
/// <param name="Layers">The layer of every node, from 0.</param>
/// <param name="Edges">For every edge the points it passes, from the centre of one node to the centre of the other: where it enters and leaves each layer between.</param>
/// <param name="Along">The whole extent along the layers.</param>
/// <param name="Across">The whole extent across the layers.</param>
public sealed record GraphLayout(
    IReadOnlyList<LayoutPoint> Nodes, IReadOnlyList<int> Layers, IReadOnlyList<IReadOnlyList<LayoutPoint>> Edges, double Along, double Across)
{
    // Long edges are led around nodes only where that is not most of the work.
    private const int MostBends = 20_000;
    private const int BendWidth = 1;

    /// <summary>Lays a picture out in layers, each node after what it needs. Pure: the same picture gives the same layout.</summary>
    public static GraphLayout Of(Picture picture, LayoutSizes sizes)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(sizes);
        var layers = Layering.Of(picture);
        var grid = Grid(picture, layers);
        Crossings.Reduce(grid);
        var widths = Enumerable.Range(0, grid.Count).Select(i => i < sizes.Sizes.Count ? sizes.Sizes[i].Along : BendWidth).ToArray();
        var along = Alignment.Of(grid, widths, sizes.BetweenNodes);

        var depths = new double[grid.Layers.Count];
        for (var i = 0; i < layers.Length; i++) depths[layers[i]] = Math.Max(depths[layers[i]], sizes.Sizes[i].Across);
        var across = new double[depths.Length];
        var total = 0.0;
        for (var layer = 0; layer < depths.Length; layer++)
        {
            if (layer > 0) total += sizes.BetweenLayers;
            across[layer] = total + depths[layer] / 2;
            total += depths[layer];
        }
        LayoutPoint Point(int node) => new(along[node], across[grid.LayerOf[node]]);
        // An edge passes a layer straight on, so that it cuts no corner of a node beside it.
        IEnumerable<LayoutPoint> Pass(int bend)
        {
            var (at, half) = (Point(bend), depths[grid.LayerOf[bend]] / 2);
            return [at with { Across = at.Across - half }, at with { Across = at.Across + half }];
        }

        var extent = picture.Nodes.Count == 0 ? 0 : Enumerable.Range(0, grid.Count).Max(i => along[i] + widths[i] / 2);
        return new(
            [.. Enumerable.Range(0, picture.Nodes.Count).Select(Point)],
            layers,
            [.. picture.Edges.Select((edge, i) => (IReadOnlyList<LayoutPoint>)[Point(edge.From), .. grid.Bends[i].SelectMany(Pass), Point(edge.To)])],
            extent,
            total);
    }

    private static LayerGrid Grid(Picture picture, int[] layers)
    {
        var grid = new LayerGrid(picture.Nodes.Count, layers, picture.Edges.Count);
        var bends = picture.Edges.Sum(edge => (long)layers[edge.To] - layers[edge.From] - 1);
        for (var i = 0; i < picture.Edges.Count; i++)
        {
            var (from, to) = (picture.Edges[i].From, picture.Edges[i].To);
            if (bends <= MostBends)
                for (var layer = layers[from] + 1; layer < layers[to]; layer++) from = grid.AddBend(i, from, layer);
            if (layers[to] == grid.LayerOf[from] + 1) grid.Connect(from, to);
        }
        return grid;
    }
}
