using Polyglot.Dataflow.History;
using Polyglot.Dataflow.Projects;
using Polyglot.Dataflow.Recording;
using Polyglot.Store;

namespace Polyglot.Dataflow.Queries;

/// <summary>The last attempt at a task.</summary>
/// <param name="Run">The run that decided about it.</param>
/// <param name="Record">What was decided.</param>
/// <param name="Attempt">The attempt with its log objects; null where none is readable.</param>
public sealed record TaskLog(RunId Run, TaskRecord Record, NumberedAttempt? Attempt);

/// <summary>
/// What a repository knows, asked in a user's words. Nothing is written. Looks through at most <see cref="MaxRuns"/> runs. Thread-safe.
/// </summary>
/// <param name="repository">Where to look.</param>
/// <param name="dataflow">The dataflow whose runs count; null for all.</param>
public sealed class RepositoryQueries(Repository repository, string? dataflow = null)
{
    /// <summary>How far back runs are looked through.</summary>
    public const int MaxRuns = RunHistory.MaxRuns;

    private const int ShortestPrefix = 4;

    /// <summary>The readable runs, newest first, read lazily.</summary>
    public IEnumerable<RunRecord> Runs() => repository.Runs.List()
        .Select(repository.Runs.Read)
        .OfType<RunRead.Found>()
        .Select(found => found.Run)
        .Where(run => dataflow is null || run.Dataflow == dataflow)
        .Take(MaxRuns);

    /// <summary>The newest run; null when there is none.</summary>
    public RunRecord? LatestRun() => Runs().FirstOrDefault();

    /// <summary>The last attempt at the task of that name, or at a part of it (<c>fit[17]</c>, <c>explore/fit</c>); null when no run knows the name.</summary>
    public TaskLog? LastAttempt(string task) => LastOfTask(task) ?? FindPart(task);

    private TaskLog? LastOfTask(string task)
    {
        foreach (var run in Runs())
            if (run.Tasks.FirstOrDefault(t => t.Name == task) is { Execution: not null } record && record.Decision is not Decision.Blocked) return LogOf(run.Id, record);
        return null;
    }

    private TaskLog LogOf(RunId run, TaskRecord record)
    {
        var attempts = repository.Executions.Attempts(record.Execution!.Value);
        var attempt = record.Attempt is { } number
            ? attempts.FirstOrDefault(a => a.Number == number)
            : attempts.LastOrDefault(a => a.Attempt.Status == AttemptStatus.Ok);
        return new(run, record, attempt);
    }

    /// <summary>A part of a task: an element (<c>fit[17]</c>), a task of the dataflow that it returned (<c>explore/fit</c>), or an element of one; null when no run knows it.</summary>
    public TaskLog? FindPart(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var open = word.IndexOf('[', StringComparison.Ordinal);
        if (open == 0 || (open > 0 && !word.EndsWith(']'))) return null;
        var (path, key) = open < 0 ? (word, null) : (word[..open], word[(open + 1)..^1]);
        var names = path.Split(InnerRun.Separator);
        if (names.Length == 1 && key is null) return null;
        foreach (var run in Runs())
        {
            if (run.Tasks.FirstOrDefault(t => t.Name == names[0]) is not { } record || FindInner(record, names.AsSpan(1)) is not { Execution: { } whole } inner) continue;
            if (key is not null)
            {
                if (FindElement(run.Id, inner, whole, key, word) is { } element) return element;
            }
            else if (inner.Decision is not Decision.Blocked) return LogOf(run.Id, inner with { Name = word });
        }
        return null;
    }

    // The newest dataflow that has the task: one that could not be read may have followed.
    private TaskRecord? FindInner(TaskRecord task, ReadOnlySpan<string> names)
    {
        if (names.IsEmpty) return task;
        if (task.Execution is not { } execution) return null;
        foreach (var (_, attempt) in repository.Executions.Attempts(execution).Reverse())
        {
            if (attempt.Inner is not { } id || InnerRun.TryRead(repository.Objects, id)?.Find(names[0]) is not { } inner) continue;
            if (FindInner(inner, names[1..]) is { } found) return found;
        }
        return null;
    }

    // The newest list that has the element; its attempt is the newest, because a list may have found a result that an older one made.
    private TaskLog? FindElement(RunId run, TaskRecord record, ExecutionId whole, string key, string word)
    {
        foreach (var (_, attempt) in repository.Executions.Attempts(whole).Reverse())
        {
            if (attempt.Elements is not { } id || ElementList.TryRead(repository.Objects, id) is not { } list || list.Find(key) is not { } element) continue;
            var attempts = repository.Executions.Attempts(element.Execution);
            var last = attempts.LastOrDefault(a => element.Output is null || a.Attempt.Status == AttemptStatus.Ok);
            return new(run, record with { Name = word, Task = list.Task, Execution = element.Execution, Decision = element.Decision, Output = element.Output, Attempt = last?.Number }, last);
        }
        return null;
    }

    /// <summary>
    /// What a word stands for: a ref (<c>dataflow/name</c>), the name of a task, a part of one or an input, the path of an output, a tag, an object by its id or
    /// at least four digits of it, or a run by its id or its beginning. Names go before digits.
    /// </summary>
    public ResolvedWord Resolve(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (RunId.TryParse(word, out var run)) return repository.Runs.Read(run) is RunRead.Found ? new ResolvedWord.Run(run) : new ResolvedWord.None(null);
        if (ObjectId.TryParse(word, out var id) && repository.Objects.Contains(id)) return new ResolvedWord.Object(id, "object");
        if (RefName.TryParse(word, out var name) && repository.Refs.Get(name).Id is { } target) return new ResolvedWord.Object(target, $"ref {name}");
        return ResolveName(word) ?? ResolveTag(word) ?? ResolvePrefix(word) ?? new ResolvedWord.None(Suggest(word));
    }

    private ResolvedWord.Object? ResolveName(string word)
    {
        foreach (var run in Runs())
        {
            if (run.Tasks.FirstOrDefault(t => t.Name == word)?.Output is { } output) return new(output, $"task {word} of run {run.Id}");
            if (run.Outputs.FirstOrDefault(o => o.Path == word) is { } published) return new(published.Id, $"output {word} of run {run.Id}");
            if (run.Inputs.FirstOrDefault(i => i.Name == word) is { } input) return new(input.Id, $"input {word} of run {run.Id}");
        }
        return FindPart(word) is { Record.Output: { } part } found ? new(part, $"{(word.EndsWith(']') ? "element" : "task")} {word} of run {found.Run}") : null;
    }

    private ResolvedWord.Object? ResolveTag(string word) => Tags.Find(repository, word) is { } id ? new(id, $"tag {word}") : null;

    private ResolvedWord? ResolvePrefix(string word)
    {
        if (word.Length < ShortestPrefix) return null;
        var runs = repository.Runs.List().Where(r => r.ToString().StartsWith(word, StringComparison.Ordinal)).Take(PrefixMatch.Ambiguous.Limit).ToList();
        var objects = repository.Objects.Resolve(word) switch
        {
            PrefixMatch.Unique unique => [unique.Id],
            PrefixMatch.Ambiguous several => several.Ids,
            _ => (IReadOnlyList<ObjectId>)[],
        };
        return (runs.Count, objects.Count) switch
        {
            (0, 0) => null,
            (1, 0) => new ResolvedWord.Run(runs[0]),
            (0, 1) => new ResolvedWord.Object(objects[0], "object"),
            _ => new ResolvedWord.Ambiguous([.. runs.Select(r => r.ToString()), .. objects.Select(o => o.ToString())]),
        };
    }

    private string? Suggest(string word)
    {
        if (LatestRun() is not { } run) return null;
        var names = run.Tasks.Select(t => t.Name).Concat(run.Outputs.Select(o => o.Path)).Concat(run.Inputs.Select(i => i.Name));
        return DidYouMean.Among(word, names);
    }
}
