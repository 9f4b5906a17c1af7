using Polyglot.Pictures.Text;
using Polyglot.Store;

namespace Polyglot.PowerShell;

/// <summary>A task of a run. Immutable.</summary>
public sealed record PolyglotTask
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What was done: Ran, Cached, Joined, Failed, Blocked or Cancelled.</summary>
    public required string Decision { get; init; }

    /// <summary>Why it had to run; empty where it did not.</summary>
    public required string Reason { get; init; }

    /// <summary>How long it took; zero where nothing ran.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The object that it gave; null where there is none.</summary>
    public string? Output { get; init; }

    /// <summary>The execution, by which its result is found; null where an input was never known.</summary>
    public string? Execution { get; init; }

    /// <summary>The run.</summary>
    public required string Run { get; init; }

    /// <summary>The project's folder.</summary>
    public required string Project { get; init; }

    /// <summary>How it was tried last; null where it was not asked for (<c>-Detailed</c>) or nothing is known.</summary>
    public PolyglotAttempt? Attempt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static PolyglotTask Of(TaskRecord task, RunId run, string project) => new()
    {
        Name = task.Name,
        Decision = task.Decision.ToString(),
        Reason = ReasonWords.Of(task.Reason),
        Duration = task.EndedAt - task.StartedAt,
        Output = task.Output?.ToString(),
        Execution = task.Execution?.ToString(),
        Run = run.ToString(),
        Project = project,
    };
}

/// <summary>A try at a task. Immutable.</summary>
public sealed record PolyglotAttempt
{
    /// <summary>Which one, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Ok, Failed, Cancelled or Faulted.</summary>
    public required string Status { get; init; }

    /// <summary>The runner, with its version where it says it.</summary>
    public required string Runner { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The largest memory in use, in bytes; null where it is not known.</summary>
    public long? PeakMemory { get; init; }

    /// <summary>Processor time; null where it is not known.</summary>
    public TimeSpan? ProcessorTime { get; init; }

    /// <summary>The exit code of a program that ran for this alone; null for a warm worker.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What it wrote to standard output.</summary>
    public required string StandardOutput { get; init; }

    /// <summary>What it wrote to standard error.</summary>
    public required string StandardError { get; init; }

    /// <summary>Why it did not succeed, in one line; null where it did.</summary>
    public string? Error { get; init; }

    /// <summary>The language's own account of the error; null where there is none.</summary>
    public string? ErrorDetails { get; init; }
}
