using Polyglot.Dataflow.Explaining.Elements;
using Polyglot.Dataflow.Queries;
using Polyglot.Store;

namespace Polyglot.Dataflow.Explaining;

/// <summary>
/// Why the tasks of a past run ran: what differs at each from the nearest earlier run that has it, and the same for elements and for returned dataflows. Looks
/// through at most <see cref="RepositoryQueries.MaxRuns"/> runs, and only when asked. Nothing is written. Not thread-safe.
/// </summary>
public sealed class RunReasons
{
    private readonly Repository _repository;
    private readonly RunRecord _run;
    private readonly EarlierRuns _earlier;
    private readonly RunDefinitions _definitions;
    private Dictionary<string, (LeafSummary Leaves, RunRecord From)>? _found;

    /// <param name="repository">Where the runs are.</param>
    /// <param name="run">The run.</param>
    public RunReasons(Repository repository, RunRecord run)
        : this(repository, run, new(Before(repository, run)), new(repository))
    {
    }

    private RunReasons(Repository repository, RunRecord run, EarlierRuns earlier, RunDefinitions definitions) =>
        (_repository, _run, _earlier, _definitions) = (repository, run, earlier, definitions);

    /// <summary>What made a task run; null where it did not run, or where no earlier run had decided about it.</summary>
    public LeafSummary? Of(string task) => Found().TryGetValue(task, out var found) ? found.Leaves : null;

    /// <summary>Why the elements of a task ran that did; null for a task without, and where <see cref="Of"/> is null.</summary>
    public ElementReasons? Elements(string task) =>
        Found().TryGetValue(task, out var found) ? new ElementReasonFinder(_repository, _definitions.Of).OfRun(task, found.From, _run) : null;

    /// <summary>The same for the tasks of the dataflow that a task returned.</summary>
    /// <param name="task">The task.</param>
    /// <param name="inner">What its attempt in this run names.</param>
    public RunReasons Inner(string task, InnerRun inner) =>
        new(_repository, AsRun(_run, inner), new(_earlier.Select(run => InnerOf(run, task)).OfType<RunRecord>()), _definitions);

    /// <summary>A leaf with what differs there.</summary>
    public ExplainedLeaf Explain(Leaf leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        var contents = new ObjectContents(_repository.Objects, null);
        var content = leaf.OldId is null && leaf.NewId is null ? null
            : ContentDifference.Between(leaf.OldId is { } old ? contents.Read(old) : null, leaf.NewId is { } now ? contents.Read(now) : null);
        return new(leaf, [], 0, content);
    }

    private static IEnumerable<RunRecord> Before(Repository repository, RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(run);
        return new RepositoryQueries(repository, run.Dataflow).Runs().Where(other => other.Id.CompareTo(run.Id) < 0);
    }

    private static RunRecord AsRun(RunRecord run, InnerRun inner) => run with { Inputs = inner.Program.Inputs, Tasks = inner.Tasks, Outputs = [] };

    // What never ran before differs from nothing.
    private Dictionary<string, (LeafSummary Leaves, RunRecord From)> Found()
    {
        if (_found is not null) return _found;
        _found = new(StringComparer.Ordinal);
        var open = _run.Tasks.Where(t => t.Decision is Decision.Ran or Decision.Joined or Decision.Failed && t.Reason is not (null or Reason.NeverRan)).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        if (open.Count == 0) return _found;
        var now = new RunSide(_run);
        foreach (var earlier in _earlier)
        {
            var having = earlier.Tasks.Where(t => RunSide.IsDecided(t) && open.Remove(t.Name)).Select(t => t.Name).ToList();
            if (having.Count == 0) continue;
            // Records stand in the order in which tasks ended, so each is after those that it needs.
            var summaries = new LeafFinder(new RunSide(earlier), now, _definitions.Of).Summaries(_run.Tasks.Select(t => t.Name));
            foreach (var name in having) _found[name] = (summaries[name], earlier);
            if (open.Count == 0) break;
        }
        return _found;
    }

    private RunRecord? InnerOf(RunRecord run, string task) =>
        run.Tasks.FirstOrDefault(t => t.Name == task) is { } record
        && _repository.Executions.AttemptOf(record) is { Attempt.Inner: { } id }
        && InnerRun.TryRead(_repository.Objects, id) is { } inner ? AsRun(run, inner) : null;

    /// <summary>Runs that are read once, as far as somebody asks.</summary>
    private sealed class EarlierRuns(IEnumerable<RunRecord> runs)
    {
        private readonly IEnumerator<RunRecord> _runs = runs.GetEnumerator();
        private readonly List<RunRecord> _read = [];

        public IEnumerator<RunRecord> GetEnumerator() => All().GetEnumerator();

        public IEnumerable<T> Select<T>(Func<RunRecord, T> map) => All().Select(map);

        private IEnumerable<RunRecord> All()
        {
            for (var i = 0; ; i++)
            {
                if (i == _read.Count)
                {
                    if (!_runs.MoveNext()) yield break;
                    _read.Add(_runs.Current);
                }
                yield return _read[i];
            }
        }
    }

    /// <summary>What makes tasks the tasks they are, read once each.</summary>
    private sealed class RunDefinitions(Repository repository)
    {
        private readonly Dictionary<TaskId, TaskObject?> _known = [];

        public TaskObject? Of(TaskId task)
        {
            if (!_known.TryGetValue(task, out var known))
                _known[task] = known = repository.Objects.Read(task.AsObject) is ObjectRead.Found found ? TaskObjectCodec.Decode(found.Bytes.Span, task.ToString()).Value : null;
            return known;
        }
    }
}
