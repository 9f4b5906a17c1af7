using Polyglot.Store;

namespace Polyglot.PowerShell;

/// <summary>An archive that was written or taken in. Immutable.</summary>
public sealed record PolyglotArchive
{
    /// <summary>The file.</summary>
    public required string Archive { get; init; }

    /// <summary>Ids of the runs in it.</summary>
    public required string[] Runs { get; init; }

    /// <summary>How many executions it has.</summary>
    public required int Executions { get; init; }

    /// <summary>How many objects it has.</summary>
    public required int Objects { get; init; }

    /// <summary>Their bytes.</summary>
    public required long Size { get; init; }

    /// <summary>How many objects the repository did not have; null where it was written.</summary>
    public int? NewObjects { get; init; }

    /// <summary>How many results the repository did not have; null where it was written.</summary>
    public int? NewExecutions { get; init; }

    /// <summary>Ids of runs that the repository did not have; null where it was written.</summary>
    public string[]? NewRuns { get; init; }

    /// <summary>The project's folder.</summary>
    public required string Project { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Archive;

    internal static PolyglotArchive Of(string file, Bundle bundle, TransferReport? report, string project) => new()
    {
        Archive = file,
        Runs = [.. bundle.Runs.Select(run => run.Id.ToString())],
        Executions = bundle.Executions.Count,
        Objects = bundle.Objects.Count,
        Size = bundle.Size,
        NewObjects = report?.NewObjects,
        NewExecutions = report?.NewExecutions,
        NewRuns = report is null ? null : [.. report.NewRuns.Select(id => id.ToString())],
        Project = project,
    };
}
