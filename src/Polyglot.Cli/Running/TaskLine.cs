using Polyglot.Cli.Rendering;
using Polyglot.Dataflow;

namespace Polyglot.Cli.Running;

/// <summary>One decided task on a line: <c>clean  ran  0.31 s  (never ran)</c>.</summary>
internal static class TaskLine
{
    private const int DecisionWidth = 9;

    /// <summary>The line, without its end.</summary>
    /// <param name="row">The task.</param>
    /// <param name="nameWidth">Columns that names take, so that lines are aligned.</param>
    /// <param name="palette">The colours.</param>
    public static string Of(TaskRow row, int nameWidth, Palette palette)
    {
        var name = DisplayWidth.Pad(Printable.Of(row.Name), nameWidth);
        var time = DecisionText.HasTime(row.Decision) ? Quantity.Duration(row.Elapsed) : "";
        var why = Why(row);
        var decision = palette.Paint(DisplayWidth.Pad(DecisionText.Of(row.Decision), DecisionWidth), DecisionText.ToneOf(row.Decision));
        return $"{name}  {decision}  {DisplayWidth.Pad(time, 8, right: true)}{(why.Length > 0 ? $"  ({Printable.Of(why)})" : "")}".TrimEnd();
    }

    /// <summary>Why it ran, how often it was tried where that was more than once, and that it gave another result than before where it did.</summary>
    public static string Why(TaskRow row)
    {
        var why = ElementText.After(ReasonText.Of(row.Reason), row.Inner is null ? ElementWords.Of(row.Elements) : ElementWords.OfInner(row.Inner));
        if (row.Tries > 1) why = ElementText.After(why, $"tried {row.Tries} times");
        return row.DiffersFrom is null ? why : why.Length == 0 ? "gave another result than before" : $"{why}; gave another result than before";
    }
}
