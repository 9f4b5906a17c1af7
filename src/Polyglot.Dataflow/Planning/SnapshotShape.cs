using Polyglot.Dataflow.Graphs;
using Polyglot.Store;

namespace Polyglot.Dataflow.Planning;

/// <summary>The shape of a dataflow without its contents. Pure.</summary>
public static class SnapshotShape
{
    /// <summary>What feeds what in a snapshot.</summary>
    public static DataflowShape Of(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var inputs = snapshot.Inputs.Count;
        int Place(GraphSource source) => source.IsTask ? inputs + source.Index : source.Index;
        var tasks = new ShapeTask[snapshot.Tasks.Count];
        for (var i = 0; i < tasks.Length; i++)
        {
            var task = snapshot.Tasks[i];
            var sources = new int[task.Sources.Count];
            for (var s = 0; s < sources.Length; s++) sources[s] = Place(task.Sources[s]);
            tasks[i] = new(task.Name, task.Definition.Runner, sources);
        }
        return new(
            snapshot.Inputs.Select(input => input.Name).ToArray(),
            tasks,
            snapshot.Outputs.Select(output => new ShapeOutput(output.Path, Place(output.Source))).ToArray());
    }
}
