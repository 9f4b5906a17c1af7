using System.Runtime.InteropServices;
using Polyglot.Store;

namespace Polyglot.Dataflow.Planning;

/// <summary>
/// Decides from a snapshot and lookups what is up to date, what must run and why (DESIGN 8). Pure: it keeps nothing and writes nothing.
/// Tasks are taken in ranks, each after those it needs, and each rank asks the repository in one batch.
/// </summary>
internal sealed class Planner(Snapshot snapshot, Func<SnapshotTask, bool> isForced, IPlanLookups lookups)
{
    private readonly bool[] _needed = Ends(snapshot);
    private readonly bool[] _dropped = new bool[snapshot.Tasks.Count];

    /// <summary>Plans every task of the snapshot.</summary>
    public PlanTable Plan()
    {
        var ranks = Ranks();
        var table = Decide(ranks);
        if (_dropped.Any(d => d) && NeedDropped(table)) table = Decide(ranks);
        for (var i = 0; i < table.States.Length; i++)
            if (table.States[i] == PlanState.MustRun) table.Reasons[i] = FindReason(table, snapshot.Tasks[i]);
        return table;
    }

    private PlanTable Decide(List<List<int>> ranks)
    {
        var table = new PlanTable(snapshot);
        foreach (var rank in ranks) PlanRank(table, rank);
        return table;
    }

    // What was dropped is computed again where a task that must run needs its bytes; and so on, back to where bytes are.
    private bool NeedDropped(PlanTable table)
    {
        var found = false;
        for (var i = snapshot.Tasks.Count - 1; i >= 0; i--)
        {
            if (table.States[i] != PlanState.MustRun && !(_dropped[i] && _needed[i])) continue;
            foreach (var source in snapshot.Tasks[i].Sources)
            {
                if (!source.IsTask || !_dropped[source.Index] || _needed[source.Index]) continue;
                _needed[source.Index] = true;
                found = true;
            }
        }
        return found;
    }

    // Outputs of the dataflow, and what nothing comes after: their bytes are what a run is for.
    private static bool[] Ends(Snapshot snapshot)
    {
        var ends = new bool[snapshot.Tasks.Count];
        Array.Fill(ends, true);
        foreach (var task in snapshot.Tasks)
            foreach (var source in task.Sources)
                if (source.IsTask) ends[source.Index] = false;
        foreach (var output in snapshot.Outputs)
            if (output.Source.IsTask) ends[output.Source.Index] = true;
        return ends;
    }

    /// <summary>Decides one task whose inputs have all become known.</summary>
    public void Decide(PlanTable table, int index)
    {
        PlanRank(table, [index]);
        if (table.States[index] == PlanState.MustRun) table.Reasons[index] = FindReason(table, snapshot.Tasks[index]);
    }

    // Tasks are in topological order, so one pass gives each its rank: one more than the highest it needs.
    private List<List<int>> Ranks()
    {
        var ranks = new List<List<int>>();
        var rankOf = new int[snapshot.Tasks.Count];
        foreach (var task in snapshot.Tasks)
        {
            var rank = 0;
            foreach (var source in task.Sources)
                if (source.IsTask) rank = Math.Max(rank, rankOf[source.Index] + 1);
            rankOf[task.Index] = rank;
            if (rank == ranks.Count) ranks.Add([]);
            ranks[rank].Add(task.Index);
        }
        return ranks;
    }

    private void PlanRank(PlanTable table, List<int> rank)
    {
        var asked = new List<int>(rank.Count);
        var executions = new List<ExecutionId>(rank.Count);
        foreach (var index in rank)
        {
            var task = snapshot.Tasks[index];
            if (table.Inputs(task) is not { } inputs) continue;
            var execution = Hashing.Execution(task.Id, inputs);
            table.Executions[index] = execution;
            table.States[index] = PlanState.MustRun;
            asked.Add(index);
            executions.Add(execution);
        }
        if (asked.Count > 0) AskRepository(table, asked, executions);
    }

    private void AskRepository(PlanTable table, List<int> asked, List<ExecutionId> executions)
    {
        var outputs = new ObjectId?[asked.Count];
        lookups.FindOutputs(CollectionsMarshal.AsSpan(executions), outputs);
        var recorded = new List<int>(asked.Count);
        var objects = new List<ObjectId>(asked.Count);
        for (var i = 0; i < asked.Count; i++)
        {
            if (outputs[i] is not { } output) continue;
            table.Recorded[asked[i]] = output;
            if (isForced(snapshot.Tasks[asked[i]])) continue;
            recorded.Add(asked[i]);
            objects.Add(output);
        }
        var present = new bool[objects.Count];
        if (present.Length > 0) lookups.FindObjects(CollectionsMarshal.AsSpan(objects), present);
        FindDropped(recorded, objects, present);
        for (var i = 0; i < present.Length; i++)
        {
            if (!present[i]) continue;
            table.States[recorded[i]] = PlanState.UpToDate;
            table.SetOutput(recorded[i], objects[i]);
        }
    }

    // Something that was dropped counts as present as long as nobody needs its bytes.
    private void FindDropped(List<int> recorded, List<ObjectId> objects, bool[] present)
    {
        var absent = Enumerable.Range(0, present.Length).Where(i => !present[i]).ToArray();
        if (absent.Length == 0) return;
        var dropped = new bool[absent.Length];
        lookups.FindDropped(absent.Select(i => objects[i]).ToArray(), dropped);
        for (var i = 0; i < absent.Length; i++)
        {
            _dropped[recorded[absent[i]]] = dropped[i];
            present[absent[i]] = dropped[i] && !_needed[recorded[absent[i]]];
        }
    }

    private Reason FindReason(PlanTable table, SnapshotTask task)
    {
        if (isForced(task)) return new Reason.Forced();
        if (table.Recorded[task.Index] is { } lost) return new Reason.OutputMissing(lost);
        var execution = table.Executions[task.Index]!.Value;
        if (lookups.FindPrevious(task.Name) is not { } earlier)
            return lookups.HasFailed(execution) ? new Reason.PreviousFailed() : new Reason.NeverRan();
        if (earlier.Execution == execution) return Repeated(earlier);
        var definition = earlier.Task is { } id && id != task.Id ? lookups.FindDefinition(id) : null;
        var changes = TaskChanges.Between(earlier, definition, task, table.Inputs(task)!);
        return changes.Count > 0 ? changes[0] : new Reason.NeverRan();
    }

    // The same execution was decided before and has no output on record: it failed, or what was recorded was forgotten.
    private static Reason Repeated(TaskRecord earlier) =>
        earlier.Decision != Decision.Failed && earlier.Output is { } output ? new Reason.OutputMissing(output) : new Reason.PreviousFailed();
}
