using System.Collections.Concurrent;

namespace Polyglot.PowerShell.Shell;

/// <summary>
/// Lets work run on other threads while everything that it says is said on the thread that waits for it, which is the only one that may talk to PowerShell's
/// pipeline. One use. <see cref="Post"/> is thread-safe.
/// </summary>
/// <param name="stop">Cancelled when what is said can no longer be heard, so that the work ends.</param>
internal sealed class CallingThread(CancellationTokenSource stop) : IDisposable
{
    // Somebody who says more than can be shown waits.
    private const int MostPending = 1024;

    private readonly BlockingCollection<Action> _pending = new(MostPending);
    private Exception? _deaf;

    /// <summary>Has something done on the thread that waits; dropped once that thread can no longer talk, or the work has ended.</summary>
    public void Post(Action action)
    {
        try
        {
            _pending.Add(action);
        }
        catch (InvalidOperationException)
        {
            // The work has ended: nobody is there to hear it.
        }
    }

    /// <summary>Runs work to its end and does meanwhile what is posted. What a posted action throws stops the work, and is thrown again when that has ended.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        // On the pool: a continuation must never wait for this thread.
        var running = Task.Run(work);
        _ = running.ContinueWith(_ => _pending.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        foreach (var action in _pending.GetConsumingEnumerable())
        {
            if (_deaf is not null) continue;
            try
            {
                action();
            }
            catch (Exception e)
            {
                _deaf = e;
                stop.Cancel();
            }
        }
        if (_deaf is null) return running.GetAwaiter().GetResult();
        _ = running.Exception;
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_deaf);
        throw _deaf;
    }

    /// <inheritdoc/>
    public void Dispose() => _pending.Dispose();
}
