namespace Polyglot.Dataflow;

/// <summary>
/// What an evaluation looked at, whether it was there or not: nothing else in the file system can change what the next one does, but for programs on the
/// search path and what they bring along. Immutable.
/// </summary>
/// <param name="Files">Absolute paths of files.</param>
/// <param name="Patterns">Folders in which it looked for files.</param>
public sealed record Dependencies(IReadOnlySet<string> Files, IReadOnlySet<FilePattern> Patterns)
{
    /// <summary>Nothing.</summary>
    public static Dependencies None { get; } = new(new HashSet<string>(StringComparer.Ordinal), new HashSet<FilePattern>());
}

/// <summary>Files that are looked for by name in a folder.</summary>
/// <param name="Folder">Absolute; it need not be there.</param>
/// <param name="Pattern">With <c>*</c>, <c>?</c> and <c>**</c>, relative to the folder, with <c>/</c> on every system.</param>
/// <param name="IgnoresGenerated">Files and folders whose names begin with a dot or, folders, with <c>__</c> do not count.</param>
public readonly record struct FilePattern(string Folder, string Pattern, bool IgnoresGenerated = false);
