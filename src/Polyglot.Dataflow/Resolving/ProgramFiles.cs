using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.FileSystemGlobbing;
using Polyglot.Store;

namespace Polyglot.Dataflow.Resolving;

/// <summary>The files of programs, each hashed at most once per snapshot. Not thread-safe.</summary>
internal sealed class ProgramFiles(FileImporter importer)
{
    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ObjectId? Id, FileStamp Stamp, string? Problem)> _known = new(StringComparer.Ordinal);

    /// <summary>A file by absolute path, or why it cannot be read.</summary>
    public (ProgramFile? File, string? Problem) Get(string path, string projectDirectory)
    {
        if (!_known.TryGetValue(path, out var known))
        {
            var reading = importer.HashBlob(path, out var stamp);
            _known[path] = known = (reading.Id, stamp, reading.Problem);
        }
        if (known.Id is not { } id) return (null, known.Problem);
        return (new(path, NameOf(path, projectDirectory), id, known.Stamp), null);
    }

    /// <summary>
    /// The content of the folder that a file is in, as one number: the code of a package of platform functions. What interpreters leave there, in
    /// folders whose names begin with <c>__</c>, and what begins with a dot is no part of it.
    /// </summary>
    public string FolderId(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (_folders.TryGetValue(folder, out var known)) return known;
        if (!Directory.Exists(folder)) return _folders[folder] = "absent";
        var text = new StringBuilder();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = NameOf(path, folder);
            if (name.Split('/').Any(part => part.StartsWith('.')) || name.Split('/').SkipLast(1).Any(part => part.StartsWith("__", StringComparison.Ordinal))) continue;
            text.Append(name).Append(' ').Append(importer.HashBlob(path, out _).Id?.ToString() ?? "unreadable").Append('\n');
        }
        return _folders[folder] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Adds every file and folder that was asked for.</summary>
    public void Report(LookedAt looked)
    {
        looked.Add(_known.Keys);
        foreach (var folder in _folders.Keys) looked.AddPattern(folder, "**/*", ignoresGenerated: true);
    }

    /// <summary>
    /// Every file that was asked for, with the stamp that it had when its content was looked at, or null where it was not there. Null as a whole where that does not say all: a file
    /// was too young or could not be read, or a folder was looked into.
    /// </summary>
    public List<KeyValuePair<string, FileStamp?>>? Stamps()
    {
        if (_folders.Count > 0) return null;
        var stamps = new List<KeyValuePair<string, FileStamp?>>(_known.Count);
        foreach (var (path, (id, stamp, _)) in _known)
        {
            if ((id is null) != (stamp == default)) return null;
            stamps.Add(new(path, id is null ? null : stamp));
        }
        return stamps;
    }

    /// <summary>Whether this file belongs to a program of the snapshot.</summary>
    public bool Contains(string path) => _known.ContainsKey(path);

    /// <summary>The files that a pattern of <c>depends</c> stands for, in order; empty when there are none.</summary>
    public static IReadOnlyList<string> Match(string pattern, string projectDirectory)
    {
        if (pattern.AsSpan().IndexOfAny('*', '?') < 0)
        {
            var path = Path.GetFullPath(pattern, projectDirectory);
            if (File.Exists(path)) return [path];
            if (!Directory.Exists(path)) return [];
            pattern = pattern.TrimEnd('/') + "/**/*";
        }
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(pattern);
        matcher.AddExclude("**/.e3/**");
        return matcher.GetResultsInFullPath(projectDirectory).Select(Path.GetFullPath).Order(StringComparer.Ordinal).ToList();
    }

    /// <summary>The path relative to the project's folder, with <c>/</c> on every system.</summary>
    public static string NameOf(string path, string projectDirectory) =>
        Path.GetRelativePath(projectDirectory, path).Replace(Path.DirectorySeparatorChar, '/');
}
