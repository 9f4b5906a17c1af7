using Polyglot.Dataflow.Resolving;
using Polyglot.Store;

namespace Polyglot.Dataflow.Execution;

/// <summary>
/// Sees whether a program's files are still what the snapshot says, by stat; only where the stat differs is the content read again (a
/// touched file is no changed file). Thread-safe.
/// </summary>
internal sealed class SourceGuard(StatCache cache)
{
    /// <summary>The name of the first file that changed or went; null when all are as they were.</summary>
    public string? FindChanged(IReadOnlyList<ProgramFile> files)
    {
        foreach (var file in files)
            if (cache.Stamp(file.Path) != file.Stamp && !HasSameContent(file)) return file.Name;
        return null;
    }

    private bool HasSameContent(ProgramFile file) => new FileImporter(cache, null).HashBlob(file.Path, out _).Id == file.Id;
}
