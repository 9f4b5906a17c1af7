using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Rendering.Explaining;
using Polyglot.Dataflow;
using Polyglot.Dataflow.Explaining;
using Polyglot.Store;

namespace Polyglot.Cli.Running;

/// <summary>What is printed when a run has ended: the table, the failures with what to do, the totals and where the outputs are.</summary>
internal static class RunReport
{
    /// <summary>More tasks than this that were found in the store are counted, not listed.</summary>
    public const int MostCachedShown = 40;

    private const int MostFailures = 10;
    private const int MostOutputs = 8;
    private const int MostCauses = 4;

    /// <summary>Prints it.</summary>
    /// <param name="session">Where.</param>
    /// <param name="summary">The run.</param>
    /// <param name="projectDirectory">File names below it are shown relative to it.</param>
    /// <param name="withTable">Whether every task is listed: not where a line per task was printed already.</param>
    public static void Write(Session session, RunSummary summary, string projectDirectory, bool withTable)
    {
        var to = session.Out;
        if (withTable) WriteTable(session, summary);
        WriteFailures(session, summary, projectDirectory);
        if (summary.Problems.Count > 0) ProblemWriter.Write(to, [.. summary.Problems.Select(Problems.Of)], session.Palette);
        to.WriteLine(Totals(summary, session.Palette));
        WriteCauses(session, summary);
        WriteOutputs(session, summary);
    }

    /// <summary>The exit code of a run: outputs that could not be written are a fault too.</summary>
    public static ExitCode CodeOf(RunSummary summary) =>
        CodeOf(summary.Verdict) is var code && code == ExitCode.Ok && summary.Problems.Count > 0 ? ExitCode.Fault : code;

    /// <summary>The exit code of a verdict.</summary>
    public static ExitCode CodeOf(RunVerdict verdict) => verdict switch
    {
        RunVerdict.Succeeded => ExitCode.Ok,
        RunVerdict.TasksFailed => ExitCode.TaskFailed,
        RunVerdict.Faulted => ExitCode.Fault,
        RunVerdict.Cancelled => ExitCode.Interrupted,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, null),
    };

    private static void WriteTable(Session session, RunSummary summary)
    {
        var hidesCached = summary.Counts.Cached > MostCachedShown;
        var table = new TextTable(new Column("task"), new Column("result"), new Column("time", Right: true), new Column("why", Shrinks: true));
        foreach (var row in summary.Rows.Where(r => !hidesCached || r.Decision != Decision.Cached))
        {
            var time = DecisionText.HasTime(row.Decision) ? Quantity.Duration(row.Elapsed) : "";
            table.Add(row.Name, new Cell(DecisionText.Of(row.Decision), DecisionText.ToneOf(row.Decision)), time, new Cell(TaskLine.Why(row), Tone.Dim));
        }
        if (table.Count == 0) return;
        table.Write(session.Out, session.Palette, session.Surface.Width);
    }

    private static void WriteFailures(Session session, RunSummary summary, string projectDirectory)
    {
        var failures = summary.Rows.Where(r => r.Error is not null).ToList();
        var report = new ErrorReport(projectDirectory, session.Palette);
        foreach (var row in failures.Take(MostFailures))
        {
            var side = row.Error!.Side == ErrorSide.Task ? "" : $" ({ErrorReport.SideText(row.Error.Side)} fault)";
            session.Out.WriteLine();
            session.Out.WriteLine($"{session.Palette.Red($"failed{side}:")} {session.Palette.Bold(Printable.Of(row.Name))}: {ErrorReport.Headline(row.Error)}");
            report.WriteShort(session.Out, row.Error, "  ");
            session.Out.WriteLine($"  {session.Palette.Cyan("next:")} `polyglot log {row.Name}` shows what it printed and the whole error");
        }
        if (failures.Count > MostFailures) session.Out.WriteLine($"and {failures.Count - MostFailures} more");
        if (failures.Count > 0) session.Out.WriteLine();
    }

    /// <summary><c>2 ran, 1 cached, 1 failed in 3.10 s</c>.</summary>
    private static string Totals(RunSummary summary, Palette palette)
    {
        var counts = summary.Counts;
        var parts = new List<string>();
        Add(counts.Failed, "failed", Tone.Bad);
        Add(counts.Blocked, "blocked", Tone.Warn);
        Add(counts.Cancelled, "cancelled", Tone.Warn);
        Add(counts.Ran, "ran", Tone.Good);
        Add(counts.Joined, "joined", Tone.Good);
        Add(counts.Cached, "cached", Tone.Plain);
        if (parts.Count == 0) parts.Add("no tasks");
        return $"{string.Join(", ", parts)} in {Quantity.Duration(summary.Elapsed)}{(counts.Total == counts.Cached && counts.Total > 0 ? "; everything is up to date" : "")}";

        void Add(int count, string word, Tone tone)
        {
            if (count > 0) parts.Add(palette.Paint($"{count} {word}", tone));
        }
    }

    /// <summary><c>because: input horizon changed: 520 -> 365</c>: where reasons end, which the lines of tasks far from there do not tell.</summary>
    private static void WriteCauses(Session session, RunSummary summary)
    {
        var causes = summary.Causes.Where(cause => cause.Leaf.Kind is not (LeafKind.NewTask or LeafKind.Forced or LeafKind.Failed or LeafKind.Missing)).ToList();
        if (causes.Count == 0) return;
        var more = causes.Count > MostCauses ? $"; and {causes.Count - MostCauses} more" : "";
        session.Out.WriteLine($"because: {string.Join("; ", causes.Take(MostCauses).Select(cause => Printable.Of(LeafWords.Of(cause))))}{more}");
    }

    private static void WriteOutputs(Session session, RunSummary summary)
    {
        if (summary.Published.Count == 0) return;
        var shown = summary.Published.Take(MostOutputs).Select(f => Printable.Of(f.Path) + (f.Written ? "" : " (unchanged)"));
        var more = summary.Published.Count > MostOutputs ? $" and {summary.Published.Count - MostOutputs} more" : "";
        session.Out.WriteLine($"outputs: {string.Join(", ", shown)}{more}");
    }
}
