namespace Polyglot.Pictures.Reports;

/// <summary>Puts what took time into rows in which nothing overlaps. Pure.</summary>
internal static class Lanes
{
    /// <summary>The rows, each in the order of time, and what found no place.</summary>
    /// <param name="items">In the order in which they began.</param>
    /// <param name="timeOf">When one began and ended.</param>
    /// <param name="most">How many rows there may be.</param>
    public static (List<List<int>> Lanes, List<int> Left) Pack(IEnumerable<int> items, Func<int, (DateTimeOffset From, DateTimeOffset To)> timeOf, int most)
    {
        var lanes = new List<List<int>>();
        var free = new List<DateTimeOffset>();
        var left = new List<int>();
        foreach (var item in items)
        {
            var (from, to) = timeOf(item);
            var lane = free.FindIndex(at => at <= from);
            if (lane < 0 && lanes.Count == most)
            {
                left.Add(item);
                continue;
            }
            if (lane < 0)
            {
                lane = lanes.Count;
                lanes.Add([]);
                free.Add(to);
            }
            lanes[lane].Add(item);
            free[lane] = to;
        }
        return (lanes, left);
    }
}
