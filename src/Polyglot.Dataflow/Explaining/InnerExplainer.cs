using Polyglot.Store;

namespace Polyglot.Dataflow.Explaining;

/// <summary>
/// Says why tasks of returned dataflows ran. What such a dataflow has is known only to records, so it is about what was, and not about what would be. Nothing is
/// written. Not thread-safe.
/// </summary>
/// <param name="repository">Where the runs are.</param>
/// <param name="definitions">What makes a task the task it is, by its id; null where that is not known any more.</param>
internal sealed class InnerExplainer(Repository repository, Func<TaskId, TaskObject?> definitions)
{
    /// <summary>Explains a task; null where no run has it.</summary>
    /// <param name="dataflow">The dataflow that its task of the project file is in.</param>
    /// <param name="names">The names on the way to it, its own last: two at least.</param>
    /// <param name="runs">The runs, newest first.</param>
    /// <param name="against">The run to compare with; null for the nearest earlier one that has the task.</param>
    /// <returns>The explanation without leaves, and what the leaves are found between; null where there is nothing to compare.</returns>
    public (Explanation Explanation, LeafFinder? Finder)? Explain(string dataflow, IReadOnlyList<string> names, IEnumerable<RunRecord> runs, RunRecord? against)
    {
        using var states = States(names, runs).GetEnumerator();
        if (!Next(states, names[^1], out var newest)) return null;
        var now = newest.Task;
        var explanation = new Explanation(dataflow, string.Join(InnerRun.Separator, names), now.Output is null ? ExplainedState.Failed : ExplainedState.UpToDate);
        if (now.Output is null)
            explanation = explanation with { FailedIn = RunPoint.Of(newest.Run), FailedTask = explanation.Task, Error = repository.Executions.Attempts(now.Execution!.Value).LastOrDefault(a => a.Attempt.Error is not null)?.Attempt.Error };
        var maker = newest;
        while (maker.Task.Execution != now.Execution || maker.Task.Decision is not (Decision.Ran or Decision.Joined or Decision.Failed))
            if (!Next(states, names[^1], out maker)) return (explanation, null);
        explanation = explanation with { Reason = maker.Task.Reason, To = RunPoint.Of(maker.Run), Since = now.Output is null ? null : RunPoint.Of(maker.Run) };
        State from;
        if (against is null)
        {
            if (!Next(states, names[^1], out from)) return (explanation, new LeafFinder(new RunSide(Empty(maker.Run)), new RunSide(maker.Inner), definitions));
        }
        else
        {
            using var other = States(names, [against]).GetEnumerator();
            if (!Next(other, names[^1], out from)) return null;
        }
        return (explanation with { From = RunPoint.Of(from.Run) }, new LeafFinder(new RunSide(from.Inner), new RunSide(maker.Inner), definitions));
    }

    private static bool Next(IEnumerator<State> states, string name, out State state)
    {
        while (states.MoveNext())
        {
            state = states.Current;
            if (state.Inner.Tasks.FirstOrDefault(t => t.Name == name && RunSide.IsDecided(t)) is not { } task) continue;
            state = state with { Task = task };
            return true;
        }
        state = default;
        return false;
    }

    private static RunRecord Empty(RunRecord run) => run with { Inputs = [], Tasks = [], Outputs = [] };

    // Each run of the dataflow that holds the task once, newest first, as if it were a run by itself.
    private IEnumerable<State> States(IReadOnlyList<string> names, IEnumerable<RunRecord> runs)
    {
        var seen = new HashSet<ObjectId>();
        foreach (var run in runs)
        {
            var open = run.Tasks.Where(t => t.Name == names[0]).ToList();
            for (var i = 1; i < names.Count; i++)
            {
                var next = new List<TaskRecord>();
                foreach (var (id, inner) in open.SelectMany(Inner))
                {
                    if (i < names.Count - 1) next.AddRange(inner.Tasks.Where(t => t.Name == names[i]));
                    else if (seen.Add(id)) yield return new(run, run with { Inputs = inner.Program.Inputs, Tasks = inner.Tasks, Outputs = [] }, null!);
                }
                open = next;
            }
        }
    }

    private IEnumerable<(ObjectId, InnerRun)> Inner(TaskRecord task)
    {
        if (task.Execution is not { } execution) yield break;
        foreach (var id in repository.Executions.Attempts(execution).Reverse().Select(a => a.Attempt.Inner).OfType<ObjectId>())
            if (InnerRun.TryRead(repository.Objects, id) is { } inner) yield return (id, inner);
    }

    private record struct State(RunRecord Run, RunRecord Inner, TaskRecord Task);
}
