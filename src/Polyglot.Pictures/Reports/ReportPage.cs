using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Polyglot.Pictures.Drawing;
using Polyglot.Pictures.Graphs;
using Polyglot.Pictures.Text;
using Polyglot.Store;

namespace Polyglot.Pictures.Reports;

/// <summary>
/// A run as one HTML page that needs nothing else: no server, no network, no other file. Its policy forbids everything but its own script, and
/// everything that comes from tasks is escaped. Pure.
/// </summary>
/// <param name="why">A few words for a reason.</param>
public sealed class ReportPage(Func<Reason, string> why)
{
    /// <summary>What the page says made it; tells a report from other files.</summary>
    public const string Generator = "<meta name=\"generator\" content=\"polyglot report\">";

    private const int MostFailures = 20;
    private const int MostDrawn = 2_500;

    /// <summary>The page.</summary>
    public string Html(RunStory story)
    {
        ArgumentNullException.ThrowIfNull(story);
        var chain = LongestChain.Of(story);
        var script = Resource.Read("report.js");
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        var name = Markup.Escape(story.Run.Dataflow);
        var html = new StringBuilder();
        html.Append($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            {Generator}
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{name} · run {story.Run.Id}</title>
            <style>
            {Resource.Read("graph.css")}{Resource.Read("report.css")}</style>
            </head>
            <body>
            <a class="skip" href="#tasks">To the tasks</a>

            """);
        WriteHeader(html, story);
        html.Append("<main>\n");
        WriteFailures(html, story);
        WriteTiles(html, story);
        WriteGraph(html, story);
        html.Append(TimelineSection.Html(story, chain));
        WriteOutputs(html, story);
        WriteTasks(html, story);
        html.Append($"</main>\n<script>{script}</script>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static void WriteHeader(StringBuilder html, RunStory story)
    {
        var run = story.Run;
        var (state, word) = run.Status switch
        {
            RunStatus.Succeeded => ("ran", "succeeded"),
            RunStatus.Failed => ("failed", "failed"),
            _ => ("cancelled", "cancelled"),
        };
        html.Append($"<header><h1>{Markup.Escape(run.Dataflow)} <span class=\"state s-{state}\">{word}</span></h1><p class=\"meta\">");
        html.Append($"<time datetime=\"{run.StartedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}\">{run.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}</time>");
        html.Append($"<span>{Quantity.Duration(run.EndedAt - run.StartedAt)}</span><span>run <code>{run.Id}</code></span></p></header>\n");
    }

    private static void WriteFailures(StringBuilder html, RunStory story)
    {
        var failed = Enumerable.Range(0, story.Tasks.Count).Where(i => story.Tasks[i].Record.Decision == Decision.Failed).ToList();
        if (failed.Count == 0) return;
        var blocked = story.Tasks.Count(task => task.Record.Decision == Decision.Blocked);
        html.Append($"<section class=\"failures\" aria-labelledby=\"failures-h\"><h2 id=\"failures-h\">{Quantity.Count(failed.Count, "task")} failed{(blocked > 0 ? $", {blocked} could not run" : "")}</h2><ul>");
        foreach (var i in failed.Take(MostFailures))
        {
            var error = story.Tasks[i].Attempt?.Attempt.Error;
            html.Append($"<li><a href=\"#t{i}\">{Markup.Escape(story.Tasks[i].Record.Name)}</a> {Markup.Escape(Markup.Cut(error is null ? "" : TaskSection.Headline(error), 300))}</li>");
        }
        if (failed.Count > MostFailures) html.Append($"<li>… {failed.Count - MostFailures} more</li>");
        html.Append("</ul></section>\n");
    }

    private static void WriteTiles(StringBuilder html, RunStory story)
    {
        var wall = story.Run.EndedAt - story.Run.StartedAt;
        var busy = story.Tasks.Where(task => task.HasTime).Aggregate(TimeSpan.Zero, (sum, task) => sum + task.Elapsed);
        var found = story.Tasks.Where(task => task.Record.Decision == Decision.Cached).ToList();
        var saved = found.Aggregate(TimeSpan.Zero, (sum, task) => task.Attempt is { Attempt: var a } ? sum + (a.EndedAt - a.StartedAt) : sum);
        var peak = story.Tasks.Where(task => task.HasTime).Select(task => (task.Record.Name, Peak: task.Attempt?.Attempt.PeakMemory ?? 0)).DefaultIfEmpty().MaxBy(t => t.Peak);
        html.Append("<dl class=\"tiles\">");
        Tile("took", Quantity.Duration(wall), busy > wall * 1.05 ? $"{Quantity.Duration(busy)} of work, side by side" : "");
        var ran = story.Tasks.Count(task => task.Record.Decision is Decision.Ran or Decision.Joined);
        Tile("ran", $"{ran} of {story.Tasks.Count}", "tasks");
        Tile("found", $"{found.Count}", found.Count == 0 ? "nothing was known before" : saved > TimeSpan.FromMilliseconds(5) ? $"saved {Quantity.Duration(saved)}" : "results known before");
        if (peak.Peak > 0) Tile("most memory", Quantity.Size(peak.Peak), peak.Name);
        html.Append("</dl>\n");

        void Tile(string title, string value, string note) => html.Append($"<div><dt>{title}</dt><dd>{Markup.Escape(value)}</dd><dd class=\"tile-note\">{Markup.Escape(Markup.Cut(note, 60))}</dd></div>");
    }

    private static void WriteGraph(StringBuilder html, RunStory story)
    {
        var folded = Folding.Fold(story.Picture);
        html.Append("<section id=\"dataflow\" aria-labelledby=\"dataflow-h\"><h2 id=\"dataflow-h\">Dataflow</h2>");
        if (folded.Nodes.Count > MostDrawn)
        {
            html.Append($"<p class=\"note\">{Quantity.Count(folded.Nodes.Count, "node")} are too many to be drawn here: <code>polyglot graph -o graph.svg</code> draws them.</p></section>\n");
            return;
        }
        html.Append($"<div class=\"scroll drawing\" tabindex=\"0\">{SvgDrawing.Element(folded)}</div>");
        var folds = folded.Nodes.Sum(node => node.Members.Count);
        if (folds > 0) html.Append($"<p class=\"note\">{folds} tasks and inputs with the same place in the dataflow are drawn together.</p>");
        html.Append("</section>\n");
    }

    private static void WriteOutputs(StringBuilder html, RunStory story)
    {
        if (story.Outputs.Count == 0) return;
        html.Append("<section id=\"outputs\" aria-labelledby=\"outputs-h\"><h2 id=\"outputs-h\">Outputs</h2>");
        foreach (var output in story.Outputs)
        {
            var place = -1;
            for (var i = 0; i < story.Tasks.Count && place < 0; i++)
                if (story.Tasks[i].Record.Name == output.Task) place = i;
            var maker = place >= 0 ? $"<a href=\"#t{place}\">{Markup.Escape(output.Task)}</a>" : Markup.Escape(output.Task);
            html.Append($"<article class=\"output\"><h3>{Markup.Escape(output.Path)} <span class=\"by\">by {maker}</span></h3>{TaskSection.ValueLine(output.Value)}{output.Value.Html}</article>");
        }
        html.Append("</section>\n");
    }

    private void WriteTasks(StringBuilder html, RunStory story)
    {
        var states = story.Tasks.Select(task => PictureStates.Of(task.Record.Decision)).CountBy(state => state).OrderByDescending(c => PictureStates.Weight(c.Key)).ToList();
        html.Append("<section id=\"tasks\" aria-labelledby=\"tasks-h\" tabindex=\"-1\"><h2 id=\"tasks-h\">Tasks</h2><div class=\"tools\" hidden><label>Find <input id=\"find\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\"></label><div role=\"group\" aria-label=\"States\">");
        foreach (var (state, count) in states) html.Append($"<button type=\"button\" class=\"chip s-{PictureStates.Class(state)}\" data-state=\"{PictureStates.Class(state)}\" aria-pressed=\"true\">{PictureStates.Word(state)} {count}</button>");
        html.Append("</div><button type=\"button\" id=\"toggle\">Open all</button><span id=\"count\" role=\"status\"></span></div>\n");
        var section = new TaskSection(story, why);
        var rest = new List<int>();
        for (var i = 0; i < story.Tasks.Count; i++)
        {
            if (story.Tasks[i].Details is null) rest.Add(i);
            else html.Append(section.Html(i));
        }
        if (rest.Count > 0) WriteRest(html, story, rest, section);
        html.Append("</section>\n");
    }

    // Rows of data, of which the script shows those that are asked for. The writer's own escapes keep them from ending the element.
    private static void WriteRest(StringBuilder html, RunStory story, List<int> rest, TaskSection section)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var i in rest)
            {
                var task = story.Tasks[i];
                writer.WriteStartArray();
                writer.WriteNumberValue(i);
                writer.WriteStringValue(task.Record.Name);
                writer.WriteStringValue(PictureStates.Class(PictureStates.Of(task.Record.Decision)));
                writer.WriteStringValue(task.Runner);
                writer.WriteStringValue(task.HasTime ? Quantity.Duration(task.Elapsed) : "");
                writer.WriteStringValue(task.HasTime && task.Attempt?.Attempt.PeakMemory is { } peak ? Quantity.Size(peak) : "");
                writer.WriteStringValue(Markup.Cut(section.Words(task), 200));
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
        }
        html.Append($"<h3>{Quantity.Count(rest.Count, "more task")}</h3><p class=\"note\">A line each: the page has room for the details of {story.Tasks.Count - rest.Count}. <code>polyglot log TASK</code> shows the rest.</p>");
        html.Append("<div class=\"scroll\"><table class=\"data\" id=\"rest\"><thead><tr><th scope=\"col\">task</th><th scope=\"col\">result</th><th scope=\"col\">runner</th><th scope=\"col\" class=\"number\">time</th><th scope=\"col\" class=\"number\">memory</th><th scope=\"col\">why</th></tr></thead><tbody></tbody></table></div><button type=\"button\" id=\"more\" hidden>Show more</button>");
        html.Append($"<script type=\"application/json\" id=\"rest-data\">{Encoding.UTF8.GetString(buffer.WrittenSpan)}</script>");
    }
}
