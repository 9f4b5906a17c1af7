using Polyglot.Dataflow.Exchange;
using Polyglot.PowerShell.Shell;
using Polyglot.Store;

namespace Polyglot.PowerShell.Commands;

/// <summary>Hands runs over: <c>Export-PolyglotRun</c>, <c>Import-PolyglotRun</c>.</summary>
/// <param name="at">Where.</param>
/// <param name="shell">Who is told.</param>
internal sealed class Exchange(Surroundings at, IShell shell)
{
    /// <summary>What is asked for before an archive is written.</summary>
    public const string ExportAction = "Write archive";

    /// <summary>What is asked for before an archive is taken in.</summary>
    public const string ImportAction = "Import archive";

    /// <summary>Writes an archive.</summary>
    /// <param name="project">An absolute path; null for the project of the current folder.</param>
    /// <param name="words">Runs, and tasks of the last run; the last run where there are none.</param>
    /// <param name="all">Every run and every tag instead.</param>
    /// <param name="file">An absolute path.</param>
    /// <param name="noClobber">A file that is there is left alone.</param>
    /// <param name="cancellationToken">Gives up; the same call goes on later.</param>
    /// <exception cref="FaultException">A word names nothing, or the file is there.</exception>
    public void Export(string? project, IReadOnlyList<string> words, bool all, string file, bool noClobber, CancellationToken cancellationToken)
    {
        if (noClobber && File.Exists(file)) throw new FaultException(Faults.FileExists(file));
        using var open = Places.Repository(at, project);
        var bundle = all ? BundleSelection.All(open.Repository) : BundleSelection.Of(open, words) switch
        {
            BundleSelection.Collected collected => collected.Bundle,
            BundleSelection.NothingThere => throw new FaultException(Faults.NoRun(open.Repository.ProjectDirectory)),
            BundleSelection.Unknown unknown => throw new FaultException(Faults.NotARunOrTask(unknown.Word, unknown.Suggestion)),
            BundleSelection.NotOne word => throw new FaultException(Places.Of(word.Word, word.Found)),
            var other => throw new InvalidOperationException($"unknown selection {other}"),
        };
        if (shell.Ask(file, ExportAction) != Consent.Given) return;
        var resumed = Archive.Write(open.Repository, bundle, file, cancellationToken);
        if (resumed > 0) shell.Detail($"{resumed} objects had been written before");
        if (bundle.Missing > 0) shell.Warn($"{bundle.Missing} objects that the runs name are not in the repository, and did not go");
        shell.Write(PolyglotArchive.Of(file, bundle, null, open.Repository.ProjectDirectory));
    }

    /// <summary>Takes an archive in. It is checked as a whole before anything is written.</summary>
    /// <param name="project">An absolute path; null for the project of the current folder.</param>
    /// <param name="file">An absolute path.</param>
    /// <param name="maxSize">How many bytes it may unpack to; null for the usual.</param>
    /// <param name="cancellationToken">Gives up; the same call goes on later.</param>
    /// <exception cref="FaultException">There is no such file.</exception>
    /// <exception cref="StoreException">The archive is refused.</exception>
    public void Import(string? project, string file, long? maxSize, CancellationToken cancellationToken)
    {
        if (!File.Exists(file)) throw new FaultException(Faults.NoFile(file));
        if (shell.Ask(file, ImportAction) is not Consent.Given) return;
        using var open = Places.RepositoryOrNew(at, project);
        var (bundle, report) = Archive.Take(open.Repository, file, maxSize, dryRun: false, cancellationToken);
        foreach (var tag in report!.KeptTags) shell.Warn($"the tag {tag} exists here and points elsewhere; it was left alone");
        shell.Write(PolyglotArchive.Of(file, bundle, report, open.Repository.ProjectDirectory));
    }
}
