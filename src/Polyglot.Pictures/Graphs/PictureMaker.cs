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
    /// <exception cref="ArgumentException">The plan was not made from a project here: it does not know its edges.</exception>
    public Picture Of(DataflowPlan plan)
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
        });
    }

    /// <summary>What a run did.</summary>
    /// <param name="run">The run.</param>
    /// <param name="shape">What <see cref="RunRecord.DataflowId"/> names; null where that is not known: edges are then found by what was given and made.</param>
    public Picture Of(RunRecord run, DataflowShape? shape)
    {
        ArgumentNullException.ThrowIfNull(run);
        var records = new Dictionary<string, TaskRecord>(StringComparer.Ordinal);
        foreach (var task in run.Tasks) records.TryAdd(task.Name, task);
        shape ??= RunShape.Of(run);
        return Make(run.Dataflow, shape, i =>
        {
            if (!records.TryGetValue(shape.Tasks[i].Name, out var task)) return (PictureState.Cancelled, "");
            var time = task.Decision is Decision.Ran or Decision.Joined or Decision.Failed ? Quantity.Duration(task.EndedAt - task.StartedAt) : "";
            return (PictureStates.Of(task.Decision), task.Reason is { } reason ? Join(time, why(reason)) : time);
        });
    }

    private static Picture Make(string name, DataflowShape shape, Func<int, (PictureState State, string Note)> stateOf)
    {
        var inputs = shape.Inputs.Count;
        var places = new int[inputs + shape.Tasks.Count];
        Array.Fill(places, -1);
        var (nodes, edges) = (new List<PictureNode>(places.Length), new List<PictureEdge>());
        var published = shape.Outputs.ToLookup(output => output.Source, output => output.Path);
        for (var i = 0; i < shape.Tasks.Count; i++)
        {
            var task = shape.Tasks[i];
            var sources = task.Sources.Distinct().ToList();
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
            nodes.Add(new(task.Name, PictureKind.Task, state) { Runner = task.Runner, Note = paths.Count == 0 ? note : Join(note, "gives " + List(paths)) });
        }
        return new(name, nodes, edges);
    }

    private static string List(IReadOnlyList<string> names) =>
        names.Count <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames - 1))} and {names.Count - MostNames + 1} more";

    private static string Join(string first, string second) => first.Length == 0 ? second : second.Length == 0 ? first : $"{first}, {second}";
}
