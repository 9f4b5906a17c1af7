using System.Buffers;
using System.Globalization;
using System.Text;

namespace Polyglot.Runners;

/// <summary>Reads what an <see cref="OutputFile"/> has gained, and owns it: once disposed there is nothing to read. Thread-safe.</summary>
internal sealed class OutputTail(OutputFile file) : IDisposable
{
    private const int BufferSize = 1 << 16;
    private const long MostAtOnce = 16 << 20;
    private const long DiscardStep = 1 << 20;
    private const int Quoted = 4096;

    private readonly Lock _gate = new();
    private long _position;
    private long _discarded;
    private bool _disposed;

    /// <summary>Hands on what came since the last call; of a flood, the last 16 MiB. Null throws it away.</summary>
    public void Forward(TaskOutput? to, StreamKind stream)
    {
        lock (_gate)
        {
            if (_disposed) return;
            var length = file.Length;
            if (length <= _position) return;
            if (to is null)
            {
                _position = length;
                DiscardRead_NeedsLock();
                return;
            }
            if (length - _position > MostAtOnce)
            {
                var skipped = length - _position - MostAtOnce;
                _position += skipped;
                to.Write(stream, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n[{skipped} bytes left out]\n")));
            }
            var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
            while (_position < length && file.Read(_position, buffer) is var count and > 0)
            {
                to.Write(stream, buffer.AsSpan(0, count));
                _position += count;
            }
            ArrayPool<byte>.Shared.Return(buffer);
            DiscardRead_NeedsLock();
        }
    }

    /// <summary>The last lines of the file as text, for a message: at most 20 lines and 4 KiB, without a line that is cut.</summary>
    public string LastLines()
    {
        const int lines = 20;
        lock (_gate)
        {
            if (_disposed) return "";
            var length = file.Length;
            var start = Math.Max(Math.Max(0, length - Quoted), _discarded);
            var buffer = new byte[length - start];
            var text = Encoding.UTF8.GetString(buffer.AsSpan(0, file.Read(start, buffer)));
            if (start > _discarded) text = text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..];
            return string.Join('\n', text.Split('\n').SkipLast(text.EndsWith('\n') ? 1 : 0).TakeLast(lines)).TrimEnd();
        }
    }

    /// <summary>What was handed on need not be kept, except for the lines that a message may quote.</summary>
    private void DiscardRead_NeedsLock()
    {
        if (_position - _discarded < DiscardStep + Quoted) return;
        _discarded = _position - Quoted;
        file.Discard(_discarded);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            file.Dispose();
        }
    }
}
