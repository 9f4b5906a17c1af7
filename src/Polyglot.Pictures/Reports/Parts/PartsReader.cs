using Polyglot.Dataflow.Explaining;
using Polyglot.Dataflow.Explaining.Elements;
using Polyglot.Pictures.Text;
using Polyglot.Store;

namespace Polyglot.Pictures.Reports;

/// <summary>Reads what tasks of a run consist of. Writes nothing. Not thread-safe.</summary>
/// <param name="repository">Where the run is.</param>
/// <param name="limits">How much is read.</param>
/// <param name="why">A few words for a reason.</param>
/// <param name="logOf">What a program wrote, cut; null for nothing.</param>
internal sealed class PartsReader(Repository repository, ReportLimits limits, Func<Reason, string> why, Func<ObjectId?, string?> logOf)
{
    // The clocks of records are kept to the millisecond.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(2);

    private int _left = limits.Parts;

    /// <summary>What a task consists of; null for one that is whole, and for one that did not run.</summary>
    public PartsStory? Read(TaskStory task, RunReasons reasons)
    {
        if (!task.HasTime) return null;
        var parts = new List<PartStory>();
        switch (task.Attempt?.Attempt)
        {
            case { Elements: { } id } when ElementList.TryRead(repository.Objects, id) is { } list:
                var causes = reasons.Elements(task.Record.Name);
                AddElements(parts, list, task.Record, "", 0, causes);
                return new(PartKind.Element, list.Counts, causes, Detailed(parts));
            case { Inner: { } id } when InnerRun.TryRead(repository.Objects, id) is { } inner:
                AddTasks(parts, inner, task.Record, "", 0, reasons);
                return new(PartKind.Task, inner.Shape is null ? null : inner.Counts, null, Detailed(parts));
            default:
                return null;
        }
    }

    private void AddElements(List<PartStory> parts, ElementList list, TaskRecord whole, string prefix, int depth, ElementReasons? reasons)
    {
        // What failed is wanted most, if not all can be looked at.
        var read = new Dictionary<int, NumberedAttempt?>();
        foreach (var i in Enumerable.Range(0, list.Elements.Count).OrderBy(i => list.Elements[i].Decision == Decision.Failed ? 0 : 1))
        {
            if (_left <= 0) break;
            if (list.Elements[i].Decision is not (Decision.Ran or Decision.Failed)) continue;
            _left--;
            read[i] = repository.Executions.Attempts(list.Elements[i].Execution).LastOrDefault(a => a.Attempt.StartedAt >= whole.StartedAt - Rounding && a.Attempt.EndedAt <= whole.EndedAt + Rounding);
        }
        for (var i = 0; i < list.Elements.Count; i++)
        {
            var element = list.Elements[i];
            parts.Add(new($"{prefix}[{element.Key}]", element.Decision)
            {
                Depth = depth,
                Attempt = read.GetValueOrDefault(i),
                Why = reasons?.ByKey(element.Key) is { } group ? ElementWords.Why(group) : "",
            });
        }
    }

    private void AddTasks(List<PartStory> parts, InnerRun inner, TaskRecord whole, string prefix, int depth, RunReasons reasons)
    {
        if (depth == 0 && inner.Program is { Decision: Decision.Ran or Decision.Failed }) parts.Add(Part(inner.Program, "", depth, ""));
        var of = reasons.Inner(whole.Name, inner);
        foreach (var task in inner.Tasks)
        {
            var name = prefix.Length == 0 ? task.Name : InnerRun.NameOf(prefix, task.Name);
            var words = of.Of(task.Name) is { Leaves.Count: > 0 } leaves ? LeafWords.Of(leaves) : task.Reason is { } reason ? why(reason) : "";
            var part = Part(task, name, depth, words);
            parts.Add(part);
            if (depth >= limits.PartDepth || part.Attempt is not { Attempt: var attempt }) continue;
            if (attempt.Elements is { } list && ElementList.TryRead(repository.Objects, list) is { } elements) AddElements(parts, elements, task, name, depth + 1, of.Elements(task.Name));
            else if (attempt.Inner is { } run && InnerRun.TryRead(repository.Objects, run) is { } returned) AddTasks(parts, returned, task, name, depth + 1, of);
        }
    }

    private PartStory Part(TaskRecord task, string name, int depth, string words)
    {
        var isRead = task.Decision is Decision.Ran or Decision.Failed && _left-- > 0;
        return new(name, task.Decision) { Depth = depth, Attempt = isRead ? repository.Executions.AttemptOf(task) : null, Why = words };
    }

    // Logs are read of those that are shown by themselves.
    private List<PartStory> Detailed(List<PartStory> parts)
    {
        // Where not all can be shown, what was found is only counted.
        var listed = Enumerable.Range(0, parts.Count).Where(i => parts.Count <= limits.ListedParts || parts[i].Decision != Decision.Cached)
            .OrderBy(i => parts[i].Decision == Decision.Failed ? 0 : 1).ThenBy(i => parts[i].Depth).ThenByDescending(i => parts[i].Elapsed)
            .Take(limits.ListedParts);
        foreach (var i in listed)
        {
            var attempt = parts[i].Attempt?.Attempt;
            // What the program of a returned dataflow printed is told as the task's own.
            var isProgram = parts[i].Name.Length == 0;
            parts[i] = parts[i] with { IsListed = true, Stdout = isProgram ? null : logOf(attempt?.Stdout), Stderr = isProgram ? null : logOf(attempt?.Stderr) };
        }
        return parts;
    }
}
