namespace Polyglot.Runners;

/// <summary>
/// A file without a name to which processes append while the host reads it. A file takes any amount without anyone reading, so a process never waits for the host,
/// and no thread is needed per stream. Thread-safe.
/// </summary>
internal abstract class OutputFile : IDisposable
{
    /// <summary>Its length now.</summary>
    public abstract long Length { get; }

    /// <summary>Reads at an offset; fewer bytes than asked for only at the end.</summary>
    public abstract int Read(long offset, Span<byte> buffer);

    /// <summary>Gives back the space of the first bytes, which read as zero from then on. Nothing that is being written meanwhile is lost.</summary>
    public abstract void Discard(long count);

    /// <inheritdoc/>
    public abstract void Dispose();
}
