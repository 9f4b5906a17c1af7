namespace Polyglot.Dataflow.Watching;

/// <summary>Hears what happens to files in folders. Thread-safe. Tests have one that is told by hand.</summary>
public interface IFileWatcher : IDisposable
{
    /// <summary>What happens in a folder, not below it, is told from now on.</summary>
    /// <param name="folder">Absolute; a symbolic link is followed.</param>
    /// <returns>False when there is no such folder. Adding one again changes nothing and gives true.</returns>
    /// <exception cref="IOException">The system has no room for more watches, or forbids it.</exception>
    bool Add(string folder);

    /// <summary>Nothing more is told of a folder; one that is not watched is left alone.</summary>
    void Remove(string folder);

    /// <summary>
    /// What was not told yet, in order; empty for nothing. Where the system allows it (Linux) that is everything that happened before the call, so that an
    /// empty answer means that nothing did.
    /// </summary>
    IReadOnlyList<FileEvent> Take();

    /// <summary>Completes when there is something to take.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task WaitAsync(CancellationToken cancellationToken);
}
