using System.Buffers;
using System.Globalization;
using System.Text;

namespace Polyglot.Runners;

/// <summary>Reads what an <see cref="OutputFile"/> has gained, and owns it: once disposed there is nothing to read. Thread-safe.</summary>
internal sealed class OutputTail(OutputFile file) : IDisposable
{
    private const int BufferSize = 1 << 16;
    private const long MostAtOnce = 16 << 20;

    private readonly Lock _gate = new();
    private long _position;
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
        }
    }

    /// <summary>Empties a file that has grown beyond <paramref name="limit"/>; only while nobody waits for its content.</summary>
    public void Trim(long limit)
    {
        lock (_gate)
        {
            if (_disposed || file.Length <= limit) return;
            file.Clear();
            _position = 0;
        }
    }

    /// <summary>The last lines of the file as text, for a message: at most 20 lines and 4 KiB, without a line that is cut.</summary>
    public string LastLines()
    {
        const int most = 4096;
        const int lines = 20;
        lock (_gate)
        {
            if (_disposed) return "";
            var length = file.Length;
            var start = Math.Max(0, length - most);
            var buffer = new byte[length - start];
            var text = Encoding.UTF8.GetString(buffer.AsSpan(0, file.Read(start, buffer)));
            if (start > 0) text = text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..];
            return string.Join('\n', text.Split('\n').SkipLast(text.EndsWith('\n') ? 1 : 0).TakeLast(lines)).TrimEnd();
        }
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
