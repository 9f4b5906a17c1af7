namespace Polyglot.Pictures.Layouts;

/// <summary>
/// Places along the layers: each layer in turn is moved as near as it goes to the mean of its neighbours, in the least squares, while its
/// order and its gaps are kept. Bends weigh more than nodes, so that long edges run straight.
/// </summary>
internal static class Alignment
{
    private const int Sweeps = 24;
    private const double BendWeight = 4;

    /// <summary>The centre of every node and bend; the least edge is at 0.</summary>
    public static double[] Of(LayerGrid grid, double[] widths, double gap)
    {
        var at = new double[grid.Count];
        var nodes = grid.LayerOf.Count - grid.Bends.Sum(bends => bends.Count);
        foreach (var layer in grid.Layers)
        {
            var next = 0.0;
            foreach (var node in layer)
            {
                at[node] = next + widths[node] / 2;
                next += widths[node] + gap;
            }
        }
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            // The last sweeps look both ways.
            var both = sweep >= Sweeps - 4;
            for (var i = 0; i < grid.Layers.Count; i++)
            {
                var layer = grid.Layers[sweep % 2 == 0 ? i : grid.Layers.Count - 1 - i];
                Move(layer, node => Wish(grid, node, at, both ? null : sweep % 2 == 0), node => node >= nodes ? BendWeight : 1, at, widths, gap);
            }
        }
        Apart.Close(grid, at, widths, gap);
        var least = grid.Count == 0 ? 0 : Enumerable.Range(0, grid.Count).Min(node => at[node] - widths[node] / 2);
        for (var i = 0; i < at.Length; i++) at[i] -= least;
        return at;
    }

    private static double Wish(LayerGrid grid, int node, double[] at, bool? before)
    {
        var (sum, count) = (0.0, 0);
        if (before is null or true) Add(grid.Before(node));
        if (before is null or false || count == 0) Add(grid.After(node));
        if (count == 0) Add(grid.Before(node));
        return count == 0 ? at[node] : sum / count;

        void Add(IReadOnlyList<int> near)
        {
            foreach (var other in near) sum += at[other];
            count += near.Count;
        }
    }

    // Neighbours that would come too near are put into one block, which goes to the mean of their wishes; a block that meets the one before it
    // is merged with it. That is the least-squares solution.
    private static void Move(List<int> layer, Func<int, double> wish, Func<int, double> weight, double[] at, double[] widths, double gap)
    {
        var blocks = new List<(double Sum, double Weight, int Count)>();
        var offsets = new double[layer.Count];
        for (var i = 0; i < layer.Count; i++)
        {
            if (i > 0) offsets[i] = offsets[i - 1] + widths[layer[i - 1]] / 2 + gap + widths[layer[i]] / 2;
            var own = weight(layer[i]);
            var block = (Sum: (wish(layer[i]) - offsets[i]) * own, Weight: own, Count: 1);
            while (blocks.Count > 0 && blocks[^1].Sum / blocks[^1].Weight >= block.Sum / block.Weight)
            {
                var last = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                block = (last.Sum + block.Sum, last.Weight + block.Weight, last.Count + block.Count);
            }
            blocks.Add(block);
        }
        var next = 0;
        foreach (var (sum, total, count) in blocks)
            for (var i = 0; i < count; i++, next++) at[layer[next]] = sum / total + offsets[next];
    }
}
