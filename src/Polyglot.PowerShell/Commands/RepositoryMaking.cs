using Polyglot.PowerShell.Shell;
using Polyglot.Store;

namespace Polyglot.PowerShell.Commands;

/// <summary>Makes repositories: <c>New-PolyglotRepository</c>.</summary>
/// <param name="at">Where.</param>
/// <param name="shell">Who is told.</param>
internal sealed class RepositoryMaking(Surroundings at, IShell shell)
{
    /// <summary>What is asked for.</summary>
    public const string Action = "Make repository";

    /// <summary>Makes a repository, and its folder where it is not there.</summary>
    /// <param name="folder">An absolute path; null for the current folder.</param>
    /// <param name="force">One that is there is given out.</param>
    /// <exception cref="FaultException">There is one already.</exception>
    public void Make(string? folder, bool force)
    {
        folder ??= at.Folder;
        var path = Path.Combine(folder, Repository.FolderName);
        if (Repository.Find(folder) == path)
        {
            if (!force) throw new FaultException(Faults.RepositoryExists(path));
            shell.Write(new PolyglotRepository { Path = path, Project = folder });
            return;
        }
        if (shell.Ask(path, Action) != Consent.Given) return;
        Directory.CreateDirectory(folder);
        Repository.Init(path, at.Time).Dispose();
        shell.Write(new PolyglotRepository { Path = path, Project = folder });
    }
}
