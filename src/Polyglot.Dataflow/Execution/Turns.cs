using System.Threading.Channels;

namespace Polyglot.Dataflow.Execution;

/// <summary>
/// What is to be done on the loop that owns the state of a run, one thing after another. Anybody may ask for a turn; only the loop takes them.
/// </summary>
internal sealed class Turns
{
    private readonly Channel<Action> _asked = Channel.CreateUnbounded<Action>(new() { SingleReader = true, AllowSynchronousContinuations = true });

    /// <summary>Asks for a turn. Never blocks, but may go on with the loop on the caller's thread. Thread-safe.</summary>
    public void Post(Action turn) => _asked.Writer.TryWrite(turn);

    /// <summary>Waits for a turn and takes it, and then all that are there.</summary>
    public async Task TakeAsync()
    {
        (await _asked.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))();
        while (_asked.Reader.TryRead(out var more)) more();
    }
}
