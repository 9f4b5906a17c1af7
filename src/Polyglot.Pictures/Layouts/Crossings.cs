namespace Polyglot.Pictures.Layouts;

/// <summary>Orders each layer so that few edges cross: every node goes to the mean of its neighbours, down and up again. The best order that was met is kept.</summary>
internal static class Crossings
{
    private const int MostSweeps = 12;

    // Sweeps in which nothing got better before it is left at that.
    private const int Patience = 4;

    public static void Reduce(LayerGrid grid)
    {
        var places = new int[grid.Count];
        foreach (var layer in grid.Layers) Number(layer, places);
        var best = grid.Layers.Select(layer => layer.ToArray()).ToArray();
        var fewest = Count(grid, places);
        var idle = 0;
        for (var sweep = 0; sweep < MostSweeps && fewest > 0 && idle < Patience; sweep++)
        {
            if (sweep % 2 == 0)
                for (var i = 1; i < grid.Layers.Count; i++) Sort(grid.Layers[i], grid.Before, places);
            else
                for (var i = grid.Layers.Count - 2; i >= 0; i--) Sort(grid.Layers[i], grid.After, places);
            var crossings = Count(grid, places);
            if (crossings < fewest)
            {
                (fewest, idle) = (crossings, 0);
                best = [.. grid.Layers.Select(layer => layer.ToArray())];
            }
            else
            {
                idle++;
            }
        }
        for (var i = 0; i < best.Length; i++)
        {
            grid.Layers[i].Clear();
            grid.Layers[i].AddRange(best[i]);
        }
    }

    /// <summary>How many pairs of edges cross.</summary>
    internal static long Count(LayerGrid grid)
    {
        var places = new int[grid.Count];
        foreach (var layer in grid.Layers) Number(layer, places);
        return Count(grid, places);
    }

    private static void Sort(List<int> layer, Func<int, IReadOnlyList<int>> neighbours, int[] places)
    {
        // Stable, so that what has no neighbours there stays about where it is.
        var sorted = layer.Select((node, i) => (node, At: neighbours(node) is { Count: > 0 } near ? near.Average(n => places[n]) : i)).OrderBy(pair => pair.At).ToList();
        for (var i = 0; i < sorted.Count; i++) layer[i] = sorted[i].node;
        Number(layer, places);
    }

    private static void Number(List<int> layer, int[] places)
    {
        for (var i = 0; i < layer.Count; i++) places[layer[i]] = i;
    }

    // Inversions among the ends of edges that are sorted by their beginnings, counted by a tree of sums.
    private static long Count(LayerGrid grid, int[] places)
    {
        var crossings = 0L;
        for (var i = 0; i + 1 < grid.Layers.Count; i++)
        {
            var sums = new int[grid.Layers[i + 1].Count + 1];
            var seen = 0;
            foreach (var node in grid.Layers[i])
            {
                var ends = grid.After(node);
                foreach (var end in ends) crossings += seen - SumTo(sums, places[end] + 1);
                foreach (var end in ends)
                    for (var at = places[end] + 1; at < sums.Length; at += at & -at) sums[at]++;
                seen += ends.Count;
            }
        }
        return crossings;
    }

    private static int SumTo(int[] sums, int at)
    {
        var sum = 0;
        for (; at > 0; at -= at & -at) sum += sums[at];
        return sum;
    }
}
