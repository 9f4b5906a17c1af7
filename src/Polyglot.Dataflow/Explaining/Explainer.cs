using Polyglot.Dataflow.Explaining.Elements;
using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Queries;
using Polyglot.Store;

namespace Polyglot.Dataflow.Explaining;

/// <summary>
/// Says why tasks run, and how runs differ, from a plan and the records of runs. Looks through at most <see cref="RepositoryQueries.MaxRuns"/> runs. Nothing is
/// written. Not thread-safe.
/// </summary>
/// <param name="repository">Where the runs are.</param>
public sealed class Explainer(Repository repository)
{
    /// <summary>The most leaves that an explanation names one by one.</summary>
    public const int MaxLeaves = 50;

    /// <summary>Explains a task of a plan.</summary>
    /// <param name="planned">The plan, which has the task.</param>
    /// <param name="task">Its name.</param>
    /// <param name="against">The run to compare with; null for the nearest earlier one that has the task.</param>
    /// <exception cref="ArgumentException">The plan has no such task.</exception>
    public Explanation Explain(PlanResult.Planned planned, string task, RunRecord? against = null)
    {
        ArgumentNullException.ThrowIfNull(planned);
        var now = Side(planned);
        var state = now.Planned(task)?.State ?? throw new ArgumentException($"the plan has no task {task}", nameof(task));
        var contents = new ObjectContents(repository.Objects, planned.Resolved);
        using var runs = Runs(planned.Plan.Dataflow).GetEnumerator();
        var explanation = state switch
        {
            TaskState.UpToDate found => UpToDate(new(planned.Plan.Dataflow, task, ExplainedState.UpToDate), found, now, runs, contents, against),
            TaskState.MustRun must => MustRun(new(planned.Plan.Dataflow, task, ExplainedState.Runs) { Reason = must.Reason }, must.Execution, now, runs, contents, against),
            TaskState.Waiting waiting => Waits(new(planned.Plan.Dataflow, task, ExplainedState.Waits) { WaitsFor = waiting.On }, now, runs, contents, against),
            _ => throw new InvalidOperationException("unknown state"),
        };
        return planned.Resolved!.Snapshot.Tasks.Any(t => t.Name == task && t.Scatter is not null) ? explanation with { Elements = Elements(planned, now, explanation) } : explanation;
    }

    /// <summary>Explains an element of a task of a plan, which is run for each; null where there is none of that key.</summary>
    /// <param name="planned">The plan, which has the task.</param>
    /// <param name="task">Its name.</param>
    /// <param name="key">The element's key, or its place from 0.</param>
    /// <param name="against">The run to compare with; null for the nearest earlier one that has the element.</param>
    public Explanation? ExplainElement(PlanResult.Planned planned, string task, string key, RunRecord? against = null)
    {
        ArgumentNullException.ThrowIfNull(planned);
        var elements = new ElementExplainer(repository, planned, Side(planned), Definition);
        if (elements.Explain(task, key, Runs(planned.Plan.Dataflow).Take(RepositoryQueries.MaxRuns), against) is not var (explanation, from, to)) return null;
        // What failed and never succeeded, or was found and never computed, has nothing to compare with.
        var isAlone = from is null && explanation is { State: ExplainedState.Failed } or { State: ExplainedState.UpToDate, To: null };
        var contents = new ObjectContents(repository.Objects, planned.Resolved, elements.Content);
        return isAlone ? explanation : WithLeaves(explanation, new(from ?? NothingSide.Instance, to, Definition), explanation.Task, contents);
    }

    /// <summary>Explains a task of a dataflow that a task returned, as records have it; null where no run has it.</summary>
    /// <param name="dataflow">The dataflow that the task is in that returned it.</param>
    /// <param name="names">The names on the way to it, its own last: two at least.</param>
    /// <param name="against">The run to compare with; null for the nearest earlier one that has the task.</param>
    public Explanation? ExplainInner(string dataflow, IReadOnlyList<string> names, RunRecord? against = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (new InnerExplainer(repository, Definition).Explain(dataflow, names, Runs(dataflow).Take(RepositoryQueries.MaxRuns), against) is not var (explanation, finder)) return null;
        return finder is null ? explanation : WithLeaves(explanation, finder, names[^1], new(repository.Objects, null));
    }

    /// <summary>The leaves of every task of a plan that must run or waits, by name, each compared with the nearest earlier run that has it.</summary>
    public IReadOnlyDictionary<string, LeafSummary> Why(PlanResult.Planned planned)
    {
        ArgumentNullException.ThrowIfNull(planned);
        var now = Side(planned);
        var asked = planned.Plan.Tasks.Where(t => t.State is not TaskState.UpToDate).Select(t => t.Name).ToList();
        var open = asked.ToHashSet(StringComparer.Ordinal);
        var result = new Dictionary<string, LeafSummary>(StringComparer.Ordinal);
        if (open.Count == 0) return result;
        foreach (var run in Runs(planned.Plan.Dataflow).Take(RepositoryQueries.MaxRuns))
        {
            var having = run.Tasks.Where(t => RunSide.IsDecided(t) && open.Remove(t.Name)).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
            if (having.Count == 0) continue;
            var summaries = new LeafFinder(new RunSide(run), now, Definition).Summaries(asked);
            foreach (var name in having) result[name] = summaries[name];
            if (open.Count == 0) return result;
        }
        foreach (var name in open) result[name] = new([new(LeafKind.NewTask, name, name, null, null)], false);
        return result;
    }

    /// <summary>What differs at leaves of a plan's tasks, as <see cref="Why"/> gave them.</summary>
    public IReadOnlyList<ExplainedLeaf> Details(PlanResult.Planned planned, IEnumerable<Leaf> leaves)
    {
        ArgumentNullException.ThrowIfNull(planned);
        ArgumentNullException.ThrowIfNull(leaves);
        var contents = new ObjectContents(repository.Objects, planned.Resolved);
        return [.. leaves.Select(leaf => Explained(new(leaf, [], 0), contents))];
    }

    /// <summary>
    /// What made the tasks run that a run executed: every leaf once, in the order of the tasks; empty for tasks that were never decided before. The run is
    /// compared with the nearest earlier one that has each task.
    /// </summary>
    public IReadOnlyList<ExplainedLeaf> Causes(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var open = run.Tasks.Where(t => t.Decision is Decision.Ran or Decision.Failed or Decision.Joined && t.Reason is not (null or Reason.NeverRan))
            .Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        if (open.Count == 0) return [];
        var found = new Dictionary<Leaf, (string First, int Others)>();
        var to = new RunSide(run);
        foreach (var earlier in Runs(run.Dataflow).Where(r => r.Id.CompareTo(run.Id) < 0).Take(RepositoryQueries.MaxRuns))
        {
            var having = earlier.Tasks.Where(t => RunSide.IsDecided(t) && open.Remove(t.Name)).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
            var finder = new LeafFinder(new RunSide(earlier), to, Definition);
            foreach (var task in run.Tasks)
            {
                if (!having.Contains(task.Name)) continue;
                foreach (var leaf in finder.Direct(task.Name).Leaves)
                    found[leaf] = found.TryGetValue(leaf, out var known) ? known with { Others = known.Others + 1 } : (task.Name, 0);
            }
            if (open.Count == 0) break;
        }
        var contents = new ObjectContents(repository.Objects, null);
        return found.Select((f, i) => Explained(new(f.Key, [f.Value.First], f.Value.Others), i < MaxLeaves ? contents : null)).ToList();
    }

    /// <summary>Compares two runs.</summary>
    public RunDifference Compare(RunRecord old, RunRecord now)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(now);
        return new RunComparer(old, now, Definition, new ObjectContents(repository.Objects, null).Read).Compare();
    }

    private static PlanSide Side(PlanResult.Planned planned) =>
        new(planned.Resolved ?? throw new ArgumentException("the plan was made elsewhere, and what it looked at is not known here", nameof(planned)), planned.Plan);

    // Which run computed the result, and what had changed for it to be computed; or what differs from the run that was asked for.
    private Explanation UpToDate(Explanation explanation, TaskState.UpToDate found, PlanSide now, IEnumerator<RunRecord> runs, ObjectContents contents, RunRecord? against)
    {
        // By another name it may have been computed too: a task is what it does.
        RunRecord? since = null;
        TaskRecord? record = null;
        while (record is null && runs.MoveNext())
        {
            since = runs.Current;
            record = since.Tasks.FirstOrDefault(t => t.Execution == found.Execution && t.Decision is Decision.Ran or Decision.Joined);
        }
        explanation = explanation with { Since = record is null ? null : RunPoint.Of(since!) };
        if (against is not null) return Compare(explanation, against, now, null, contents);
        if (record?.Name != explanation.Task) return explanation;
        return Compare(explanation with { Reason = record.Reason }, NextDecided(runs, explanation.Task), new RunSide(since!), since, contents);
    }

    private Explanation MustRun(Explanation explanation, ExecutionId execution, PlanSide now, IEnumerator<RunRecord> runs, ObjectContents contents, RunRecord? against)
    {
        var from = NextDecided(runs, explanation.Task);
        var record = from?.Tasks.First(t => t.Name == explanation.Task && RunSide.IsDecided(t));
        if (record is { Decision: Decision.Failed } && record.Execution == execution)
        {
            explanation = Failed(explanation with { State = ExplainedState.Failed }, from!, record);
            from = NextDecided(runs, explanation.Task, succeeded: true);
        }
        return Compare(explanation, against ?? from, now, null, contents);
    }

    // Blocked: the newest run blocked it, and a task that failed then is still as it was.
    private Explanation Waits(Explanation explanation, PlanSide now, IEnumerator<RunRecord> runs, ObjectContents contents, RunRecord? against)
    {
        RunRecord? from = null;
        while (from is null && runs.MoveNext())
        {
            if (runs.Current.Tasks.FirstOrDefault(t => t.Name == explanation.Task) is not { } record) continue;
            if (RunSide.IsDecided(record)) from = runs.Current;
            else if (explanation.FailedTask is null && record.Decision == Decision.Blocked && Culprit(runs.Current, explanation.Task, now) is { } culprit)
                explanation = Failed(explanation with { State = ExplainedState.Blocked }, runs.Current, culprit);
        }
        return Compare(explanation, against ?? from, now, null, contents);
    }

    // The nearest task on the way up that failed in the run with the very execution that it has now.
    private static TaskRecord? Culprit(RunRecord run, string task, PlanSide now)
    {
        var records = run.Tasks.Where(t => t.Decision == Decision.Failed).ToDictionary(t => t.Name, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal) { task };
        var open = new Queue<string>([task]);
        while (open.TryDequeue(out var at))
        {
            if (records.TryGetValue(at, out var failed) && now.Planned(at)?.State is TaskState.MustRun must && must.Execution == failed.Execution) return failed;
            foreach (var input in now.Find(at)?.Inputs ?? [])
                if (input is { IsTask: true, Id: null } && seen.Add(input.Source)) open.Enqueue(input.Source);
        }
        return null;
    }

    private Explanation Failed(Explanation explanation, RunRecord run, TaskRecord record) => explanation with
    {
        FailedIn = RunPoint.Of(run),
        FailedTask = record.Name,
        Error = record is { Execution: { } execution, Attempt: { } number }
            ? repository.Executions.Attempts(execution).FirstOrDefault(a => a.Number == number)?.Attempt.Error
            : null,
    };

    private Explanation Compare(Explanation explanation, RunRecord? from, IDataflowSide to, RunRecord? toRun, ObjectContents contents)
    {
        IDataflowSide before = from is null ? NothingSide.Instance : new RunSide(from);
        // What failed and never succeeded has no earlier state that its leaves could be told from.
        if (from is null && explanation.State == ExplainedState.Failed) return explanation;
        explanation = explanation with { From = from is null ? null : RunPoint.Of(from), To = toRun is null ? null : RunPoint.Of(toRun) };
        return WithLeaves(explanation, new(before, to, Definition), explanation.Task, contents);
    }

    private static Explanation WithLeaves(Explanation explanation, LeafFinder finder, string task, ObjectContents contents)
    {
        var found = finder.Trace(task);
        return explanation with
        {
            Leaves = found.Take(MaxLeaves).Select(leaf => Explained(leaf, contents)).ToList(),
            MoreLeaves = Math.Max(0, found.Count - MaxLeaves),
        };
    }

    // Of what is up to date those that ran when it was computed; of what must run, those that have no result.
    private ElementReasons? Elements(PlanResult.Planned planned, PlanSide now, Explanation explanation)
    {
        if (explanation.State is ExplainedState.Waits or ExplainedState.Blocked || explanation is { State: ExplainedState.UpToDate, To: null }) return null;
        RunRecord? Record(RunPoint? point) => point is not null && repository.Runs.Read(point.Id) is RunRead.Found found ? found.Run : null;
        // After a failure only what failed is left, and it is as it was then.
        return new ElementExplainer(repository, planned, now, Definition).Reasons(explanation.Task, Record(explanation.FailedIn) ?? Record(explanation.From), Record(explanation.To));
    }

    private static ExplainedLeaf Explained(FoundLeaf found, ObjectContents? contents)
    {
        var leaf = found.Leaf;
        var content = contents is null || (leaf.OldId is null && leaf.NewId is null) ? null
            : ContentDifference.Between(leaf.OldId is { } old ? contents.Read(old) : null, leaf.NewId is { } now ? contents.Read(now) : null);
        return new(leaf, found.Path, found.OtherTasks, content);
    }

    private static RunRecord? NextDecided(IEnumerator<RunRecord> runs, string task, bool succeeded = false)
    {
        while (runs.MoveNext())
            if (runs.Current.Tasks.Any(t => t.Name == task && RunSide.IsDecided(t) && !(succeeded && t.Decision == Decision.Failed))) return runs.Current;
        return null;
    }

    private IEnumerable<RunRecord> Runs(string dataflow) => new RepositoryQueries(repository, dataflow).Runs();

    private TaskObject? Definition(TaskId task) =>
        repository.Objects.Read(task.AsObject) is ObjectRead.Found found ? TaskObjectCodec.Decode(found.Bytes.Span, task.ToString()).Value : null;

    private sealed class NothingSide : IDataflowSide
    {
        public static NothingSide Instance { get; } = new();

        public SideTask? Find(string task) => null;
    }
}
