using Microsoft.Extensions.FileSystemGlobbing;

namespace Polyglot.Dataflow.Watching;

/// <summary>A pattern, ready to be compared with. Immutable.</summary>
internal sealed class WatchedPattern
{
    private const string AnyDepth = "**";

    private readonly FilePattern _pattern;
    private readonly Matcher _matcher = new(StringComparison.Ordinal);
    private readonly int _depth;

    public WatchedPattern(FilePattern pattern)
    {
        _pattern = pattern;
        _matcher.AddInclude(pattern.Pattern);
        _depth = pattern.Pattern.Contains(AnyDepth, StringComparison.Ordinal) ? int.MaxValue : pattern.Pattern.Count(c => c == '/');
    }

    /// <summary>The folder and those below it in which files may match, as far as they are there. Links to folders are not followed.</summary>
    public IEnumerable<string> Folders()
    {
        if (!Directory.Exists(_pattern.Folder)) yield break;
        yield return _pattern.Folder;
        if (_depth == 0) yield break;
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = _depth > 1,
            MaxRecursionDepth = _depth - 1,
            AttributesToSkip = FileAttributes.ReparsePoint,
            IgnoreInaccessible = true,
        };
        foreach (var folder in Directory.EnumerateDirectories(_pattern.Folder, "*", options))
            if (!IsLeftOut(Path.GetRelativePath(_pattern.Folder, folder), isFolder: true)) yield return folder;
    }

    /// <summary>Whether a file may be one of those looked for.</summary>
    public bool HasFile(string path) => Below(path) is { } relative && !IsLeftOut(relative, isFolder: false) && _matcher.Match(relative).HasMatches;

    /// <summary>Whether files in a folder may be.</summary>
    public bool HasFolder(string path) => Below(path) is { } relative && relative.Count(c => c == '/') < _depth && !IsLeftOut(relative, isFolder: true);

    private string? Below(string path) =>
        path.Length > _pattern.Folder.Length + 1 && path.StartsWith(_pattern.Folder, StringComparison.Ordinal) && path[_pattern.Folder.Length] == Path.DirectorySeparatorChar
            ? path[(_pattern.Folder.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/')
            : null;

    private bool IsLeftOut(string relative, bool isFolder)
    {
        var parts = relative.Split('/', Path.DirectorySeparatorChar);
        if (parts.Contains(Store.Repository.FolderName)) return true;
        if (!_pattern.IgnoresGenerated) return false;
        return parts.Any(p => p.StartsWith('.')) || parts.SkipLast(isFolder ? 0 : 1).Any(p => p.StartsWith("__", StringComparison.Ordinal));
    }
}
