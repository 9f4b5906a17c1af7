namespace Polyglot.Dataflow.Watching;

/// <summary>
/// Which folders must be watched so that nothing that happens to an evaluation's files is missed, and which of the events there concern it. Immutable.
/// </summary>
internal sealed class WatchSet
{
    private readonly Dictionary<string, HashSet<string>> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly List<WatchedPattern> _patterns = [];
    private readonly IReadOnlySet<FilePattern> _declared;
    private readonly string _root;

    private WatchSet(string root, Dependencies dependencies)
    {
        _root = root;
        _declared = dependencies.Patterns;
        foreach (var file in dependencies.Files)
        {
            AddPath(file);
            if (LinkTarget(file) is { } target) AddPath(target);
        }
        foreach (var declared in dependencies.Patterns)
        {
            AddPath(declared.Folder);
            var pattern = new WatchedPattern(declared);
            _patterns.Add(pattern);
            _folders.UnionWith(pattern.Folders());
        }
        _folders.UnionWith(_names.Keys);
    }

    /// <summary>The folders to watch; some need not be there.</summary>
    public IReadOnlySet<string> Folders => _folders;

    /// <summary>How many files and folders count by name.</summary>
    public int Count => _names.Values.Sum(names => names.Count);

    /// <summary>Nothing.</summary>
    public static WatchSet Empty { get; } = new("", Dependencies.None);

    /// <summary>What it takes to hear of every change to these files. Looks where folders and the targets of links are now.</summary>
    /// <param name="root">The project's folder: below it, folders may be renamed too.</param>
    /// <param name="dependencies">The files.</param>
    public static WatchSet Of(string root, Dependencies dependencies) => new(root, dependencies);

    /// <summary>Whether an event may change what the next evaluation does.</summary>
    public bool Concerns(FileEvent happened)
    {
        if (happened.Kind is FileEventKind.Lost or FileEventKind.FolderGone) return true;
        if (_names.TryGetValue(happened.Folder, out var names) && names.Contains(happened.Name)) return true;
        if (_patterns.Count == 0) return false;
        var path = Path.Combine(happened.Folder, happened.Name);
        return happened.Kind == FileEventKind.FolderChanged ? _patterns.Any(p => p.HasFolder(path)) : _patterns.Any(p => p.HasFile(path));
    }

    /// <summary>Whether all that this hears of is heard of by another one too.</summary>
    public bool IsWithin(WatchSet other) =>
        _folders.IsSubsetOf(other._folders) && _declared.IsSubsetOf(other._declared)
        && _names.All(entry => other._names.TryGetValue(entry.Key, out var names) && entry.Value.IsSubsetOf(names));

    // A file appears, goes and is replaced in its folder; where that is not there yet, the folder must be heard of first.
    private void AddPath(string path)
    {
        while (Path.GetDirectoryName(path) is { } folder)
        {
            if (!_names.TryGetValue(folder, out var names)) _names[folder] = names = new(StringComparer.Ordinal);
            if (!names.Add(Path.GetFileName(path))) return;
            if (!IsBelowRoot(folder) && Directory.Exists(folder)) return;
            path = folder;
        }
    }

    private bool IsBelowRoot(string folder) =>
        _root.Length > 0 && folder.Length > _root.Length && folder.StartsWith(_root, StringComparison.Ordinal) && folder[_root.Length] == Path.DirectorySeparatorChar;

    private static string? LinkTarget(string file)
    {
        try
        {
            return File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            // A circle of links, or nothing there.
            return null;
        }
    }
}
