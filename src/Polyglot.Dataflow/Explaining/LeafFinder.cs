using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Explaining;

/// <summary>
/// Finds what really differs between two states of a dataflow: a changed input that is another task's output is followed to that task, and so on, to
/// inputs of the dataflow and to what belongs to tasks themselves. Pure. Not thread-safe.
/// </summary>
/// <param name="from">The earlier state.</param>
/// <param name="to">The later state.</param>
/// <param name="definitions">What makes a task the task it is, by its id; null where that is not known any more.</param>
internal sealed class LeafFinder(IDataflowSide from, IDataflowSide to, Func<TaskId, TaskObject?> definitions)
{
    // More are rarely read, and a plan of many tasks keeps as many lists.
    private const int MostInSummary = 8;

    private readonly Dictionary<TaskId, TaskObject?> _definitions = [];

    /// <summary>What differs at one task, and the tasks among its inputs that its changed inputs come from.</summary>
    public (IReadOnlyList<Leaf> Leaves, IReadOnlyList<string> Upstream) Direct(string task)
    {
        if (to.Find(task) is not { } now) return ([], []);
        if (from.Find(task) is not { } old) return ([new(LeafKind.NewTask, task, task, null, null)], []);
        var leaves = new List<Leaf>();
        var upstream = new List<string>();
        var same = old.Id == now.Id;
        var (oldDefinition, definition) = same ? (null, null) : (Definition(old), Definition(now));
        if (now.Reason is Reason.Forced) leaves.Add(new(LeafKind.Forced, task, task, null, null));
        AddInputs(leaves, upstream, old, now, oldDefinition, definition);
        if (!same) AddIdentity(leaves, old, now, oldDefinition, definition);
        if (leaves.Count == 0 && upstream.Count == 0 && ResultLeaf(old, now) is { } result) leaves.Add(result);
        return (leaves, upstream);
    }

    /// <summary>Every leaf of a task with the shortest way to it, the nearest first.</summary>
    public IReadOnlyList<FoundLeaf> Trace(string task)
    {
        var found = new Dictionary<Leaf, (string At, int Others)>();
        var order = new List<Leaf>();
        var cameFrom = new Dictionary<string, string?>(StringComparer.Ordinal) { [task] = null };
        var open = new Queue<string>([task]);
        while (open.TryDequeue(out var at))
        {
            var (leaves, upstream) = Direct(at);
            foreach (var leaf in leaves)
            {
                if (found.TryGetValue(leaf, out var known))
                {
                    found[leaf] = known with { Others = known.Others + 1 };
                    continue;
                }
                found[leaf] = (at, 0);
                order.Add(leaf);
            }
            foreach (var next in upstream)
                if (cameFrom.TryAdd(next, at)) open.Enqueue(next);
        }
        return order.Select((leaf, i) => new FoundLeaf(leaf, i < Explainer.MaxLeaves ? PathTo(found[leaf].At, cameFrom) : [task, found[leaf].At], found[leaf].Others)).ToList();
    }

    /// <summary>The leaves of many tasks at once.</summary>
    /// <param name="tasks">Each after those it needs.</param>
    public IReadOnlyDictionary<string, LeafSummary> Summaries(IEnumerable<string> tasks)
    {
        var summaries = new Dictionary<string, LeafSummary>(StringComparer.Ordinal);
        foreach (var task in tasks)
        {
            var (leaves, upstream) = Direct(task);
            var all = leaves.Concat(upstream.SelectMany(name => summaries.GetValueOrDefault(name)?.Leaves ?? [])).Distinct().Take(MostInSummary + 1).ToList();
            var hasMore = all.Count > MostInSummary || upstream.Any(name => summaries.GetValueOrDefault(name)?.HasMore == true);
            summaries[task] = new(all.Count > MostInSummary ? all[..MostInSummary] : all, hasMore);
        }
        return summaries;
    }

    private static List<string> PathTo(string at, Dictionary<string, string?> cameFrom)
    {
        var path = new List<string>();
        for (var step = at; step is not null; step = cameFrom[step]) path.Add(step);
        path.Reverse();
        return path;
    }

    private static void AddInputs(List<Leaf> leaves, List<string> upstream, SideTask old, SideTask now, TaskObject? oldDefinition, TaskObject? definition)
    {
        var (before, after) = (old.Inputs.Select(i => i.Name), now.Inputs.Select(i => i.Name));
        if (!before.SequenceEqual(after)) leaves.Add(new(LeafKind.Wiring, "inputs", now.Name, string.Join(", ", before), string.Join(", ", after)));
        var taken = new bool[old.Inputs.Count];
        for (var i = 0; i < now.Inputs.Count; i++)
        {
            var input = now.Inputs[i];
            var j = Enumerable.Range(0, taken.Length).FirstOrDefault(k => !taken[k] && old.Inputs[k].Name == input.Name, -1);
            if (j < 0) continue;
            taken[j] = true;
            if (old.Inputs[j].Id == input.Id && input.Id is not null) continue;
            if (input.IsTask) upstream.Add(input.Source);
            else leaves.Add(InputLeaf(input, old.Inputs[j].Id, TypeAt(oldDefinition, j), TypeAt(definition, i)));
        }
    }

    // An input of another type has other bytes too: the type is the leaf, the objects show the values.
    private static Leaf InputLeaf(SideInput input, ObjectId? old, EastType? before, EastType? after) =>
        before is null || after is null || before.Equals(after)
            ? DefinitionChanges.Objects(LeafKind.Input, input.Source, null, old, input.Id)
            : new(LeafKind.InputType, input.Source, null, TypeSyntax.Print(before), TypeSyntax.Print(after)) { OldId = old, NewId = input.Id };

    private static EastType? TypeAt(TaskObject? definition, int index) => definition is not null && index < definition.InputTypes.Count ? definition.InputTypes[index] : null;

    private static void AddIdentity(List<Leaf> leaves, SideTask old, SideTask now, TaskObject? oldDefinition, TaskObject? definition)
    {
        if (oldDefinition is not null && definition is not null)
        {
            leaves.AddRange(DefinitionChanges.Between(now.Name, oldDefinition, definition, now.DeclaresOutput));
            return;
        }
        // The definition is gone; the run's record still knows the files.
        var count = leaves.Count;
        DefinitionChanges.AddFiles(leaves, old.Files, now.Files);
        if (leaves.Count == count) leaves.Add(new(LeafKind.Program, "definition", now.Name, old.Id?.Abbreviated(), now.Id?.Abbreviated()));
    }

    private static Leaf? ResultLeaf(SideTask old, SideTask now) => now.Reason switch
    {
        Reason.OutputMissing lost => new(LeafKind.Missing, now.Name, now.Name, lost.Id.Abbreviated(), null),
        Reason.PreviousFailed => new(LeafKind.Failed, now.Name, now.Name, null, null),
        _ when old.Output is { } before && now.Output is { } after && before != after => DefinitionChanges.Objects(LeafKind.Impure, now.Name, now.Name, before, after),
        _ => null,
    };

    private TaskObject? Definition(SideTask task)
    {
        if (task.Definition is { } known) return known;
        if (task.Id is not { } id) return null;
        if (!_definitions.TryGetValue(id, out var found)) _definitions[id] = found = definitions(id);
        return found;
    }
}
