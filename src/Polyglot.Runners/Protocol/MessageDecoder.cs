using System.Runtime.CompilerServices;

namespace Polyglot.Runners;

/// <summary>What a payload held: an envelope, or why there is none.</summary>
/// <param name="Envelope">Null exactly when <paramref name="Problem"/> is not.</param>
/// <param name="Problem">What does not fit.</param>
public readonly record struct DecodedFrame(Envelope? Envelope, string? Problem);

/// <summary>Decodes payloads of frames. Thread-safe: it has no state.</summary>
public static class MessageDecoder
{
    /// <summary>Causes nested deeper than this are refused.</summary>
    public const int MaxCauseDepth = 16;

    /// <summary>Decodes one payload. The result shares nothing with it. Never throws on bad bytes.</summary>
    public static DecodedFrame Decode(ReadOnlySpan<byte> payload)
    {
        var reader = new FlatBufferReader(payload);
        var root = reader.Root("PGRE"u8);
        var id = reader.UInt64(root, 0);
        var type = (MessageType)reader.Byte(root, 1);
        var table = reader.Table(root, 2);
        if (reader.Problem is null && type == MessageType.None) reader.Fail<bool>("the envelope holds no message");
        if (reader.Problem is null && table.IsAbsent && type <= MessageType.Progress) reader.Fail<bool>("the message has a type and no table");
        var message = reader.Problem is null ? Message(ref reader, type, table) : null;
        return reader.Problem is { } problem ? new DecodedFrame(null, problem) : new DecodedFrame(new Envelope(id, message!), null);
    }

    private static RunnerMessage Message(ref FlatBufferReader reader, MessageType type, FlatTable table) => type switch
    {
        MessageType.Completed => new CompletedMessage(
            reader.UInt64(table, 0), Timings(ref reader, table, 1), reader.UInt64(table, 2), reader.UInt64(table, 3), Description(ref reader, reader.Table(table, 4))),
        MessageType.Failed => new FailedMessage(
            Error(ref reader, reader.Table(table, 0), 0), Timings(ref reader, table, 1), reader.UInt64(table, 2), reader.UInt64(table, 3)),
        MessageType.Output => new OutputMessage(Known<StreamKind>(reader.Byte(table, 0), 2), reader.Bytes(table, 1)),
        MessageType.Log => new LogMessage(Known<TaskLogLevel>(reader.Byte(table, 0), 4), reader.String(table, 1)),
        MessageType.Progress => new ProgressMessage(reader.Double(table, 0, -1.0), reader.String(table, 1)),
        MessageType.Cancelled => new CancelledMessage(reader.String(table, 0)),
        MessageType.Rejected => new RejectedMessage(reader.String(table, 0), reader.String(table, 1)),
        MessageType.Ready => Ready(ref reader, table),
        MessageType.Hello => new HelloMessage(
            reader.UInt32(table, 0), reader.UInt32(table, 1), reader.String(table, 2), reader.Strings(table, 3), Limits(ref reader, reader.Table(table, 4)), reader.String(table, 5)),
        MessageType.Execute => Execute(ref reader, table),
        MessageType.Describe => new DescribeMessage(reader.String(table, 0), reader.String(table, 1), reader.Strings(table, 2)),
        MessageType.Ping => new PingMessage(),
        MessageType.Cancel => new CancelMessage(reader.String(table, 0)),
        MessageType.Shutdown => new ShutdownMessage(reader.String(table, 0)),
        _ => new UnknownMessage((byte)type),
    };

    private static WireTimings? Timings(ref FlatBufferReader reader, FlatTable parent, int field) =>
        reader.Table(parent, field) is { IsAbsent: false } table
            ? new WireTimings(reader.UInt64(table, 0), reader.UInt64(table, 1), reader.UInt64(table, 2), reader.UInt64(table, 3))
            : null;

    private static WireLimits? Limits(ref FlatBufferReader reader, FlatTable table) =>
        table.IsAbsent ? null : new WireLimits(reader.UInt32(table, 0), reader.UInt64(table, 1), reader.UInt64(table, 2), reader.UInt64(table, 3));

    private static ReadyMessage Ready(ref FlatBufferReader reader, FlatTable table)
    {
        var vector = reader.Vector(table, 8);
        var functions = new PlatformFunction[vector.Count];
        for (var i = 0; i < functions.Length; i++)
        {
            var function = reader.TableAt(vector, i);
            var inputs = reader.Vector(function, 1);
            var schemas = new ReadOnlyMemory<byte>[inputs.Count];
            for (var k = 0; k < schemas.Length; k++) schemas[k] = reader.Bytes(reader.TableAt(inputs, k), 0);
            functions[i] = new PlatformFunction(reader.String(function, 0), schemas, reader.Bytes(reader.Table(function, 2), 0), reader.Bool(function, 3));
            if (reader.Problem is not null) break;
        }
        return new ReadyMessage(
            reader.UInt32(table, 0), reader.String(table, 1), reader.String(table, 2), reader.String(table, 3), reader.String(table, 4),
            reader.Strings(table, 5), reader.Strings(table, 6), reader.UInt32(table, 7), functions);
    }

    private static ExecuteMessage Execute(ref FlatBufferReader reader, FlatTable table)
    {
        var program = reader.Table(table, 0) is { IsAbsent: false } p
            ? new WireProgram(
                Known<ProgramKind>(reader.Byte(p, 0), 2), reader.String(p, 1), reader.String(p, 2), reader.String(p, 3), reader.String(p, 4), reader.String(p, 5), reader.Strings(p, 6))
            : null;
        var vector = reader.Vector(table, 1);
        var inputs = new WireInput[vector.Count];
        for (var i = 0; i < inputs.Length && reader.Problem is null; i++)
        {
            var input = reader.TableAt(vector, i);
            inputs[i] = new WireInput(reader.String(input, 0), reader.String(input, 1), reader.String(input, 2), reader.Bytes(input, 3));
        }
        var output = reader.Table(table, 2) is { IsAbsent: false } o ? new WireOutput(reader.String(o, 0), reader.Bytes(o, 1)) : null;
        vector = reader.Vector(table, 4);
        var environment = new KeyValuePair<string, string>[vector.Count];
        for (var i = 0; i < environment.Length && reader.Problem is null; i++)
        {
            var pair = reader.TableAt(vector, i);
            environment[i] = new(reader.String(pair, 0), reader.String(pair, 1));
        }
        return new ExecuteMessage(
            program, inputs, output, reader.String(table, 3), environment, reader.UInt64(table, 5), Limits(ref reader, reader.Table(table, 6)),
            Known<WireIsolation>(reader.Byte(table, 7), 2), reader.UInt64(table, 8), reader.String(table, 9));
    }

    private static ScriptDescription? Description(ref FlatBufferReader reader, FlatTable table)
    {
        if (table.IsAbsent) return null;
        var vector = reader.Vector(table, 0);
        var functions = new FunctionDescription[vector.Count];
        for (var i = 0; i < functions.Length && reader.Problem is null; i++)
        {
            var function = reader.TableAt(vector, i);
            var list = reader.Vector(function, 1);
            var parameters = new ParameterDescription[list.Count];
            for (var k = 0; k < parameters.Length && reader.Problem is null; k++)
            {
                var parameter = reader.TableAt(list, k);
                parameters[k] = new ParameterDescription(reader.String(parameter, 0), reader.Bytes(parameter, 1), reader.Bool(parameter, 2), reader.String(parameter, 3));
            }
            functions[i] = new FunctionDescription(
                reader.String(function, 0), parameters, reader.Bytes(function, 2), reader.String(function, 3), reader.String(function, 4), Number(reader.UInt32(function, 5)));
        }
        return new ScriptDescription(functions, reader.Strings(table, 1));
    }

    private static TaskError? Error(ref FlatBufferReader reader, FlatTable table, int depth)
    {
        if (table.IsAbsent) return null;
        if (depth > MaxCauseDepth) return reader.Fail<TaskError?>("the causes of an error nest too deeply");
        return new TaskError
        {
            Side = Known<FaultSide>(reader.Byte(table, 0), 3),
            Code = reader.String(table, 1),
            Summary = reader.String(table, 2),
            ErrorType = reader.String(table, 3),
            Frames = Frames(ref reader, table, 4),
            Location = Frames(ref reader, table, 5),
            Argument = reader.Int32(table, 6, -1),
            Path = reader.String(table, 7),
            Cause = Error(ref reader, reader.Table(table, 8), depth + 1),
            Retryable = reader.Bool(table, 9),
            Details = reader.String(table, 10),
        };
    }

    private static ErrorFrame[] Frames(ref FlatBufferReader reader, FlatTable parent, int field)
    {
        var vector = reader.Vector(parent, field);
        if (vector.Count == 0) return [];
        var frames = new ErrorFrame[vector.Count];
        for (var i = 0; i < frames.Length && reader.Problem is null; i++)
        {
            var frame = reader.TableAt(vector, i);
            frames[i] = new ErrorFrame(
                reader.String(frame, 0), Number(reader.UInt32(frame, 1)), Number(reader.UInt32(frame, 2)), reader.String(frame, 3), reader.Bool(frame, 4));
        }
        return frames;
    }

    private static int Number(uint value) => value > int.MaxValue ? 0 : (int)value;

    /// <summary>An enum value that a newer sender may have added reads as unknown.</summary>
    private static T Known<T>(byte value, byte last)
        where T : struct, Enum => value > last ? default : Unsafe.BitCast<int, T>(value);
}
