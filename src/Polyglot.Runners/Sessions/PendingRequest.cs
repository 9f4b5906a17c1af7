namespace Polyglot.Runners;

/// <summary>A request that waits for its one reply.</summary>
internal sealed class PendingRequest
{
    private readonly TaskCompletionSource<SessionReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<RunnerMessage>? _onEvent;

    /// <summary>For one request.</summary>
    /// <param name="onEvent">Hears of Log, Output and Progress on the session's reading thread, before the reply; null to drop them.</param>
    public PendingRequest(Action<RunnerMessage>? onEvent) => _onEvent = onEvent;

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
