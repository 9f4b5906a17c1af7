using Polyglot.Dataflow.Planning;
using Polyglot.Store;

namespace Polyglot.Dataflow.Explaining.Elements;

/// <summary>Says why elements of tasks run: one of them with its leaf, or all of them by reasons. Nothing is written. Not thread-safe.</summary>
/// <param name="repository">Where the runs are.</param>
/// <param name="planned">The plan.</param>
/// <param name="side">The same, as a state.</param>
/// <param name="definitions">What makes a task the task it is, by its id; null where that is not known any more.</param>
internal sealed class ElementExplainer(Repository repository, PlanResult.Planned planned, PlanSide side, Func<TaskId, TaskObject?> definitions)
{
    private readonly PlanElements _now = new(repository, planned, side);

    /// <summary>The bytes of what elements are given now.</summary>
    public ReadOnlyMemory<byte>? Content(ObjectId id) => _now.Content(id);

    /// <summary>Explains an element; null where the task has none of that key.</summary>
    /// <param name="task">The task's name, which the plan has.</param>
    /// <param name="key">The element's key or place.</param>
    /// <param name="runs">The runs of the dataflow, newest first.</param>
    /// <param name="against">The run to compare with; null for the nearest earlier one that has the element.</param>
    /// <returns>The explanation without leaves, and the two states that the leaves are found between; the earlier is null where there is none.</returns>
    public (Explanation Explanation, IDataflowSide? From, IDataflowSide To)? Explain(string task, string key, IEnumerable<RunRecord> runs, RunRecord? against)
    {
        if (_now.Find(task, key) is not { } element) return null;
        var explanation = new Explanation(planned.Plan.Dataflow, element.Name, ExplainedState.Runs);
        var now = new ElementSide(side, _now);
        var known = _now.Of(task);
        using var earlier = runs.GetEnumerator();
        if (known is null)
        {
            var waiting = explanation with { State = ExplainedState.Waits, WaitsFor = (side.Planned(task)?.State as TaskState.Waiting)?.On ?? [] };
            return Since(waiting, against is null ? Next(earlier, task, key) : Of(against), now);
        }
        key = known.Keys[known.IndexOf(key)!.Value];
        var execution = known.Executions[known.IndexOf(key)!.Value];
        var isForced = side.Planned(task)?.State is TaskState.MustRun { Reason: Reason.Forced };
        return element.Output is null || isForced
            ? Runs(explanation with { Reason = isForced ? new Reason.Forced() : null }, task, key, execution, earlier, now, against)
            : Found(explanation with { State = ExplainedState.UpToDate }, task, key, execution, earlier, now, against);
    }

    /// <summary>Why the elements of a task ran, or must run, that did or must; null for a task without, and where that is not known.</summary>
    /// <param name="task">The task's name.</param>
    /// <param name="from">The earlier state; null where there is none.</param>
    /// <param name="to">The run in which they ran; null for now.</param>
    public ElementReasons? Reasons(string task, RunRecord? from, RunRecord? to)
    {
        var finder = new ElementReasonFinder(repository, definitions);
        if (to is not null) return finder.OfRun(task, from, to);
        return RunningNow(task) is var (keys, total, state) ? finder.Of(task, keys, total, state, from) : null;
    }

    private (IReadOnlyList<string> Keys, int Total, IDataflowSide Side)? RunningNow(string task)
    {
        if (_now.Of(task) is not { } known) return null;
        var isForced = side.Planned(task)?.State is TaskState.MustRun { Reason: Reason.Forced };
        return ([.. known.Keys.Where((_, i) => isForced || _now.OutputOf(known.Executions[i]) is null)], known.Keys.Count, new ElementSide(side, _now));
    }

    private (Explanation, IDataflowSide?, IDataflowSide) Runs(
        Explanation explanation, string task, string key, ExecutionId execution, IEnumerator<RunRecord> earlier, IDataflowSide now, RunRecord? against)
    {
        var from = Next(earlier, task, key);
        if (from is { Element: { Decision: Decision.Failed } failed } && failed.Execution == execution)
        {
            explanation = explanation with
            {
                State = ExplainedState.Failed,
                FailedIn = RunPoint.Of(from.Run),
                FailedTask = explanation.Task,
                Error = repository.Executions.Attempts(execution).LastOrDefault(a => a.Attempt.Error is not null)?.Attempt.Error,
            };
            from = Next(earlier, task, key, succeeded: true);
            // What failed and never succeeded has no earlier state that its leaves could be told from.
            if (from is null && against is null) return (explanation, null, now);
        }
        return Since(explanation, against is null ? from : Of(against), now);
    }

    // Which run computed it, and what had changed for it to be computed; or what differs from the run that was asked for.
    private (Explanation, IDataflowSide?, IDataflowSide) Found(
        Explanation explanation, string task, string key, ExecutionId execution, IEnumerator<RunRecord> earlier, IDataflowSide now, RunRecord? against)
    {
        Earlier? maker = null;
        while (maker is null && Next(earlier, task, key) is { } next)
            if (next.Element.Execution == execution && next.Element.Decision is Decision.Ran or Decision.Joined) maker = next;
        explanation = explanation with { Since = maker is null ? null : RunPoint.Of(maker.Run) };
        if (against is not null) return Since(explanation, Of(against), now);
        if (maker is null) return (explanation, null, now);
        return Since(explanation with { To = RunPoint.Of(maker.Run) }, Next(earlier, task, key), maker.Side);
    }

    private static (Explanation, IDataflowSide?, IDataflowSide) Since(Explanation explanation, Earlier? from, IDataflowSide to) =>
        (explanation with { From = from is null ? null : RunPoint.Of(from.Run) }, from?.Side, to);

    private Earlier? Next(IEnumerator<RunRecord> runs, string task, string key, bool succeeded = false)
    {
        while (runs.MoveNext())
        {
            var run = new RunSide(runs.Current);
            var elements = new RunElements(repository, run, definitions);
            if (elements.Of(task)?.Find(key) is { Decision: not Decision.Cancelled } element && !(succeeded && element.Output is null))
                return new(runs.Current, new ElementSide(run, elements), element);
        }
        return null;
    }

    private Earlier Of(RunRecord run) => new(run, new ElementReasonFinder(repository, definitions).SideOf(run), null!);

    private sealed record Earlier(RunRecord Run, IDataflowSide Side, Element Element);
}
