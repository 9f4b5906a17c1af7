namespace Polyglot.Runners;

/// <summary>Encodes messages as whole frames into a buffer that it keeps. Not thread-safe.</summary>
public sealed class MessageEncoder
{
    private readonly FlatBufferBuilder _builder = new();

    /// <summary>The frame: magic, length, payload, padding. Valid until the next call.</summary>
    /// <param name="id">The request's id; 0 in the handshake.</param>
    /// <param name="message">Any but <see cref="UnknownMessage"/>.</param>
    public ReadOnlyMemory<byte> Encode(ulong id, RunnerMessage message)
    {
        _builder.Clear();
        var (type, table) = message switch
        {
            ExecuteMessage m => (MessageType.Execute, Execute(m)),
            CancelMessage m => (MessageType.Cancel, Text(m.Reason)),
            PingMessage => (MessageType.Ping, Empty()),
            ShutdownMessage m => (MessageType.Shutdown, Text(m.Reason)),
            DescribeMessage m => (MessageType.Describe, Describe(m)),
            HelloMessage m => (MessageType.Hello, Hello(m)),
            ReadyMessage m => (MessageType.Ready, Ready(m)),
            CompletedMessage m => (MessageType.Completed, Completed(m)),
            FailedMessage m => (MessageType.Failed, Failed(m)),
            CancelledMessage m => (MessageType.Cancelled, Text(m.Reason)),
            RejectedMessage m => (MessageType.Rejected, Rejected(m)),
            LogMessage m => (MessageType.Log, Log(m)),
            OutputMessage m => (MessageType.Output, Output(m)),
            ProgressMessage m => (MessageType.Progress, Progress(m)),
            _ => throw new ArgumentException($"{message.GetType().Name} cannot be sent", nameof(message)),
        };
        _builder.Start(3);
        _builder.Add(0, id);
        _builder.AddOffset(2, table);
        _builder.Add(1, (byte)type);
        return _builder.FinishFrame(_builder.End(), "PGRE"u8, FrameReader.Magic);
    }

    private int Empty()
    {
        _builder.Start(0);
        return _builder.End();
    }

    private int Text(string text)
    {
        var offset = _builder.String(text);
        _builder.Start(1);
        _builder.AddOffset(0, offset);
        return _builder.End();
    }

    private int Execute(ExecuteMessage m)
    {
        var program = m.Program is null ? 0 : Program(m.Program);
        var inputs = _builder.Vector(m.Inputs, static (b, input) =>
        {
            var (name, id, path, schema) = (b.String(input.Name), b.String(input.Id), b.String(input.Path), b.Bytes(input.Schema.Span));
            return Offsets(b, name, id, path, schema);
        });
        var output = 0;
        if (m.Output is not null)
        {
            var (path, schema) = (_builder.String(m.Output.Path), _builder.Bytes(m.Output.Schema.Span));
            output = Offsets(_builder, path, schema);
        }
        var workDir = _builder.String(m.WorkDir);
        var environment = _builder.Vector(m.Environment, static (b, pair) =>
        {
            var (key, value) = (b.String(pair.Key), b.String(pair.Value, evenEmpty: true));
            return Offsets(b, key, value);
        });
        var limits = Limits(m.Limits);
        var task = _builder.String(m.Task);
        _builder.Start(10);
        _builder.Add(5, m.DeadlineMs);
        _builder.Add(8, m.Seed);
        _builder.AddOffset(0, program);
        _builder.AddOffset(1, inputs);
        _builder.AddOffset(2, output);
        _builder.AddOffset(3, workDir);
        _builder.AddOffset(4, environment);
        _builder.AddOffset(6, limits);
        _builder.AddOffset(9, task);
        _builder.Add(7, (byte)m.Isolation);
        return _builder.End();
    }

    private int Program(WireProgram p)
    {
        var (script, function, code) = (_builder.String(p.Script), _builder.String(p.Function), _builder.String(p.CodeId));
        var (irPath, irId, platforms) = (_builder.String(p.IrPath), _builder.String(p.IrId), _builder.Strings(p.Platforms));
        _builder.Start(7);
        _builder.AddOffset(1, script);
        _builder.AddOffset(2, function);
        _builder.AddOffset(3, code);
        _builder.AddOffset(4, irPath);
        _builder.AddOffset(5, irId);
        _builder.AddOffset(6, platforms);
        _builder.Add(0, (byte)p.Kind);
        return _builder.End();
    }

    private int Describe(DescribeMessage m)
    {
        var (script, code, functions) = (_builder.String(m.Script), _builder.String(m.CodeId), _builder.Strings(m.Functions));
        return Offsets(_builder, script, code, functions);
    }

    private int Hello(HelloMessage m)
    {
        var (version, features, limits, session) = (_builder.String(m.HostVersion), _builder.Strings(m.Features), Limits(m.Limits), _builder.String(m.SessionId));
        _builder.Start(6);
        _builder.Add(0, m.ProtocolMin);
        _builder.Add(1, m.ProtocolMax);
        _builder.AddOffset(2, version);
        _builder.AddOffset(3, features);
        _builder.AddOffset(4, limits);
        _builder.AddOffset(5, session);
        return _builder.End();
    }

    private int Limits(WireLimits? limits)
    {
        if (limits is null) return 0;
        _builder.Start(4);
        _builder.Add(1, limits.MaxOutputBytes);
        _builder.Add(2, limits.MaxLogBytes);
        _builder.Add(3, limits.MaxMemoryBytes);
        _builder.Add(0, limits.MaxFrameBytes);
        return _builder.End();
    }

    private int Ready(ReadyMessage m)
    {
        var (runner, runnerVersion) = (_builder.String(m.Runner), _builder.String(m.RunnerVersion));
        var (language, languageVersion) = (_builder.String(m.Language), _builder.String(m.LanguageVersion));
        var (features, irVersions) = (_builder.Strings(m.Features), _builder.Strings(m.IrVersions));
        var functions = _builder.Vector(m.PlatformFunctions, static (b, function) =>
        {
            var name = b.String(function.Name);
            var inputs = b.Vector(function.Inputs, static (builder, schema) => Offsets(builder, builder.Bytes(schema.Span)));
            var output = Offsets(b, b.Bytes(function.Output.Span));
            b.Start(4);
            b.AddOffset(0, name);
            b.AddOffset(1, inputs);
            b.AddOffset(2, output);
            b.Add(3, function.IsAsync);
            return b.End();
        });
        _builder.Start(9);
        _builder.Add(0, m.Protocol);
        _builder.AddOffset(1, runner);
        _builder.AddOffset(2, runnerVersion);
        _builder.AddOffset(3, language);
        _builder.AddOffset(4, languageVersion);
        _builder.AddOffset(5, features);
        _builder.AddOffset(6, irVersions);
        _builder.Add(7, m.MaxConcurrency);
        _builder.AddOffset(8, functions);
        return _builder.End();
    }

    private int Completed(CompletedMessage m)
    {
        var timings = Timings(m.Timings);
        var description = m.Description is null ? 0 : Description(m.Description);
        _builder.Start(5);
        _builder.Add(0, m.Size);
        _builder.Add(2, m.PeakMemoryBytes);
        _builder.Add(3, m.CpuNs);
        _builder.AddOffset(1, timings);
        _builder.AddOffset(4, description);
        return _builder.End();
    }

    private int Failed(FailedMessage m)
    {
        var error = Error(m.Error, 0);
        var timings = Timings(m.Timings);
        _builder.Start(4);
        _builder.Add(2, m.PeakMemoryBytes);
        _builder.Add(3, m.CpuNs);
        _builder.AddOffset(0, error);
        _builder.AddOffset(1, timings);
        return _builder.End();
    }

    private int Timings(WireTimings? timings)
    {
        if (timings is null) return 0;
        _builder.Start(4);
        _builder.Add(0, timings.LoadNs);
        _builder.Add(1, timings.DecodeNs);
        _builder.Add(2, timings.CallNs);
        _builder.Add(3, timings.EncodeNs);
        return _builder.End();
    }

    private int Description(ScriptDescription description)
    {
        var functions = _builder.Vector(description.Functions, static (b, function) =>
        {
            var name = b.String(function.Name);
            var parameters = b.Vector(function.Parameters, static (builder, parameter) =>
            {
                var (name, schema, problem) = (builder.String(parameter.Name), builder.Bytes(parameter.Schema.Span), builder.String(parameter.Problem));
                builder.Start(4);
                builder.AddOffset(0, name);
                builder.AddOffset(1, schema);
                builder.AddOffset(3, problem);
                builder.Add(2, parameter.Optional);
                return builder.End();
            });
            var (output, problem, summary) = (b.Bytes(function.Output.Span), b.String(function.Problem), b.String(function.Summary));
            b.Start(6);
            b.AddOffset(0, name);
            b.AddOffset(1, parameters);
            b.AddOffset(2, output);
            b.AddOffset(3, problem);
            b.AddOffset(4, summary);
            b.Add(5, (uint)function.Line);
            return b.End();
        });
        return Offsets(_builder, functions, _builder.Strings(description.Dependencies));
    }

    private int Error(TaskError? error, int depth)
    {
        if (error is null || depth > MessageDecoder.MaxCauseDepth) return 0;
        var cause = Error(error.Cause, depth + 1);
        var (code, summary, errorType) = (_builder.String(error.Code), _builder.String(error.Summary), _builder.String(error.ErrorType));
        var (frames, location) = (Frames(error.Frames), Frames(error.Location));
        var (path, details) = (_builder.String(error.Path), _builder.String(error.Details));
        _builder.Start(11);
        _builder.AddOffset(1, code);
        _builder.AddOffset(2, summary);
        _builder.AddOffset(3, errorType);
        _builder.AddOffset(4, frames);
        _builder.AddOffset(5, location);
        _builder.Add(6, error.Argument, -1);
        _builder.AddOffset(7, path);
        _builder.AddOffset(8, cause);
        _builder.AddOffset(10, details);
        _builder.Add(0, (byte)error.Side);
        _builder.Add(9, error.Retryable);
        return _builder.End();
    }

    private int Frames(IReadOnlyList<ErrorFrame> frames) => _builder.Vector(frames, static (b, frame) =>
    {
        var (file, function) = (b.String(frame.File), b.String(frame.Function));
        b.Start(5);
        b.AddOffset(0, file);
        b.Add(1, (uint)frame.Line);
        b.Add(2, (uint)frame.Column);
        b.AddOffset(3, function);
        b.Add(4, frame.IsUser);
        return b.End();
    });

    private int Rejected(RejectedMessage m)
    {
        var (code, reason) = (_builder.String(m.Code), _builder.String(m.Reason));
        return Offsets(_builder, code, reason);
    }

    private int Log(LogMessage m)
    {
        var text = _builder.String(m.Message);
        _builder.Start(2);
        _builder.AddOffset(1, text);
        _builder.Add(0, (byte)m.Level);
        return _builder.End();
    }

    private int Output(OutputMessage m)
    {
        var data = _builder.Bytes(m.Data.Span);
        _builder.Start(2);
        _builder.AddOffset(1, data);
        _builder.Add(0, (byte)m.Stream);
        return _builder.End();
    }

    private int Progress(ProgressMessage m)
    {
        var text = _builder.String(m.Message);
        _builder.Start(2);
        _builder.Add(0, m.Fraction, -1.0);
        _builder.AddOffset(1, text);
        return _builder.End();
    }

    /// <summary>A table whose fields are all offsets, in the order of their ids.</summary>
    private static int Offsets(FlatBufferBuilder builder, params ReadOnlySpan<int> offsets)
    {
        builder.Start(offsets.Length);
        for (var i = 0; i < offsets.Length; i++) builder.AddOffset(i, offsets[i]);
        return builder.End();
    }
}
