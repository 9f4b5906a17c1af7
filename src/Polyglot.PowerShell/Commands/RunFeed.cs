using Polyglot.Dataflow;
using Polyglot.Dataflow.Planning;
using Polyglot.Pictures.Text;
using Polyglot.PowerShell.Shell;
using Polyglot.Runners;
using Polyglot.Store;

namespace Polyglot.PowerShell.Commands;

/// <summary>
/// Tells the shell of a run: progress, a line for the run and one for each of the tasks that run longest; with <c>-Verbose</c> what tasks print; warnings. Called on any
/// thread, it speaks on the shell's.
/// </summary>
/// <param name="shell">Who is told.</param>
/// <param name="thread">Where it may be told.</param>
internal sealed class RunFeed(IShell shell, CallingThread thread) : IRunObserver
{
    private const int RunLine = 1;
    private const int MostTasks = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Task, StreamKind Stream), LineAssembler> _lines = [];
    private readonly List<Running> _running = [];
    private readonly HashSet<int> _shown = [];
    private string _dataflow = "";
    private int _total;
    private int _done;
    private int _failed;
    private bool _isEnded;
    private bool _isPending;

    public void PlanReady(DataflowPlan plan)
    {
        lock (_lock) (_dataflow, _total) = (plan.Dataflow, plan.Tasks.Count);
        Refresh();
    }

    public void TaskStarted(TaskStart start)
    {
        lock (_lock)
        {
            var line = Enumerable.Range(RunLine + 1, MostTasks).FirstOrDefault(id => _running.TrueForAll(task => task.Line != id));
            _running.Add(new Running(start.Task, start.Runner, line));
        }
        Detail($"{start.Task}: {(start.Joined ? "another process runs it" : $"started ({start.Runner}; {ReasonWords.Of(start.Reason)})")}");
        Refresh();
    }

    public void TaskProgress(string task, double? fraction, string message)
    {
        lock (_lock)
        {
            if (_running.Find(running => running.Name == task) is not { } found) return;
            (found.Fraction, found.Message) = (fraction, message);
        }
        Refresh();
    }

    public void TaskOutput(string task, StreamKind stream, ReadOnlySpan<byte> bytes)
    {
        if (!shell.ShowsDetail) return;
        if (!_lines.TryGetValue((task, stream), out var lines)) _lines[(task, stream)] = lines = new LineAssembler();
        foreach (var line in lines.Take(bytes)) Detail($"{task}: {line}");
    }

    public void TaskLog(string task, TaskLogLevel level, string message)
    {
        if (level >= TaskLogLevel.Warning) thread.Post(() => shell.Warn($"{task}: {message}"));
        else Detail($"{task}: {message}");
    }

    public void TaskEnded(TaskRow row)
    {
        lock (_lock)
        {
            _running.RemoveAll(task => task.Name == row.Name);
            _done++;
            if (row.Decision == Decision.Failed) _failed++;
        }
        foreach (var stream in new[] { StreamKind.Stdout, StreamKind.Stderr })
            if (_lines.Remove((row.Name, stream), out var lines) && lines.Rest() is { } rest) Detail($"{row.Name}: {rest}");
        if (row.Decision != Decision.Cached) Detail($"{row.Name}: {row.Decision.ToString().ToLowerInvariant()}, {Quantity.Duration(row.Elapsed)}");
        Refresh();
    }

    public void RunEnded(RunSummary summary) => End();

    /// <summary>Takes the progress away; also where a run never began.</summary>
    public void End()
    {
        lock (_lock) _isEnded = true;
        Refresh();
    }

    private void Detail(string line)
    {
        if (shell.ShowsDetail) thread.Post(() => shell.Detail(line));
    }

    // However much happens, one picture of it waits to be drawn. Nothing is posted under the lock, which the one who draws takes.
    private void Refresh()
    {
        lock (_lock)
        {
            if (_isPending) return;
            _isPending = true;
        }
        thread.Post(Draw);
    }

    private void Draw()
    {
        List<ProgressStep> steps;
        lock (_lock)
        {
            _isPending = false;
            steps = Steps();
        }
        foreach (var step in steps) shell.Progress(step);
    }

    private List<ProgressStep> Steps()
    {
        var steps = new List<ProgressStep>();
        var lines = _isEnded ? [] : _running.Where(task => task.Line > 0).ToDictionary(task => task.Line);
        foreach (var gone in _shown.Where(id => !lines.ContainsKey(id) && (id != RunLine || _isEnded)).ToList())
        {
            steps.Add(new ProgressStep(gone, Title, "done") { IsDone = true });
            _shown.Remove(gone);
        }
        if (_isEnded || _total == 0) return steps;
        _shown.Add(RunLine);
        var now = string.Join(", ", _running.Take(MostTasks).Select(task => task.Name));
        steps.Add(new ProgressStep(RunLine, Title, $"{_done} of {Quantity.Count(_total, "task")}{(_failed == 0 ? "" : $", {_failed} failed")}")
        {
            Percent = (int)(100L * _done / _total),
            Now = now.Length == 0 ? null : now,
        });
        foreach (var task in lines.Values)
        {
            _shown.Add(task.Line);
            steps.Add(new ProgressStep(task.Line, task.Name, task.Runner)
            {
                Parent = RunLine,
                Percent = task.Fraction is { } fraction ? (int)(100 * Math.Clamp(fraction, 0, 1)) : null,
                Now = task.Message.Length == 0 ? null : task.Message,
            });
        }
        return steps;
    }

    private string Title => $"Bringing {_dataflow} up to date";

    private sealed class Running(string name, string runner, int line)
    {
        public string Name => name;

        public string Runner => runner;

        /// <summary>Its line of the display; 0 for none.</summary>
        public int Line => line;

        public double? Fraction { get; set; }

        public string Message { get; set; } = "";
    }
}
