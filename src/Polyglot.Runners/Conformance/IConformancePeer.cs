namespace Polyglot.Runners.Conformance;

/// <summary>A started runtime, seen from the outside: bytes in, frames out, an exit. Used by one case at a time.</summary>
public interface IConformancePeer : IAsyncDisposable
{
    /// <summary>Writes bytes to the runtime's standard input. A runtime that no longer reads is not an error.</summary>
    void Send(ReadOnlySpan<byte> bytes);

    /// <summary>Ends the runtime's standard input.</summary>
    void CloseInput();

    /// <summary>The next frame; null at the end of the stream.</summary>
    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    /// <exception cref="InvalidDataException">What came is not a frame, or not a message.</exception>
    Task<Envelope?> ReceiveAsync(TimeSpan within);

    /// <summary>Kills the process with all that it started, so that whoever waits for it is answered. May be called at any time before it is disposed, on any thread.</summary>
    void Kill();

    /// <summary>Waits for the end of the process.</summary>
    /// <returns>The exit code, or minus the number of the signal that ended it; null when it still runs after the given time.</returns>
    Task<int?> ExitAsync(TimeSpan within);

    /// <summary>What the process wrote to its standard output and error past the protocol.</summary>
    string Log();
}
