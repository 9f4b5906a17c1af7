namespace Polyglot.Runners;

/// <summary>A request that waits for its one reply.</summary>
internal sealed class PendingRequest
{
    private readonly TaskCompletionSource<SessionReply> _reply;
    private readonly Action<RunnerMessage>? _onEvent;

    /// <summary>For one request.</summary>
    /// <param name="onEvent">Hears of Log, Output and Progress on the session's reading thread, before the reply; null to drop them.</param>
    /// <param name="continuesOnReader">
    /// What waits for the reply goes on on the session's reading thread, which spares waking another: only where nothing else is to be read before the next
    /// request, and what goes on never waits for the session without giving the thread back.
    /// </param>
    public PendingRequest(Action<RunnerMessage>? onEvent, bool continuesOnReader = false)
    {
        _onEvent = onEvent;
        _reply = new(continuesOnReader ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Set by the session when the request is sent; 0 before.</summary>
    public ulong Id { get; set; }

    /// <summary>The reply, or how the session ended instead. Never fails.</summary>
    public Task<SessionReply> Reply => _reply.Task;

    public void Raise(RunnerMessage message) => _onEvent?.Invoke(message);

    public void Complete(SessionReply reply) => _reply.TrySetResult(reply);
}

/// <summary>Exactly one is not null.</summary>
/// <param name="Message">Completed, Failed, Cancelled or Rejected.</param>
/// <param name="End">The session ended before the reply came.</param>
internal readonly record struct SessionReply(RunnerMessage? Message, SessionEnd? End);
