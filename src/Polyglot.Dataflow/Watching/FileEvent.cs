namespace Polyglot.Dataflow.Watching;

/// <summary>What happened to a file.</summary>
public enum FileEventKind
{
    /// <summary>It was written to, or made, and who does so still has it open: more is to come.</summary>
    Writing,

    /// <summary>It changed and is whole as far as the system can tell: it was closed after writing, put in its place by a rename, or removed.</summary>
    Changed,

    /// <summary>Its times or its permissions changed.</summary>
    Touched,

    /// <summary>A folder in the folder came, went or was renamed.</summary>
    FolderChanged,

    /// <summary>The folder itself is gone or elsewhere; nothing more is told of it until it is added again.</summary>
    FolderGone,

    /// <summary>Events were lost: anything may have changed.</summary>
    Lost,
}

/// <summary>Something that happened in a watched folder.</summary>
/// <param name="Kind">What.</param>
/// <param name="Folder">The folder, as it was added; empty for <see cref="FileEventKind.Lost"/>.</param>
/// <param name="Name">The file's name in it; empty for the folder itself.</param>
public readonly record struct FileEvent(FileEventKind Kind, string Folder, string Name);
