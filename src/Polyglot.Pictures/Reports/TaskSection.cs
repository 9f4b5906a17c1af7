using System.Text;
using Polyglot.Dataflow.Explaining;
using Polyglot.Pictures.Graphs;
using Polyglot.Pictures.Text;
using Polyglot.Store;

namespace Polyglot.Pictures.Reports;

/// <summary>A task that can be opened: why it ran, what it was given, what it gave, what it printed, what it cost. Pure.</summary>
internal sealed class TaskSection(RunStory story, Func<Reason, string> why)
{
    private const int MostNamed = 40;
    private const int MostFrames = 20;
    private const int MostCauses = 8;
    private const int MostDetails = 8_000;

    private readonly Dictionary<ObjectId, int> _makers = MakersOf(story);
    private readonly Dictionary<Leaf, int> _explained = [];
    private readonly HashSet<ObjectId> _published = [.. story.Outputs.Select(output => output.Value.Id)];

    /// <summary>The element of a task with details.</summary>
    public string Html(int place)
    {
        var task = story.Tasks[place];
        var record = task.Record;
        var state = PictureStates.Of(record.Decision);
        var html = new StringBuilder($"<details class=\"task\" id=\"t{place}\" data-state=\"{PictureStates.Class(state)}\" data-name=\"{Markup.Escape(record.Name)}\"{(record.Decision == Decision.Failed ? " open" : "")}>");
        html.Append($"<summary><span class=\"task-name\">{Markup.Escape(record.Name)}</span>{StateMark(state)}<span class=\"task-runner\">{Markup.Escape(task.Runner)}</span>");
        html.Append($"<span class=\"task-time\">{(task.HasTime ? Quantity.Duration(task.Elapsed) : "")}</span><span class=\"task-memory\">{(task.HasTime && task.Attempt?.Attempt.PeakMemory is { } peak ? Quantity.Size(peak) : "")}</span>");
        html.Append($"<span class=\"task-why\">{Markup.Escape(Markup.Cut(Words(task), 240))}</span></summary><div class=\"task-body\">");
        WriteWhy(html, task, place);
        WriteError(html, task.Attempt?.Attempt.Error);
        if (task.Details?.Output is { } output)
        {
            // What is published has been shown already.
            var preview = _published.Contains(output.Id) ? "<p class=\"note\">Shown among the <a href=\"#outputs\">outputs</a>.</p>" : output.Html;
            html.Append($"<h3>Output</h3>{ValueLine(output)}{preview}");
        }
        PartList.Write(html, story, place);
        WriteLog(html, "What it printed", task.Details?.Stdout);
        WriteLog(html, "Standard error", task.Details?.Stderr);
        WriteNamed(html, "Inputs", record.Inputs, withMakers: true);
        WriteNamed(html, "Program", record.Files, withMakers: false);
        WriteCost(html, task);
        return html.Append("</div></details>\n").ToString();
    }

    /// <summary>A state as a coloured word.</summary>
    public static string StateMark(PictureState state) => $"<span class=\"state s-{PictureStates.Class(state)}\">{PictureStates.Word(state)}</span>";

    /// <summary>Type, size and id of a value.</summary>
    public static string ValueLine(ValueStory value)
    {
        var size = value.Size is { } bytes ? $"<span>{Quantity.Size(bytes)}</span>" : "";
        var type = value.Type.Length > 0 ? $"<code>{Markup.Escape(value.Type)}</code>" : "";
        return $"<p class=\"meta\">{type}{size}<code class=\"id\" title=\"{value.Id}\">{value.Id.Abbreviated()}</code></p>";
    }

    /// <summary>Why a task ran, in a few words: what made it, or where that is not known its own reason; empty where it did not.</summary>
    public string Words(TaskStory task) => task.Leaves is { Leaves.Count: > 0 } leaves ? LeafWords.Of(leaves) : task.Record.Reason is { } reason ? why(reason) : "";

    private void WriteWhy(StringBuilder html, TaskStory task, int place)
    {
        var record = task.Record;
        if (task.Details is { Leaves: { Count: > 0 } leaves })
        {
            LeafSection.Write(html, leaves, task.Leaves is { } all && (all.HasMore || all.Leaves.Count > leaves.Count), leaf => ShownAt(leaf, place));
            return;
        }
        html.Append("<p class=\"why\">");
        switch (record.Decision)
        {
            case Decision.Cached: html.Append("Nothing had changed: its result was found."); break;
            case Decision.Blocked: html.Append("It was not run, because something it needs has no result."); break;
            case Decision.Joined: html.Append("Another process was running it; its result was taken."); break;
            default: html.Append(record.Reason is { } reason ? $"Why it ran: <strong>{Markup.Escape(why(reason))}</strong>" : ""); break;
        }
        if (Change(record.Reason) is { } change) html.Append($" <code class=\"old\">{Markup.Escape(Markup.Cut(change.Old ?? "nothing", 200))}</code> → <code class=\"new\">{Markup.Escape(Markup.Cut(change.New ?? "nothing", 200))}</code>");
        html.Append("</p>");
    }

    // The task that shows a leaf in full; null for this one.
    private (string Link, string Name)? ShownAt(Leaf leaf, int place)
    {
        if (_explained.TryAdd(leaf, place)) return null;
        return ($"#t{_explained[leaf]}", story.Tasks[_explained[leaf]].Record.Name);
    }

    private static (string? Old, string? New)? Change(Reason? reason) => reason switch
    {
        Reason.InputChanged r => (r.Old, r.New),
        Reason.ProgramChanged r => (r.Old, r.New),
        Reason.TypeChanged r => (r.Old, r.New),
        Reason.RunnerChanged r => (r.Old, r.New),
        Reason.EnvironmentChanged r => (r.Old, r.New),
        _ => null,
    };

    /// <summary>An error with its places and causes.</summary>
    public static void WriteError(StringBuilder html, AttemptError? error)
    {
        if (error is null) return;
        html.Append("<div class=\"error\">");
        var depth = 0;
        for (var cause = error; cause is not null && depth < MostCauses; cause = cause.Cause, depth++)
        {
            html.Append($"<p class=\"headline\">{(depth > 0 ? "because: " : "")}{Markup.Escape(Markup.Cut(Headline(cause), 600))}</p>");
            var frames = cause.Frames.Concat(cause.Location).ToList();
            if (frames.Count == 0) continue;
            html.Append("<ul class=\"frames\">");
            foreach (var frame in frames.Take(MostFrames))
                html.Append($"<li{(frame.IsUser ? " class=\"user\"" : "")}>{Markup.Escape(Markup.Cut(frame.File, 200))}{(frame.Line > 0 ? $":{frame.Line}" : "")}{(frame.Function.Length > 0 ? $" in {Markup.Escape(Markup.Cut(frame.Function, 100))}" : "")}</li>");
            if (frames.Count > MostFrames) html.Append($"<li>… {frames.Count - MostFrames} more</li>");
            html.Append("</ul>");
        }
        if (error.Details.Length > 0) html.Append($"<details class=\"whole\"><summary>As the language tells it</summary><pre>{Markup.Escape(LogText.Cut(error.Details, MostDetails))}</pre></details>");
        html.Append("</div>");
    }

    /// <summary>The error in a line.</summary>
    public static string Headline(AttemptError error) =>
        error.ErrorType.Length == 0 || error.Summary.StartsWith(error.ErrorType, StringComparison.Ordinal) ? error.Summary : $"{error.ErrorType}: {error.Summary}";

    /// <summary>What was printed; nothing for null.</summary>
    public static void WriteLog(StringBuilder html, string title, string? text)
    {
        if (text is not null) html.Append($"<h3>{title}</h3><pre class=\"log\" tabindex=\"0\">{Markup.Escape(text)}</pre>");
    }

    private void WriteNamed(StringBuilder html, string title, IReadOnlyList<NamedObject> named, bool withMakers)
    {
        if (named.Count == 0) return;
        html.Append($"<h3>{title}</h3><ul class=\"named\">");
        foreach (var (name, id) in named.Take(MostNamed))
        {
            var maker = withMakers && _makers.TryGetValue(id, out var place) ? $" from <a href=\"#t{place}\">{Markup.Escape(story.Tasks[place].Record.Name)}</a>" : "";
            html.Append($"<li>{Markup.Escape(Markup.Cut(name, 120))} <code class=\"id\" title=\"{id}\">{id.Abbreviated()}</code>{maker}</li>");
        }
        if (named.Count > MostNamed) html.Append($"<li>… {named.Count - MostNamed} more</li>");
        html.Append("</ul>");
    }

    private static void WriteCost(StringBuilder html, TaskStory task)
    {
        if (task.Attempt is not { Attempt: var attempt } numbered) return;
        html.Append($"<h3>Cost</h3><p class=\"meta\">{(task.Record.Decision == Decision.Cached ? "<span>when its result was made</span>" : "")}<span>{Quantity.Duration(attempt.EndedAt - attempt.StartedAt)}</span>");
        if (attempt.CpuTime is { } cpu) html.Append($"<span>{Quantity.Duration(cpu)} of processor time</span>");
        if (attempt.PeakMemory is { } peak) html.Append($"<span>{Quantity.Size(peak)} at most</span>");
        if (attempt.ExitCode is { } exit) html.Append($"<span>exit {exit}</span>");
        html.Append($"<span>attempt {numbered.Number}</span><span>{Markup.Escape($"{attempt.Runner} {attempt.RunnerVersion}".TrimEnd())}</span></p>");
        if (attempt.Timings is not { } t) return;
        var whole = (t.Load + t.Decode + t.Call + t.Encode).TotalSeconds;
        if (whole <= 0) return;
        html.Append("<div class=\"parts\" role=\"img\" aria-label=\"Where the time went\">");
        foreach (var (name, time) in new[] { ("load", t.Load), ("decode", t.Decode), ("call", t.Call), ("encode", t.Encode) })
            if (time > TimeSpan.Zero) html.Append($"<span class=\"part p-{name}\" style=\"flex-grow:{Markup.Number(Math.Max(1, time.TotalSeconds / whole * 1000))}\" title=\"{name}: {Quantity.Duration(time)}\"><span>{name} {Quantity.Duration(time)}</span></span>");
        html.Append("</div>");
    }

    private static Dictionary<ObjectId, int> MakersOf(RunStory story)
    {
        var makers = new Dictionary<ObjectId, int>();
        for (var i = 0; i < story.Tasks.Count; i++)
            if (story.Tasks[i].Record.Output is { } output) makers.TryAdd(output, i);
        return makers;
    }
}
