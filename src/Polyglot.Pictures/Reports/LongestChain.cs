using Polyglot.Store;

namespace Polyglot.Pictures.Reports;

/// <summary>What a run had to wait for: from the task that ended last back to the one it needed that had ended last, and so on. Pure.</summary>
internal static class LongestChain
{
    /// <summary>The tasks of the chain by their places in the run, in order of time; empty where nothing took time.</summary>
    public static IReadOnlyList<int> Of(RunStory story)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < story.Tasks.Count; i++) places.TryAdd(story.Tasks[i].Record.Name, i);
        var nodes = new Dictionary<int, int>();
        for (var node = 0; node < story.Picture.Nodes.Count; node++)
            if (story.Picture.Nodes[node].Runner.Length + (int)story.Picture.Nodes[node].State > 0 && places.TryGetValue(story.Picture.Nodes[node].Name, out var task)) nodes.TryAdd(task, node);
        var tasks = nodes.ToDictionary(pair => pair.Value, pair => pair.Key);

        int? Latest(IEnumerable<int> candidates) => candidates.Where(i => story.Tasks[i].HasTime).Select(i => (int?)i).MaxBy(i => story.Tasks[i!.Value].Record.EndedAt);
        var chain = new List<int>();
        for (var at = Latest(Enumerable.Range(0, story.Tasks.Count)); at is { } task; at = nodes.TryGetValue(task, out var node) ? Latest(story.Picture.Sources[node].Where(tasks.ContainsKey).Select(source => tasks[source])) : null)
            chain.Add(task);
        chain.Reverse();
        return chain;
    }

    /// <summary>How long its tasks took together.</summary>
    public static TimeSpan TimeOf(RunStory story, IReadOnlyList<int> chain) => chain.Aggregate(TimeSpan.Zero, (sum, i) => sum + story.Tasks[i].Elapsed);
}
