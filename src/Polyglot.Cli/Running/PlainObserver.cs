using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Errors;
using Polyglot.Cli.Rendering;
using Polyglot.Dataflow;
using Polyglot.Dataflow.Planning;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.Cli.Running;

/// <summary>Prints a line per decided task and, when asked, what tasks print. For files, pipes and CI.</summary>
internal sealed class PlainObserver : IRunObserver, IDisposable
{
    private static readonly TimeSpan LongPreparation = TimeSpan.FromSeconds(2);

    private readonly Session _session;
    private readonly bool _verbose;
    private readonly ITimer _preparing;
    private readonly Dictionary<(string Task, StreamKind Stream), LineAssembler> _lines = [];
    private int _nameWidth;
    private bool _showsCached;

    public PlainObserver(Session session, bool verbose)
    {
        _session = session;
        _verbose = verbose;
        // A first start of a runtime may take a while; nobody should have to guess what is going on.
        _preparing = session.Time.CreateTimer(_ => session.Error.WriteLine(CliMessages.Preparing), null, LongPreparation, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether tasks that were found in the store get a line too, unless there are many.</summary>
    public bool ShowsFound { get; init; } = true;

    public void Dispose() => _preparing.Dispose();

    public void PlanReady(DataflowPlan plan)
    {
        _preparing.Dispose();
        _nameWidth = plan.Tasks.Count == 0 ? 0 : Math.Min(40, plan.Tasks.Max(t => DisplayWidth.Of(t.Name)));
        _showsCached = _verbose || (ShowsFound && plan.Counts.UpToDate <= RunReport.MostCachedShown);
    }

    public void TaskStarted(TaskStart start)
    {
        if (!_verbose) return;
        Print($"{start.Task}: started ({start.Runner}{(start.Joined ? ", waiting for another process" : "")})");
    }

    public void TaskProgress(string task, double? fraction, string message)
    {
    }

    public void TaskOutput(string task, StreamKind stream, ReadOnlySpan<byte> bytes)
    {
        if (!_verbose) return;
        if (!_lines.TryGetValue((task, stream), out var lines)) _lines[(task, stream)] = lines = new LineAssembler();
        foreach (var line in lines.Take(bytes)) Print($"{task}: {line}");
    }

    public void TaskLog(string task, TaskLogLevel level, string message)
    {
        if (_verbose || level >= TaskLogLevel.Warning) Print($"{task}: {level.ToString().ToLowerInvariant()}: {message}");
    }

    public void TaskEnded(TaskRow row)
    {
        foreach (var stream in new[] { StreamKind.Stdout, StreamKind.Stderr })
            if (_lines.Remove((row.Name, stream), out var lines) && lines.Rest() is { } rest) Print($"{row.Name}: {rest}");
        if (row.Decision == Decision.Cached && !_showsCached) return;
        _session.Out.WriteLine(TaskLine.Of(row, _nameWidth, _session.Palette));
        _session.Out.Flush();
    }

    public void RunEnded(RunSummary summary)
    {
    }

    private void Print(string line)
    {
        _session.Out.WriteLine(Printable.Of(line));
        _session.Out.Flush();
    }
}
