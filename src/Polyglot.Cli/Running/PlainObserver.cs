using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Rendering;
using Polyglot.Dataflow;
using Polyglot.Dataflow.Planning;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Cli.Running;

/// <summary>Prints a line per decided task and, when asked, what tasks print. For files, pipes and CI.</summary>
internal sealed class PlainObserver(Session session, bool verbose) : IRunObserver
{
    private readonly Dictionary<(string Task, StreamKind Stream), LineAssembler> _lines = [];
    private int _nameWidth;
    private bool _showsCached;

    public void PlanReady(DataflowPlan plan)
    {
        _nameWidth = plan.Tasks.Count == 0 ? 0 : Math.Min(40, plan.Tasks.Max(t => DisplayWidth.Of(t.Name)));
        _showsCached = verbose || plan.Counts.UpToDate <= RunReport.MostCachedShown;
    }

    public void TaskStarted(TaskStart start)
    {
        if (!verbose) return;
        Print($"{start.Task}: started ({start.Runner}{(start.Joined ? ", waiting for another process" : "")})");
    }

    public void TaskProgress(string task, double? fraction, string message)
    {
    }

    public void TaskOutput(string task, StreamKind stream, ReadOnlySpan<byte> bytes)
    {
        if (!verbose) return;
        if (!_lines.TryGetValue((task, stream), out var lines)) _lines[(task, stream)] = lines = new LineAssembler();
        foreach (var line in lines.Take(bytes)) Print($"{task}: {line}");
    }

    public void TaskLog(string task, TaskLogLevel level, string message)
    {
        if (verbose || level >= TaskLogLevel.Warning) Print($"{task}: {level.ToString().ToLowerInvariant()}: {message}");
    }

    public void TaskEnded(TaskRow row)
    {
        foreach (var stream in new[] { StreamKind.Stdout, StreamKind.Stderr })
            if (_lines.Remove((row.Name, stream), out var lines) && lines.Rest() is { } rest) Print($"{row.Name}: {rest}");
        if (row.Decision == Decision.Cached && !_showsCached) return;
        session.Out.WriteLine(TaskLine.Of(row, _nameWidth, session.Palette));
        session.Out.Flush();
    }

    public void RunEnded(RunSummary summary)
    {
    }

    private void Print(string line)
    {
        session.Out.WriteLine(Printable.Of(line));
        session.Out.Flush();
    }
}
