using System.Text;
using Polyglot.Dataflow.Explaining;
using Polyglot.East;
using Polyglot.Pictures.Graphs;
using Polyglot.Pictures.Reports.Previews;
using Polyglot.Pictures.Text;
using Polyglot.Store;

namespace Polyglot.Pictures.Reports;

/// <summary>Reads what a report needs from a repository. Writes nothing. Not thread-safe.</summary>
/// <param name="repository">Where the run is.</param>
/// <param name="limits">How much is read.</param>
/// <param name="why">A few words for a reason.</param>
public sealed class RunStoryReader(Repository repository, ReportLimits limits, Func<Reason, string> why)
{
    // Attempts of results that were found are read for so many tasks; they only tell what finding them saved.
    private const int MostFound = 2_000;

    private readonly Dictionary<ObjectId, ValueStory> _values = [];
    private readonly Dictionary<Leaf, ExplainedLeaf> _leaves = [];
    private int _left = limits.AllCharacters;

    /// <summary>The story of a run.</summary>
    public RunStory Read(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var shape = RunShapes.Read(repository.Objects, run);
        var runners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var task in shape?.Tasks ?? []) runners.TryAdd(task.Name, task.Runner);
        var outputs = run.Outputs.Select(output => new OutputStory(output.Path, output.Task, ValueOf(output.Id))).ToList();

        // What a reader looks for first is read first: failures, then what is published, then what took longest.
        var published = run.Outputs.Select(output => output.Task).ToHashSet(StringComparer.Ordinal);
        var detailed = run.Tasks.Select((task, i) => (task, i))
            .OrderBy(t => t.task.Decision == Decision.Failed ? 0 : published.Contains(t.task.Name) ? 1 : t.task.Decision == Decision.Cached ? 3 : 2)
            .ThenByDescending(t => t.task.EndedAt - t.task.StartedAt)
            .Take(limits.DetailedTasks).Select(t => t.i).ToHashSet();
        var (tasks, found) = (new List<TaskStory>(run.Tasks.Count), 0);
        var reasons = new RunReasons(repository, run);
        var parts = new PartsReader(repository, limits, why, LogOf);
        for (var i = 0; i < run.Tasks.Count; i++)
        {
            var record = run.Tasks[i];
            var attempt = record.Decision is Decision.Cached && found++ >= MostFound ? null : repository.Executions.AttemptOf(record);
            var runner = attempt?.Attempt.Runner ?? runners.GetValueOrDefault(record.Name, "");
            var task = new TaskStory(record, runner, attempt, null) { Leaves = reasons.Of(record.Name) };
            tasks.Add(detailed.Contains(i) ? task with { Details = DetailsOf(task, reasons), Parts = parts.Read(task, reasons) } : task);
        }
        return new(run, Linked(new PictureMaker(why).Of(run, shape, new(repository)), run, tasks), tasks, outputs);
    }

    private static Picture Linked(Picture picture, RunRecord run, List<TaskStory> tasks)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < run.Tasks.Count; i++) places.TryAdd(run.Tasks[i].Name, i);
        return picture with
        {
            Nodes = [.. picture.Nodes.Select(node => node.Kind == PictureKind.Task && places.TryGetValue(node.Name, out var place) ? node with { Link = $"#t{place}", Inner = Within(node.Inner, place, "", tasks[place]) } : node)],
        };
    }

    // What a task returned leads to its parts, and to the task where those are not shown one by one.
    private static Picture? Within(Picture? picture, int place, string prefix, TaskStory task)
    {
        string NameOf(PictureNode node) => prefix.Length == 0 ? node.Name : InnerRun.NameOf(prefix, node.Name);
        string LinkOf(PictureNode node) =>
            task.Parts?.Listed.Where(i => task.Parts.All[i].Name == NameOf(node)).Select(i => $"#t{place}-{i}").FirstOrDefault() ?? $"#t{place}";
        return picture is null ? null : picture with
        {
            Nodes = [.. picture.Nodes.Select(node => node with { Link = LinkOf(node), Inner = Within(node.Inner, place, NameOf(node), task) })],
        };
    }

    private TaskDetails DetailsOf(TaskStory task, RunReasons reasons)
    {
        var attempt = task.Attempt?.Attempt;
        return new(LogOf(attempt?.Stdout), LogOf(attempt?.Stderr), task.Record.Output is { } output ? ValueOf(output) : null)
        {
            Leaves = [.. (task.Leaves?.Leaves ?? []).Take(limits.Leaves).Select(leaf => Explained(leaf, reasons))],
        };
    }

    // Many tasks have the same leaf, and what differs there may be large.
    private ExplainedLeaf Explained(Leaf leaf, RunReasons reasons)
    {
        if (!_leaves.TryGetValue(leaf, out var known))
        {
            known = reasons.Explain(leaf);
            if (!Spend(known.Content?.Diff?.Length ?? 0)) known = known with { Content = null };
            _leaves[leaf] = known;
        }
        return known;
    }

    private string? LogOf(ObjectId? id)
    {
        if (id is not { } log) return null;
        if (repository.Objects.Read(log) is not ObjectRead.Found found) return ReportMessages.LogGone;
        var value = Beast2.Decode(found.Bytes.Span, EastType.Blob);
        if (!value.IsSuccess) return ReportMessages.LogGone;
        var text = LogText.Cut(Encoding.UTF8.GetString(((EastBlob)value.Value).Span), limits.LogCharacters);
        return text.Length == 0 ? null : Spend(text.Length) ? text : ReportMessages.PageIsFull;
    }

    private ValueStory ValueOf(ObjectId id)
    {
        if (_values.TryGetValue(id, out var known)) return known;
        return _values[id] = Preview(id);
    }

    private ValueStory Preview(ObjectId id)
    {
        if (repository.Objects.Locate(id) is not ObjectLocation.Found file)
            return new(id, "", null, Note(repository.Dropped.Contains(id) ? ReportMessages.Dropped : ReportMessages.ValueGone));
        using var stream = File.OpenRead(file.Path);
        var header = Beast2.ReadHeader(stream);
        if (!header.IsSuccess) return new(id, "", file.Size, Note(ReportMessages.NotAValue));
        var type = Markup.Cut(TypeSyntax.Print(header.Value.Type), 400);
        if (file.Size > limits.ValueBytes) return new(id, type, file.Size, Note(ReportMessages.TooLarge(file.Size)));
        if (_left <= 0) return new(id, type, file.Size, Note(ReportMessages.PageIsFull));
        stream.Position = 0;
        var value = Beast2.DecodeAny(stream);
        if (!value.IsSuccess) return new(id, type, file.Size, Note(ReportMessages.NotAValue));
        var html = new ValuePreview(limits).Html(value.Value.Type, value.Value.Value);
        return new(id, type, file.Size, Spend(html.Length) ? html : Note(ReportMessages.PageIsFull));
    }

    private bool Spend(int characters)
    {
        if (_left < characters) return false;
        _left -= characters;
        return true;
    }

    private static string Note(string text) => $"<p class=\"note\">{Markup.Escape(text)}</p>";
}
