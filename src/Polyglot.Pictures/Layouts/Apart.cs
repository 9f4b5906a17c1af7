namespace Polyglot.Pictures.Layouts;

/// <summary>
/// Draws together what nothing connects: parts of a picture that stand beside each other along the layers push each other further than they need to. Pure.
/// </summary>
internal static class Apart
{
    /// <summary>Moves whole parts so that no more than the gap is between them; parts that overlap along the layers stay as they are to each other.</summary>
    /// <param name="grid">What is connected.</param>
    /// <param name="at">The centre of every node and bend, which is changed.</param>
    /// <param name="widths">Their extents.</param>
    /// <param name="gap">Between two parts.</param>
    public static void Close(LayerGrid grid, double[] at, double[] widths, double gap)
    {
        var parts = Parts(grid);
        var spans = Enumerable.Range(0, at.Length).GroupBy(node => parts[node])
            .Select(nodes => (From: nodes.Min(node => at[node] - widths[node] / 2), To: nodes.Max(node => at[node] + widths[node] / 2), Nodes: nodes.ToList()))
            .OrderBy(span => span.From);
        var (end, shift, isFirst) = (0.0, 0.0, true);
        foreach (var (from, to, nodes) in spans)
        {
            if (!isFirst && from > end) shift += Math.Max(0, from - end - gap);
            foreach (var node in nodes) at[node] -= shift;
            (end, isFirst) = (isFirst ? to : Math.Max(end, to), false);
        }
    }

    // For every node the first of those that it is connected with.
    private static int[] Parts(LayerGrid grid)
    {
        var parts = new int[grid.Count];
        Array.Fill(parts, -1);
        var open = new Stack<int>();
        for (var first = 0; first < parts.Length; first++)
        {
            if (parts[first] >= 0) continue;
            parts[first] = first;
            open.Push(first);
            while (open.TryPop(out var node))
            {
                foreach (var other in grid.Before(node).Concat(grid.After(node)))
                {
                    if (parts[other] >= 0) continue;
                    parts[other] = first;
                    open.Push(other);
                }
            }
        }
        return parts;
    }
}
