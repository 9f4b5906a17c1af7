using Polyglot.Cli.Errors;
using Polyglot.Cli.Rendering;

namespace Polyglot.Cli.Running;

/// <summary>Draws where a run stands: a line per running task, and the totals. Pure.</summary>
internal sealed class ProgressView(Palette palette, bool unicode)
{
    private const int BarWidth = 16;

    private static readonly string[] Braille = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
    private static readonly string[] Ascii = ["|", "/", "-", "\\"];

    /// <summary>The lines, none wider than <paramref name="width"/>.</summary>
    /// <param name="progress">Where the run stands.</param>
    /// <param name="clock">The clock that the run's timestamps are of.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="mostTasks">How many running tasks are shown.</param>
    /// <param name="frame">Counts redraws; turns the spinner.</param>
    public IReadOnlyList<string> Draw(RunProgress progress, TimeProvider clock, int width, int mostTasks, int frame)
    {
        var lines = new List<string>();
        var shown = progress.Running.Take(mostTasks).ToList();
        var names = shown.Count == 0 ? 0 : Math.Min(shown.Max(t => DisplayWidth.Of(t.Name)), Math.Max(8, width / 3));
        var spinner = unicode ? Braille : Ascii;
        foreach (var task in shown)
        {
            var name = DisplayWidth.Pad(DisplayWidth.Cut(Printable.Of(task.Name), names), names);
            var elapsed = Quantity.Duration(clock.GetElapsedTime(task.StartedAt));
            // Every part but the last has its own colour, so the text is cut before it is painted.
            var head = $"{spinner[frame % spinner.Length]} {name}  ";
            var bar = task.Fraction is { } fraction ? Bar(fraction) : "";
            var middle = $"{DisplayWidth.Pad(elapsed, 8, right: true)}  {task.Runner}";
            var room = width - DisplayWidth.Of(head) - DisplayWidth.Of(bar) - DisplayWidth.Of(middle) - 2;
            var tail = room >= 6 && task.LastLine.Length > 0 ? "  " + DisplayWidth.Cut(Printable.Of(task.LastLine), room) : "";
            lines.Add(Fit(head, bar, middle, tail, width));
        }
        if (progress.Running.Count > shown.Count) lines.Add(palette.Dim($"  and {progress.Running.Count - shown.Count} more"));
        lines.Add(Totals(progress, clock, width));
        return lines;
    }

    private string Fit(string head, string bar, string middle, string tail, int width)
    {
        var plain = head + bar + middle + tail;
        return DisplayWidth.Of(plain) > width ? DisplayWidth.Cut(plain, width) : palette.Cyan(head[..1]) + palette.Bold(head[1..]) + palette.Green(bar) + middle + palette.Dim(tail);
    }

    private string Bar(double fraction)
    {
        var share = Math.Clamp(fraction, 0, 1);
        var full = (int)(share * BarWidth);
        var (done, left) = unicode ? ('━', '╌') : ('#', '.');
        return $"{new string(done, full)}{new string(left, BarWidth - full)} {(int)(share * 100),3} %  ";
    }

    private string Totals(RunProgress progress, TimeProvider clock, int width)
    {
        var words = new List<string> { progress.Total is { } total ? $"{progress.Done}/{total} done" : CliMessages.Preparing };
        if (progress.Cached > 0) words.Add($"{progress.Cached} cached");
        if (progress.Failed > 0) words.Add($"{progress.Failed} failed");
        words.Add(Quantity.Duration(clock.GetElapsedTime(progress.StartedAt)));
        if (progress.Notice is not null) words.Insert(0, progress.Notice);
        var text = DisplayWidth.Cut(string.Join(unicode ? " · " : ", ", words), width);
        return progress.Notice is null ? palette.Dim(text) : palette.Yellow(text);
    }
}
