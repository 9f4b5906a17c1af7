using Polyglot.Dataflow.Planning;
using Polyglot.Pictures.Text;
using Polyglot.Store;

namespace Polyglot.Pictures.Graphs;

/// <summary>Makes pictures of plans and runs: every input that something takes and every task, nothing folded. Pure.</summary>
/// <param name="why">A few words for a reason.</param>
public sealed class PictureMaker(Func<Reason, string> why)
{
    private const int MostNames = 4;

    /// <summary>What a run would do now.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="inner">Finds the dataflows that tasks returned whose results are there; null to draw none.</param>
    /// <exception cref="ArgumentException">The plan was not made from a project here: it does not know its edges.</exception>
    public Picture Of(DataflowPlan plan, InnerDataflows? inner = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var snapshot = plan.Snapshot ?? throw new ArgumentException("the plan has no snapshot", nameof(plan));
        return Make(plan.Dataflow, SnapshotShape.Of(snapshot), i =>
        {
            var state = plan.Tasks[i].State;
            return (PictureStates.Of(state), state switch
            {
                TaskState.MustRun must => why(must.Reason),
                TaskState.Waiting waiting => "for " + List(waiting.On),
                _ => "",
            });
        }, i => plan.Tasks[i] is { ReturnsDataflow: true, State: TaskState.UpToDate found } task && inner?.Of(task.Name, found.Execution) is var (tasks, known)
            ? OfTasks(task.Name, tasks, known, inner, 1, state => state is PictureState.Ran or PictureState.Cached or PictureState.Joined ? PictureState.UpToDate : state)
            : null);
    }

    /// <summary>What a run did.</summary>
    /// <param name="run">The run.</param>
    /// <param name="shape">What <see cref="RunRecord.DataflowId"/> names; null where that is not known: edges are then found by what was given and made.</param>
    /// <param name="inner">Finds the dataflows that tasks returned; null to draw none.</param>
    public Picture Of(RunRecord run, DataflowShape? shape, InnerDataflows? inner = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        return OfTasks(run.Dataflow, run.Tasks, shape ?? RunShape.Of(run), inner, 0, state => state);
    }

    // What was found is drawn as it was made, with nothing in it said to have run.
    private Picture OfTasks(string name, IReadOnlyList<TaskRecord> tasks, DataflowShape shape, InnerDataflows? inner, int depth, Func<PictureState, PictureState> stateOf)
    {
        var records = new Dictionary<string, TaskRecord>(StringComparer.Ordinal);
        foreach (var task in tasks) records.TryAdd(task.Name, task);
        return Make(name, shape, i =>
        {
            if (!records.TryGetValue(shape.Tasks[i].Name, out var task)) return (PictureState.Cancelled, "");
            var state = stateOf(PictureStates.Of(task.Decision));
            var time = state is PictureState.Ran or PictureState.Joined or PictureState.Failed ? Quantity.Duration(task.EndedAt - task.StartedAt) : "";
            return (state, task.Reason is { } reason && state != PictureState.UpToDate && state != PictureState.Cached ? Join(time, why(reason)) : time);
        }, i => depth < InnerDataflows.MostDeep && records.TryGetValue(shape.Tasks[i].Name, out var task) && inner?.Of(task) is var (innerTasks, known)
            ? OfTasks(task.Name, innerTasks, known, inner, depth + 1, task.Decision == Decision.Cached ? Found(stateOf) : stateOf)
            : null, withInputs: depth == 0);
    }

    private static Func<PictureState, PictureState> Found(Func<PictureState, PictureState> stateOf) =>
        state => stateOf(state is PictureState.Ran or PictureState.Joined ? PictureState.Cached : state);

    private static Picture Make(string name, DataflowShape shape, Func<int, (PictureState State, string Note)> stateOf, Func<int, Picture?> innerOf, bool withInputs = true)
    {
        var inputs = shape.Inputs.Count;
        var places = new int[inputs + shape.Tasks.Count];
        Array.Fill(places, -1);
        var (nodes, edges) = (new List<PictureNode>(places.Length), new List<PictureEdge>());
        var published = shape.Outputs.ToLookup(output => output.Source, output => output.Path);
        for (var i = 0; i < shape.Tasks.Count; i++)
        {
            var task = shape.Tasks[i];
            var sources = task.Sources.Where(source => withInputs || source >= inputs).Distinct().ToList();
            foreach (var source in sources)
            {
                if (places[source] >= 0) continue;
                places[source] = nodes.Count;
                nodes.Add(new(shape.Inputs[source], PictureKind.Input, PictureState.None));
            }
            var (state, note) = stateOf(i);
            var paths = published[inputs + i].ToList();
            places[inputs + i] = nodes.Count;
            foreach (var source in sources) edges.Add(new(places[source], nodes.Count));
            nodes.Add(new(task.Name, PictureKind.Task, state)
            {
                Runner = task.Runner,
                Note = paths.Count == 0 ? note : Join(note, "gives " + List(paths)),
                Inner = innerOf(i) is { Nodes.Count: > 0 } picture ? picture : null,
            });
        }
        return new(name, nodes, edges);
    }

    private static string List(IReadOnlyList<string> names) =>
        names.Count <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames - 1))} and {names.Count - MostNames + 1} more";

    private static string Join(string first, string second) => first.Length == 0 ? second : second.Length == 0 ? first : $"{first}, {second}";
}
