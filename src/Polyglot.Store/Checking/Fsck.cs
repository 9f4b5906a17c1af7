namespace Polyglot.Store;

/// <summary>Checks a whole repository: every object by its content, and everything that names an object. Reads only; others may go on working meanwhile.</summary>
public static class Fsck
{
    /// <summary>Runs all checks.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="progress">Told now and then, from this thread; null for nobody.</param>
    /// <param name="cancellationToken">Asked before every file.</param>
    /// <returns>Every defect, in the order found: objects, refs, executions, runs, scratch.</returns>
    public static IReadOnlyList<Finding> Run(Repository repository, IProgress<FsckProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var check = new FsckCheck(repository, progress, cancellationToken);
        check.Objects();
        check.Refs();
        check.Executions();
        check.Runs();
        check.Scratch();
        return check.Findings;
    }

    /// <summary>
    /// Repairs what was found: moves what is bad to <c>lost/</c>, forgets the executions whose output is lost, so that they are computed again,
    /// and removes what dead processes left. Nothing is deleted that held results.
    /// </summary>
    /// <returns>How many findings were dealt with; missing objects cannot be.</returns>
    public static int Repair(Repository repository, IReadOnlyList<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(findings);
        return findings.Count(finding => FsckRepair.Repair(repository, finding));
    }
}
