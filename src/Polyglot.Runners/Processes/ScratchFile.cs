using Microsoft.Win32.SafeHandles;

namespace Polyglot.Runners;

/// <summary>An <see cref="OutputFile"/> that this process itself appends to.</summary>
internal sealed class ScratchFile : OutputFile
{
    private readonly Lock _gate = new();
    private readonly SafeFileHandle _handle;
    private long _length;

    /// <summary>Makes one in a directory; it is deleted when disposed.</summary>
    public ScratchFile(string directory) =>
        _handle = File.OpenHandle(
            Path.Combine(directory, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);

    /// <inheritdoc/>
    public override long Length
    {
        get
        {
            lock (_gate) return _length;
        }
    }

    /// <summary>Adds bytes at the end.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            RandomAccess.Write(_handle, bytes, _length);
            _length += bytes.Length;
        }
    }

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> buffer)
    {
        var total = 0;
        while (total < buffer.Length && RandomAccess.Read(_handle, buffer[total..], offset + total) is var count and > 0) total += count;
        return total;
    }

    /// <summary>Does nothing: there is no portable way.</summary>
    public override void Discard(long count)
    {
    }

    /// <inheritdoc/>
    public override void Dispose() => _handle.Dispose();
}
