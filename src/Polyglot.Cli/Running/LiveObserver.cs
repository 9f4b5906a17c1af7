using Polyglot.Cli.CommandLine;
using Polyglot.Cli.Rendering;
using Polyglot.Cli.Terminal;
using Polyglot.Dataflow;
using Polyglot.Dataflow.Planning;
using Polyglot.Runners;

namespace Polyglot.Cli.Running;

/// <summary>
/// Shows a run on a terminal: running tasks and totals, redrawn ten times a second at most, and gone when it is disposed.
/// Thread-safe: the run's events and the redraws come on different threads.
/// </summary>
internal sealed class LiveObserver : IRunObserver, IDisposable
{
    private const int MostTasks = 12;
    private const int DefaultWidth = 80;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Session _session;
    private readonly bool _verbose;
    private readonly LiveRegion _region;
    private readonly RunProgress _progress;
    private readonly ProgressView _view;
    private readonly ITimer _timer;
    private readonly Dictionary<(string Task, StreamKind Stream), LineAssembler> _lines = [];
    private int _frame;
    private bool _isClosed;

    public LiveObserver(Session session, bool verbose, bool unicode)
    {
        _session = session;
        _verbose = verbose;
        _region = new LiveRegion(session.Out);
        _progress = new RunProgress(session.Time);
        _view = new ProgressView(session.Palette, unicode);
        _timer = session.Time.CreateTimer(_ => Redraw(), null, Interval, Interval);
    }

    /// <summary>Says why the run is ending early.</summary>
    public void Notice(string text)
    {
        lock (_gate) _progress.Notice = text;
        Redraw();
    }

    /// <summary>Prints a line that stays, above what is redrawn.</summary>
    public void Print(string line)
    {
        lock (_gate) Above(line);
    }

    public void PlanReady(DataflowPlan plan)
    {
        lock (_gate) _progress.Total = plan.Counts.Total;
    }

    public void TaskStarted(TaskStart start)
    {
        lock (_gate) _progress.Start(start);
    }

    public void TaskProgress(string task, double? fraction, string message)
    {
        lock (_gate)
        {
            if (_progress.Find(task) is not { } running) return;
            running.Fraction = fraction;
            if (message.Length > 0) running.LastLine = message;
        }
    }

    public void TaskOutput(string task, StreamKind stream, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue((task, stream), out var assembler)) _lines[(task, stream)] = assembler = new LineAssembler();
            var lines = assembler.Take(bytes);
            Said(task, lines.LastOrDefault(l => l.Length > 0));
            if (_verbose)
                foreach (var line in lines) Above($"{task}: {line}");
        }
    }

    public void TaskLog(string task, TaskLogLevel level, string message)
    {
        lock (_gate)
        {
            Said(task, message);
            if (_verbose || level >= TaskLogLevel.Warning) Above($"{task}: {level.ToString().ToLowerInvariant()}: {message}");
        }
    }

    public void TaskEnded(TaskRow row)
    {
        lock (_gate)
        {
            foreach (var stream in new[] { StreamKind.Stdout, StreamKind.Stderr })
                if (_lines.Remove((row.Name, stream), out var lines) && lines.Rest() is { } rest && _verbose) Above($"{row.Name}: {rest}");
            _progress.End(row);
        }
    }

    public void RunEnded(RunSummary summary)
    {
    }

    /// <summary>Removes what is shown and restores the cursor.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _isClosed = true;
            _region.Close();
        }
    }

    private void Said(string task, string? line)
    {
        if (line is not null && _progress.Find(task) is { } running) running.LastLine = line;
    }

    private void Above(string line)
    {
        if (!_isClosed) _region.PrintAbove(Printable.Of(line));
    }

    private void Redraw()
    {
        lock (_gate)
        {
            // The last column stays empty: some terminals wrap a line that fills it.
            if (!_isClosed) _region.Show(_view.Draw(_progress, _session.Time, (_session.Surface.Width ?? DefaultWidth) - 1, MostTasks, _frame++));
        }
    }
}
