using Polyglot.Dataflow;
using Polyglot.Store;

namespace Polyglot.Cli.Running;

/// <summary>A task that runs now.</summary>
internal sealed class RunningTask(string name, string runner, long startedAt)
{
    public string Name { get; } = name;

    public string Runner { get; } = runner;

    /// <summary>A timestamp of the clock.</summary>
    public long StartedAt { get; } = startedAt;

    /// <summary>0 to 1; null while it does not say.</summary>
    public double? Fraction { get; set; }

    /// <summary>What it said last: a progress message or a line of output.</summary>
    public string LastLine { get; set; } = "";
}

/// <summary>Where a run stands. Not thread-safe.</summary>
internal sealed class RunProgress(TimeProvider clock)
{
    private readonly List<RunningTask> _running = [];

    /// <summary>When it began: a timestamp of the clock.</summary>
    public long StartedAt { get; } = clock.GetTimestamp();

    /// <summary>How many tasks there are; null until the plan is made.</summary>
    public int? Total { get; set; }

    /// <summary>How many are decided.</summary>
    public int Done { get; private set; }

    /// <summary>How many of those were found in the store.</summary>
    public int Cached { get; private set; }

    /// <summary>How many of those failed.</summary>
    public int Failed { get; private set; }

    /// <summary>In the order in which they began.</summary>
    public IReadOnlyList<RunningTask> Running => _running;

    /// <summary>Said in place of the usual words: why the run is ending early.</summary>
    public string? Notice { get; set; }

    public void Start(TaskStart start) => _running.Add(new RunningTask(start.Task, start.Runner, clock.GetTimestamp()) { LastLine = start.Joined ? "another process runs it" : "" });

    public RunningTask? Find(string name) => _running.Find(t => t.Name == name);

    public void End(TaskRow row)
    {
        _running.RemoveAll(t => t.Name == row.Name);
        Done++;
        if (row.Decision == Decision.Cached) Cached++;
        if (row.Decision == Decision.Failed) Failed++;
    }
}
