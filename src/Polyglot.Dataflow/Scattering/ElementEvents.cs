using System.Text;
using Polyglot.Runners;

namespace Polyglot.Dataflow.Scattering;

/// <summary>
/// Hands on what an element prints and logs as its task's, whole lines with its key before them, so that lines of elements that run side by side stay apart.
/// How far an element is says nothing of the task. One call at a time.
/// </summary>
internal sealed class ElementEvents(ITaskEvents task, string key, Action finishing) : ITaskEvents
{
    private const int LongestLine = 8 * 1024;

    private readonly byte[] _head = Encoding.UTF8.GetBytes($"[{key}] ");
    private MemoryStream? _stdout;
    private MemoryStream? _stderr;

    public void Finishing() => finishing();

    public void Output(StreamKind stream, ReadOnlySpan<byte> bytes)
    {
        var line = stream == StreamKind.Stdout ? _stdout ??= new() : _stderr ??= new();
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            line.Write(end < 0 ? bytes : bytes[..end]);
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            if (end >= 0 || line.Length > LongestLine) Pass(stream, line);
        }
    }

    public void Log(TaskLogLevel level, string message) => task.Log(level, $"[{key}] {message}");

    public void Progress(double? fraction, string message)
    {
    }

    /// <summary>Hands on the beginnings of lines that never ended.</summary>
    public void End()
    {
        if (_stdout is { Length: > 0 }) Pass(StreamKind.Stdout, _stdout);
        if (_stderr is { Length: > 0 }) Pass(StreamKind.Stderr, _stderr);
    }

    private void Pass(StreamKind stream, MemoryStream line)
    {
        line.WriteByte((byte)'\n');
        task.Output(stream, [.. _head, .. line.GetBuffer().AsSpan(0, (int)line.Length)]);
        line.SetLength(0);
    }
}
