using Polyglot.East;
using Polyglot.Store;

namespace Polyglot.Dataflow.Explaining;

/// <summary>Compares the records of two runs. Pure but for the lookups it is given. One use.</summary>
internal sealed class RunComparer(RunRecord old, RunRecord now, Func<TaskId, TaskObject?> definitions, Func<ObjectId, ReadOnlyMemory<byte>?> contents)
{
    private readonly Dictionary<string, TaskRecord> _old = ByName(old);
    private readonly Dictionary<string, TaskRecord> _new = ByName(now);

    /// <summary>What differs.</summary>
    public RunDifference Compare() => new(
        old, now, Inputs(), Programs(), Outputs(),
        [.. Both().Where(name => _old[name].Output != _new[name].Output).Select(name => new ResultDifference(name, _old[name].Output, _new[name].Output))],
        [.. _new.Keys.Where(name => !_old.ContainsKey(name))],
        [.. _old.Keys.Where(name => !_new.ContainsKey(name))],
        Times());

    private static Dictionary<string, TaskRecord> ByName(RunRecord run)
    {
        var tasks = new Dictionary<string, TaskRecord>(StringComparer.Ordinal);
        foreach (var task in run.Tasks) tasks.TryAdd(task.Name, task);
        return tasks;
    }

    private IEnumerable<string> Both() => _new.Keys.Where(_old.ContainsKey);

    private List<ExplainedLeaf> Inputs()
    {
        var leaves = new List<ExplainedLeaf>();
        var before = old.Inputs.DistinctBy(i => i.Name).ToDictionary(i => i.Name, i => i.Id, StringComparer.Ordinal);
        foreach (var input in now.Inputs)
        {
            ObjectId? known = before.Remove(input.Name, out var id) ? id : null;
            if (known != input.Id) leaves.Add(Input(input.Name, known, input.Id));
        }
        leaves.AddRange(before.Select(gone => Input(gone.Key, gone.Value, null)));
        return leaves;
    }

    private ExplainedLeaf Input(string name, ObjectId? before, ObjectId? after)
    {
        var content = Content(before, after);
        var leaf = content is { OldType: { } a, NewType: { } b } && !a.Equals(b)
            ? new Leaf(LeafKind.InputType, name, null, TypeSyntax.Print(a), TypeSyntax.Print(b)) { OldId = before, NewId = after }
            : DefinitionChanges.Objects(LeafKind.Input, name, null, before, after);
        return new(leaf, [], 0, content);
    }

    private List<ExplainedLeaf> Programs()
    {
        var finder = new LeafFinder(new RunSide(old), new RunSide(now), definitions);
        var found = new Dictionary<Leaf, (string First, int Others)>();
        foreach (var name in Both())
        {
            if (_old[name].Task == _new[name].Task || _old[name].Task is null || _new[name].Task is null) continue;
            foreach (var leaf in finder.Direct(name).Leaves)
            {
                if (leaf.Kind is not (LeafKind.File or LeafKind.Program or LeafKind.OutputType or LeafKind.Runner or LeafKind.Variable or LeafKind.Wiring)) continue;
                found[leaf] = found.TryGetValue(leaf, out var known) ? known with { Others = known.Others + 1 } : (name, 0);
            }
        }
        return found.Select((f, i) => new ExplainedLeaf(f.Key, [f.Value.First], f.Value.Others, i < Explainer.MaxLeaves ? Content(f.Key.OldId, f.Key.NewId) : null)).ToList();
    }

    private List<OutputDifference> Outputs()
    {
        var differences = new List<OutputDifference>();
        var before = old.Outputs.DistinctBy(o => o.Path).ToDictionary(o => o.Path, o => o.Id, StringComparer.Ordinal);
        foreach (var output in now.Outputs)
        {
            ObjectId? known = before.Remove(output.Path, out var id) ? id : null;
            if (known != output.Id) differences.Add(new(output.Path, known, output.Id, differences.Count < Explainer.MaxLeaves ? Content(known, output.Id) : null));
        }
        differences.AddRange(before.Select(gone => new OutputDifference(gone.Key, gone.Value, null, null)));
        return differences;
    }

    private List<TimeDifference> Times()
    {
        var times = new List<TimeDifference>();
        foreach (var name in _new.Keys.Concat(_old.Keys.Where(name => !_new.ContainsKey(name))))
        {
            var (before, after) = (Time(_old.GetValueOrDefault(name)), Time(_new.GetValueOrDefault(name)));
            if (before is not null || after is not null) times.Add(new(name, before, after));
        }
        return times;
    }

    private static TimeSpan? Time(TaskRecord? task) => task?.Decision is Decision.Ran or Decision.Failed ? task.EndedAt - task.StartedAt : null;

    private ContentDifference? Content(ObjectId? before, ObjectId? after) =>
        before is null && after is null ? null : ContentDifference.Between(before is { } a ? contents(a) : null, after is { } b ? contents(b) : null);
}
