using Polyglot.Dataflow.Planning;
using Polyglot.Dataflow.Projects;
using Polyglot.Store;

namespace Polyglot.Dataflow.Resolving;

/// <summary>A snapshot with what it takes to run it.</summary>
/// <param name="Snapshot">What is planned.</param>
/// <param name="Launches">How each task is run, by its index.</param>
/// <param name="Inputs">Where each input's content comes from, by its index.</param>
internal sealed record ResolvedSnapshot(Snapshot Snapshot, IReadOnlyList<TaskLaunch> Launches, IReadOnlyList<InputContent> Inputs)
{
    /// <summary>The files of programs as they were when they were read; null where files alone do not say what programs are.</summary>
    public IReadOnlyList<KeyValuePair<string, FileStamp?>>? Programs { get; init; }
}

/// <summary>Where an input's content comes from: a file, or bytes, or neither where a task gave it that is in another dataflow.</summary>
/// <param name="File">Absolute path; null for a value of the project file.</param>
/// <param name="Format">How the file holds the value.</param>
/// <param name="Bytes">The beast2 file of a value of the project file; null for a file.</param>
internal sealed record InputContent(string? File, FileFormat Format, byte[]? Bytes)
{
    /// <summary>An input of the task that returned the dataflow: nothing here can make it again.</summary>
    public static InputContent Given { get; } = new(null, FileFormat.Raw, null);
}
