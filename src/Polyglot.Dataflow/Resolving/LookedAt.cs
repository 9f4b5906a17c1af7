namespace Polyglot.Dataflow.Resolving;

/// <summary>Collects what an evaluation looks at. Not thread-safe.</summary>
internal sealed class LookedAt
{
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<FilePattern> _patterns = [];

    /// <summary>Adds files, whether they are there or not.</summary>
    public void Add(params IEnumerable<string> files)
    {
        foreach (var file in files) _files.Add(Path.GetFullPath(file));
    }

    /// <summary>Adds files that were looked for in a folder. A pattern without <c>*</c> and <c>?</c> is a file, or a folder with all in it.</summary>
    public void AddPattern(string folder, string pattern, bool ignoresGenerated = false)
    {
        // The folders that the pattern names are not searched through.
        var wild = pattern.AsSpan().IndexOfAny('*', '?');
        var cut = wild < 0 ? pattern.Length : pattern.LastIndexOf('/', wild);
        var start = cut <= 0 ? folder : Path.Combine(folder, pattern[..cut]);
        if (wild < 0) Add(start);
        var rest = wild < 0 ? "**/*" : pattern[(cut + 1)..];
        _patterns.Add(new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(start)), rest, ignoresGenerated));
    }

    /// <summary>What was collected so far.</summary>
    public Dependencies ToDependencies() => new(_files, _patterns);
}
