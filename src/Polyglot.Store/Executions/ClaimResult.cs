namespace Polyglot.Store;

/// <summary>Whether an execution may be run by the one who asked.</summary>
public abstract record ClaimResult
{
    private ClaimResult()
    {
    }

    /// <summary>
    /// Yours until <see cref="Dispose"/> (or the end of the process). Dispose after the output is committed, from any thread, once or more often.
    /// </summary>
    /// <param name="TakenOverFrom">The dead process whose claim this was; null for a fresh claim.</param>
    /// <param name="Held">What ends the claim when disposed.</param>
    public sealed record Claimed(Claimant? TakenOverFrom, IDisposable Held) : ClaimResult, IDisposable
    {
        /// <summary>Gives the claim back.</summary>
        public void Dispose() => Held.Dispose();
    }

    /// <summary>Somebody alive (as far as can be known) is at it: wait for the result.</summary>
    public sealed record Busy(Claimant Owner) : ClaimResult;
}

/// <summary>A process that holds a claim, for people: its process id and the name of its host.</summary>
public sealed record Claimant(int ProcessId, string Host)
{
    /// <inheritdoc/>
    public override string ToString() => $"process {ProcessId} on {Host}";
}
