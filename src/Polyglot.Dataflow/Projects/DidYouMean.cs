namespace Polyglot.Dataflow.Projects;

/// <summary>Finds the name that was probably meant.</summary>
public static class DidYouMean
{
    /// <summary>The candidate nearest to <paramref name="given"/>, or null when none is near; ties go to the first.</summary>
    public static string? Among(string given, IEnumerable<string> candidates)
    {
        if (given.Length is 0 or > 100) return null;
        var limit = ((given.Length + 2) / 3) + 1;
        string? best = null;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - given.Length) >= limit || candidate == given) continue;
            var distance = Distance(given, candidate, limit);
            if (distance >= limit) continue;
            limit = distance;
            best = candidate;
        }
        return best;
    }

    // Optimal string alignment (insert, delete, replace, swap neighbours), case-insensitive.
    private static int Distance(string a, string b, int limit)
    {
        var before = new int[b.Length + 1];
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                var value = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + cost);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1])) value = Math.Min(value, before[j - 2] + 1);
                current[j] = value;
                least = Math.Min(least, value);
            }
            if (least >= limit) return limit;
            (before, previous, current) = (previous, current, before);
        }
        return previous[b.Length];
    }

    private static bool Same(char x, char y) => char.ToLowerInvariant(x) == char.ToLowerInvariant(y);
}
