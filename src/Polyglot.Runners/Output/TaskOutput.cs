namespace Polyglot.Runners;

/// <summary>
/// Passes on what one task says, one call at a time and nothing after it was closed, and keeps what it prints. Thread-safe.
/// </summary>
internal sealed class TaskOutput(ITaskEvents events, int limit)
{
    private readonly Lock _gate = new();
    private BoundedCapture? _stdout;
    private BoundedCapture? _stderr;
    private bool _closed;

    public void Started(WorkerInfo worker)
    {
        lock (_gate)
            if (!_closed) events.Started(worker);
    }

    public void Write(StreamKind stream, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        lock (_gate)
        {
            if (_closed) return;
            var kind = stream == StreamKind.Stdout ? StreamKind.Stdout : StreamKind.Stderr;
            ref var capture = ref kind == StreamKind.Stdout ? ref _stdout : ref _stderr;
            (capture ??= new BoundedCapture(limit)).Append(bytes);
            events.Output(kind, bytes);
        }
    }

    /// <summary>Log, Output and Progress of the protocol.</summary>
    public void Raise(RunnerMessage message)
    {
        if (message is OutputMessage output)
        {
            Write(output.Stream, output.Data.Span);
            return;
        }
        lock (_gate)
        {
            if (_closed) return;
            if (message is LogMessage log) events.Log(log.Level, log.Message);
            else if (message is ProgressMessage progress) events.Progress(progress.Fraction is >= 0 and <= 1 ? progress.Fraction : null, progress.Message);
        }
    }

    /// <summary>Nothing is passed on after this; gives what was printed.</summary>
    public CapturedOutput Close()
    {
        lock (_gate)
        {
            _closed = true;
            if (_stdout is null && _stderr is null) return CapturedOutput.Empty;
            return new CapturedOutput(_stdout?.ToMemory() ?? default, _stdout?.IsTruncated ?? false, _stderr?.ToMemory() ?? default, _stderr?.IsTruncated ?? false);
        }
    }
}
