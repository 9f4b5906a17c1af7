using Polyglot.Store;

namespace Polyglot.PowerShell;

/// <summary>A run as its record says. Immutable.</summary>
public sealed record PolyglotRun
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The dataflow's name.</summary>
    public required string Dataflow { get; init; }

    /// <summary>Succeeded, Failed or Cancelled.</summary>
    public required string Status { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How many tasks it was about.</summary>
    public required int Tasks { get; init; }

    /// <summary>How many of them ran.</summary>
    public required int Ran { get; init; }

    /// <summary>How many were found.</summary>
    public required int Cached { get; init; }

    /// <summary>How many failed.</summary>
    public required int Failed { get; init; }

    /// <summary>The paths of its outputs, relative to the project.</summary>
    public required string[] Outputs { get; init; }

    /// <summary>The project's folder.</summary>
    public required string Project { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Id;

    internal static PolyglotRun Of(RunRecord run, string project)
    {
        int Count(params ReadOnlySpan<Decision> decisions)
        {
            var count = 0;
            foreach (var task in run.Tasks)
                if (decisions.Contains(task.Decision)) count++;
            return count;
        }

        return new PolyglotRun
        {
            Id = run.Id.ToString(),
            Dataflow = run.Dataflow,
            Status = run.Status.ToString(),
            StartedAt = run.StartedAt.UtcDateTime,
            Duration = run.EndedAt - run.StartedAt,
            Tasks = run.Tasks.Count,
            Ran = Count(Decision.Ran),
            Cached = Count(Decision.Cached, Decision.Joined),
            Failed = Count(Decision.Failed),
            Outputs = [.. run.Outputs.Select(output => output.Path)],
            Project = project,
        };
    }
}
