using Polyglot.Dataflow.Projects;
using Polyglot.Store;

namespace Polyglot.Dataflow.Indexing;

/// <summary>The project files of an evaluation as they were before they were read; also such as would have been read had they been there. Not thread-safe.</summary>
internal sealed class ProjectFileStamps(Repository repository)
{
    private readonly Dictionary<string, FileStamp?> _stamps = new(StringComparer.Ordinal);

    /// <summary>By absolute path; null where there was no file.</summary>
    public IReadOnlyDictionary<string, FileStamp?> Stamps => _stamps;

    /// <summary>Called before a project file, or a folder with one, is read.</summary>
    public void Look(string path)
    {
        if (!Directory.Exists(path))
        {
            Add(path);
            return;
        }
        // Another file of the folder would be read were it there.
        foreach (var name in ProjectReader.FileNames) Add(Path.Combine(path, name));
    }

    private void Add(string path)
    {
        if (!_stamps.ContainsKey(path)) _stamps[path] = repository.Stamp(path);
    }
}
