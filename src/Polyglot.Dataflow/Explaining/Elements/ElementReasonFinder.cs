using Polyglot.Dataflow.Planning;
using Polyglot.Store;

namespace Polyglot.Dataflow.Explaining.Elements;

/// <summary>Finds why elements of a task run, by reasons. Nothing is written. Not thread-safe.</summary>
/// <param name="repository">Where the runs are.</param>
/// <param name="definitions">What makes a task the task it is, by its id; null where that is not known any more.</param>
internal sealed class ElementReasonFinder(Repository repository, Func<TaskId, TaskObject?> definitions)
{
    /// <summary>Why the elements ran that a run executed; null for a task without, and where that is not known.</summary>
    /// <param name="task">The task's name.</param>
    /// <param name="from">The earlier state; null where there is none.</param>
    /// <param name="run">The run.</param>
    public ElementReasons? OfRun(string task, RunRecord? from, RunRecord run)
    {
        var side = new RunSide(run);
        var elements = new RunElements(repository, side, definitions);
        if (elements.Of(task) is not { List.Elements: { } all }) return null;
        return Of(task, [.. all.Where(e => e.Decision is Decision.Ran or Decision.Joined or Decision.Failed).Select(e => e.Key)], all.Count, new ElementSide(side, elements), from);
    }

    /// <summary>Why elements run.</summary>
    /// <param name="task">The task's name.</param>
    /// <param name="keys">The elements that do.</param>
    /// <param name="total">How many there are.</param>
    /// <param name="state">The later state.</param>
    /// <param name="from">The earlier state; null where there is none.</param>
    public ElementReasons Of(string task, IReadOnlyList<string> keys, int total, IDataflowSide state, RunRecord? from)
    {
        var before = from is null ? null : SideOf(from);
        var finder = before is null ? null : new LeafFinder(before, state, definitions);
        var groups = new Dictionary<string, (List<ElementCause> Causes, List<string> Keys, int Count)>(StringComparer.Ordinal);
        var groupOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            var causes = finder is null ? [new ElementCause(ElementCauseKind.New, "", null)] : Causes(finder, before!, task, key);
            var name = string.Join('\n', causes.Select(cause => $"{cause.Kind} {cause.Name} {cause.Leaf}"));
            if (!groups.TryGetValue(name, out var group)) group = (causes, [], 0);
            if (group.Keys.Count < ElementReasons.MostKeys) group.Keys.Add(key);
            groups[name] = group with { Count = group.Count + 1 };
            groupOf[key] = name;
        }
        var made = groups.ToDictionary(pair => pair.Key, pair => new ElementGroup(pair.Value.Causes, pair.Value.Count, pair.Value.Keys), StringComparer.Ordinal);
        return new(keys.Count, total, [.. made.Values.OrderByDescending(group => group.Count)]) { ByKey = key => groupOf.TryGetValue(key, out var name) ? made[name] : null };
    }

    /// <summary>A run with the elements of its tasks.</summary>
    public ElementSide SideOf(RunRecord run)
    {
        var whole = new RunSide(run);
        return new(whole, new RunElements(repository, whole, definitions));
    }

    private static List<ElementCause> Causes(LeafFinder finder, IDataflowSide before, string task, string key)
    {
        var name = SnapshotTask.NameOf(task, key);
        if (before.Find(name) is null) return [new(ElementCauseKind.New, "", null)];
        var (leaves, upstream) = finder.Direct(name);
        var suffix = $"[{key}]";
        var causes = new List<ElementCause>();
        foreach (var leaf in leaves)
        {
            if (leaf.Kind == LeafKind.Input && leaf.Name.EndsWith(suffix, StringComparison.Ordinal)) causes.Add(new(ElementCauseKind.Element, leaf.Name[..^suffix.Length], null));
            // What belongs to the element belongs to the task, and is the same for all.
            else causes.Add(new(ElementCauseKind.Leaf, leaf.Name, leaf.Of == name ? leaf with { Of = task } : leaf));
        }
        foreach (var source in upstream)
        {
            var isOwn = source.EndsWith(suffix, StringComparison.Ordinal);
            causes.Add(new(isOwn ? ElementCauseKind.Element : ElementCauseKind.Task, isOwn ? source[..^suffix.Length] : source, null));
        }
        return causes;
    }
}
