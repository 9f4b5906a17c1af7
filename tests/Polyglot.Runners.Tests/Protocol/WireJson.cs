using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polyglot.Runners.Tests.Protocol;

/// <summary>
/// Messages in the JSON of flatc, so that content can be compared with the golden cases. What FlatBuffers does not tell apart (absent and empty, absent and default)
/// is left out, and members are in alphabetical order.
/// </summary>
internal static class WireJson
{
    public static string Of(Envelope envelope)
    {
        var (name, fields) = Message(envelope.Message);
        return Normal(new JsonObject { ["id"] = envelope.Id, ["message_type"] = name, ["message"] = fields });
    }

    public static string Normal(string json) => Normal(JsonNode.Parse(json)!);

    private static string Normal(JsonNode node) => Clean(node, keep: true)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    /// <summary>Null when there is nothing worth saying.</summary>
    private static JsonNode? Clean(JsonNode? node, bool keep = false)
    {
        switch (node)
        {
            case JsonObject o:
                var members = o.Select(m => (m.Key, Value: IsDefault(m.Key, m.Value) ? null : Clean(m.Value, m.Key == "message")))
                    .Where(m => m.Value is not null).OrderBy(m => m.Key, StringComparer.Ordinal).ToArray();
                return members.Length == 0 && !keep ? null : new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, m.Value)));
            case JsonArray a:
                return a.Count == 0 ? null : new JsonArray([.. a.Select(i => Clean(i, keep: true))]);
            default:
                return node?.DeepClone();
        }
    }

    private static bool IsDefault(string key, JsonNode? value) => value is JsonValue v && v.ToJsonString() switch
    {
        "0" => key != "argument",
        "-1" => key == "argument",
        "-1.0" => key == "fraction",
        "false" or "\"\"" or "\"Unknown\"" => true,
        _ => false,
    };

    private static (string, JsonObject) Message(RunnerMessage message) => message switch
    {
        HelloMessage m => ("Hello", new JsonObject
        {
            ["protocol_min"] = m.ProtocolMin,
            ["protocol_max"] = m.ProtocolMax,
            ["host_version"] = m.HostVersion,
            ["features"] = Strings(m.Features),
            ["limits"] = Limits(m.Limits),
            ["session_id"] = m.SessionId,
        }),
        ReadyMessage m => ("Ready", new JsonObject
        {
            ["protocol"] = m.Protocol,
            ["runner"] = m.Runner,
            ["runner_version"] = m.RunnerVersion,
            ["language"] = m.Language,
            ["language_version"] = m.LanguageVersion,
            ["features"] = Strings(m.Features),
            ["ir_versions"] = Strings(m.IrVersions),
            ["max_concurrency"] = m.MaxConcurrency,
            ["platform_functions"] = List(m.PlatformFunctions, f => new JsonObject
            {
                ["name"] = f.Name,
                ["inputs"] = List(f.Inputs, i => new JsonObject { ["schema"] = Bytes(i) }),
                ["output"] = new JsonObject { ["schema"] = Bytes(f.Output) },
                ["is_async"] = f.IsAsync,
            }),
        }),
        ExecuteMessage m => ("Execute", new JsonObject
        {
            ["program"] = m.Program is null ? null : new JsonObject
            {
                ["kind"] = m.Program.Kind.ToString(),
                ["script"] = m.Program.Script,
                ["function"] = m.Program.Function,
                ["code_id"] = m.Program.CodeId,
                ["ir_path"] = m.Program.IrPath,
                ["ir_id"] = m.Program.IrId,
                ["platforms"] = Strings(m.Program.Platforms),
            },
            ["inputs"] = List(m.Inputs, i => new JsonObject { ["name"] = i.Name, ["id"] = i.Id, ["path"] = i.Path, ["schema"] = Bytes(i.Schema) }),
            ["output"] = m.Output is null ? null : new JsonObject { ["path"] = m.Output.Path, ["schema"] = Bytes(m.Output.Schema) },
            ["work_dir"] = m.WorkDir,
            // flatc always prints the value of a pair, even an empty one.
            ["environment"] = List(m.Environment, p => new JsonObject { ["key"] = p.Key, ["value"] = p.Value }),
            ["deadline_ms"] = m.DeadlineMs,
            ["limits"] = Limits(m.Limits),
            ["isolation"] = m.Isolation.ToString(),
            ["seed"] = m.Seed,
            ["task"] = m.Task,
        }),
        DescribeMessage m => ("Describe", new JsonObject { ["script"] = m.Script, ["code_id"] = m.CodeId, ["functions"] = Strings(m.Functions) }),
        PingMessage => ("Ping", []),
        CancelMessage m => ("Cancel", new JsonObject { ["reason"] = m.Reason }),
        ShutdownMessage m => ("Shutdown", new JsonObject { ["reason"] = m.Reason }),
        CompletedMessage m => ("Completed", new JsonObject
        {
            ["size"] = m.Size,
            ["timings"] = Timings(m.Timings),
            ["peak_memory_bytes"] = m.PeakMemoryBytes,
            ["cpu_ns"] = m.CpuNs,
            ["description"] = m.Description is null ? null : new JsonObject
            {
                ["functions"] = List(m.Description.Functions, f => new JsonObject
                {
                    ["name"] = f.Name,
                    ["parameters"] = List(f.Parameters, p => new JsonObject
                    {
                        ["name"] = p.Name,
                        ["schema"] = Bytes(p.Schema),
                        ["optional"] = p.Optional,
                        ["problem"] = p.Problem,
                    }),
                    ["output"] = Bytes(f.Output),
                    ["problem"] = f.Problem,
                    ["summary"] = f.Summary,
                    ["line"] = f.Line,
                }),
                ["dependencies"] = Strings(m.Description.Dependencies),
            },
        }),
        FailedMessage m => ("Failed", new JsonObject
        {
            ["error"] = Error(m.Error),
            ["timings"] = Timings(m.Timings),
            ["peak_memory_bytes"] = m.PeakMemoryBytes,
            ["cpu_ns"] = m.CpuNs,
        }),
        CancelledMessage m => ("Cancelled", new JsonObject { ["reason"] = m.Reason }),
        RejectedMessage m => ("Rejected", new JsonObject { ["code"] = m.Code, ["reason"] = m.Reason }),
        LogMessage m => ("Log", new JsonObject { ["level"] = m.Level.ToString(), ["message"] = m.Message }),
        OutputMessage m => ("Output", new JsonObject { ["stream"] = m.Stream.ToString(), ["data"] = Bytes(m.Data) }),
        ProgressMessage m => ("Progress", new JsonObject { ["fraction"] = m.Fraction < 0 ? null : m.Fraction, ["message"] = m.Message }),
        _ => throw new ArgumentException(message.ToString()),
    };

    private static JsonObject? Error(TaskError? e) => e is null ? null : new JsonObject
    {
        ["side"] = e.Side.ToString(),
        ["code"] = e.Code,
        ["summary"] = e.Summary,
        ["error_type"] = e.ErrorType,
        ["frames"] = Frames(e.Frames),
        ["location"] = Frames(e.Location),
        ["argument"] = e.Argument,
        ["path"] = e.Path,
        ["cause"] = Error(e.Cause),
        ["retryable"] = e.Retryable,
        ["details"] = e.Details,
    };

    private static JsonArray Frames(IReadOnlyList<ErrorFrame> frames) => List(frames, f => new JsonObject
    {
        ["file"] = f.File,
        ["line"] = f.Line,
        ["column"] = f.Column,
        ["function"] = f.Function,
        ["is_user"] = f.IsUser,
    });

    private static JsonObject? Limits(WireLimits? l) => l is null ? null : new JsonObject
    {
        ["max_frame_bytes"] = l.MaxFrameBytes,
        ["max_output_bytes"] = l.MaxOutputBytes,
        ["max_log_bytes"] = l.MaxLogBytes,
        ["max_memory_bytes"] = l.MaxMemoryBytes,
    };

    private static JsonObject? Timings(WireTimings? t) => t is null ? null : new JsonObject
    {
        ["load_ns"] = t.LoadNs,
        ["decode_ns"] = t.DecodeNs,
        ["call_ns"] = t.CallNs,
        ["encode_ns"] = t.EncodeNs,
    };

    private static JsonArray Strings(IReadOnlyList<string> texts) => [.. texts.Select(t => (JsonNode)t)];

    private static JsonArray Bytes(ReadOnlyMemory<byte> bytes) => [.. bytes.ToArray().Select(b => (JsonNode)(int)b)];

    private static JsonArray List<T>(IReadOnlyList<T> items, Func<T, JsonNode> of) => [.. items.Select(of)];
}
