using Polyglot.Store;

namespace Polyglot.Pictures.Graphs;

/// <summary>
/// The shape of a run that recorded none, found by what tasks were given and made. Of tasks that were never given anything no edges are known,
/// and where several gave the same bytes the one whose name the input has is taken, else the first. Pure.
/// </summary>
internal static class RunShape
{
    public static DataflowShape Of(RunRecord run)
    {
        // Tasks are listed as they ended, and what a task was given had ended before it.
        var tasks = run.Tasks.DistinctBy(task => task.Name, StringComparer.Ordinal).ToList();
        var inputs = run.Inputs.DistinctBy(input => input.Name, StringComparer.Ordinal).ToList();
        var makers = new Dictionary<ObjectId, List<(string Name, int Place)>>();
        void Made(ObjectId id, string name, int place)
        {
            if (!makers.TryGetValue(id, out var list)) makers[id] = list = [];
            list.Add((name, place));
        }

        for (var i = 0; i < inputs.Count; i++) Made(inputs[i].Id, inputs[i].Name, i);
        var shaped = new List<ShapeTask>();
        foreach (var task in tasks)
        {
            var sources = new List<int>();
            foreach (var given in task.Inputs)
                if (makers.TryGetValue(given.Id, out var known)) sources.Add(known.FirstOrDefault(maker => maker.Name == given.Name, known[0]).Place);
            if (task.Output is { } output) Made(output, task.Name, inputs.Count + shaped.Count);
            shaped.Add(new(task.Name, "", sources));
        }
        var outputs = new List<ShapeOutput>();
        foreach (var output in run.Outputs)
        {
            if (tasks.FindIndex(task => task.Name == output.Task) is >= 0 and var made) outputs.Add(new(output.Path, inputs.Count + made));
            else if (inputs.FindIndex(input => input.Name == output.Task) is >= 0 and var given) outputs.Add(new(output.Path, given));
        }
        return new([.. inputs.Select(input => input.Name)], shaped, outputs);
    }
}
