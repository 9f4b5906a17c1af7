namespace Polyglot.Dataflow;

/// <summary>
/// Knows whether files changed while an evaluation read them. A snapshot that is read file by file is the state of one instant only if nothing of it changed
/// from the first file to the last.
/// </summary>
public interface ISnapshotCheck
{
    /// <summary>
    /// Called when everything is read and before anything runs. True when nothing of it changed since this was called for the evaluation before, or since
    /// the last change that was waited for. Otherwise false, when the files have come to rest: all is read again.
    /// </summary>
    /// <param name="read">What was looked at, also where the project has problems.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<bool> IsSettledAsync(Dependencies read, CancellationToken cancellationToken);
}
