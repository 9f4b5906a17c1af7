using System.Text.Json;
using Polyglot.East;

namespace Polyglot.Runners.Conformance;

/// <summary>
/// Holds one case's conversation with one started runtime. Frames that come before they are asked for are kept by request, so that steps may expect replies
/// in any order; order within a request is checked: events before the reply, one reply, nothing after it.
/// </summary>
internal sealed class CaseRun(IConformancePeer peer, ConformanceKitOptions options, string folder)
{
    private readonly MessageEncoder _encoder = new();
    private readonly TaskFiles _files = new(folder);
    private readonly Dictionary<ulong, List<RunnerMessage>> _received = [];
    private readonly Dictionary<ulong, (EastType Type, string Path)> _outputs = [];

    /// <summary>What the runtime said in the handshake; null before it.</summary>
    public ReadyMessage? Ready { get; private set; }

    /// <summary>Greets the runtime as a host does.</summary>
    public async Task HandshakeAsync()
    {
        SendHello(1, 1);
        await ExpectReadyAsync().ConfigureAwait(false);
    }

    /// <summary>Does one step.</summary>
    /// <exception cref="ConformanceException">The runtime did something else.</exception>
    public Task StepAsync(ConformanceStep step)
    {
        var body = step.Body;
        switch (step.Kind)
        {
            case "hello": SendHello((uint)body.GetProperty("protocolMin").GetInt32(), (uint)body.GetProperty("protocolMax").GetInt32()); break;
            case "ready": return ExpectReadyAsync(body.Number("protocol"));
            case "execute": SendExecute(body); break;
            case "describe": Send(Id(body), new DescribeMessage(Script(body), CodeId(body), [.. body.OneOrMore("functions")])); break;
            case "ping": Send(Id(body), new PingMessage()); break;
            case "cancel": Send(Id(body), new CancelMessage("the case asks for it")); break;
            case "shutdown": Send(Id(body), new ShutdownMessage("the case asks for it")); break;
            case "raw": peer.Send(Convert.FromHexString(body.GetString()!)); break;
            case "closeInput": peer.CloseInput(); break;
            case "expect": return ExpectReplyAsync(body);
            case "exit": return ExpectExitAsync(body);
            default: throw new InvalidDataException($"unknown step '{step.Kind}'");
        }
        return Task.CompletedTask;
    }

    /// <summary>Sends a value through the kit's <c>echo</c> and returns the bytes that come back.</summary>
    public async Task<byte[]> EchoAsync(ulong id, EastType type, byte[] file)
    {
        var output = _files.NewPath();
        Send(id, Execute("echo", [_files.Write("value", type, file)], type, output));
        var reply = await ReplyAsync(id).ConfigureAwait(false);
        if (reply is not CompletedMessage) throw new ConformanceException($"echo answered {Describe(reply)}");
        return await File.ReadAllBytesAsync(output).ConfigureAwait(false);
    }

    private void SendHello(uint min, uint max) =>
        Send(0, new HelloMessage(min, max, options.HostVersion, ["progress", "fork"], new WireLimits(MaxFrameBytes: 1 << 24), "conformance"));

    private async Task ExpectReadyAsync(int? protocol = null)
    {
        var frame = await peer.ReceiveAsync(options.StartTimeout).ConfigureAwait(false) ?? throw new ConformanceException($"it ended instead of answering Hello.{Log()}");
        Ready = frame is { Id: 0, Message: ReadyMessage ready } ? ready : throw new ConformanceException($"it answered Hello with {Describe(frame.Message)}");
        Check(protocol is null || Ready.Protocol == protocol, $"it chose protocol {Ready.Protocol}, not {protocol}");
        Check(Ready.Runner.Length > 0 && Ready.Language.Length > 0 && Ready.LanguageVersion.Length > 0, "Ready does not say which runner, language and version it is");
    }

    private void SendExecute(JsonElement body)
    {
        var type = TaskFiles.ParseType(body.GetProperty("output").GetString()!);
        var output = body.Text("outputFolder") is { } missing ? Path.Combine(folder, missing, "output.beast2") : _files.NewPath();
        var inputs = body.Items("inputs").Select((json, i) => _files.Make(json, $"input{i}")).ToList();
        var request = Execute(body.GetProperty("function").GetString()!, inputs, type, output) with
        {
            Isolation = body.Text("isolation") is { } isolation ? Enum.Parse<WireIsolation>(isolation) : WireIsolation.Shared,
            Seed = (ulong)(body.Number("seed") ?? 0),
        };
        _outputs[Id(body)] = (type, output);
        Send(Id(body), request with { Program = request.Program! with { Script = Script(body), CodeId = CodeId(body) } });
    }

    private ExecuteMessage Execute(string function, IReadOnlyList<WireInput> inputs, EastType type, string output) => new(
        new WireProgram(ProgramKind.Function, options.KitScript, function, options.KitId, "", "", []),
        inputs, new WireOutput(output, TypeCodec.Encode(type)), folder, [], 0, null, WireIsolation.Shared, 0, function);

    private async Task ExpectReplyAsync(JsonElement expected)
    {
        var id = Id(expected);
        var reply = await ReplyAsync(id).ConfigureAwait(false);
        var events = _received[id][..^1];
        var kinds = expected.OneOrMore("reply");
        Check(kinds.Contains(NameOf(reply)), $"request {id}: expected {string.Join(" or ", kinds)}, got {Describe(reply)}");
        new ReplyExpectation(expected, id).Check(reply, events);
        if (expected.Text("value") is { } value) CheckOutput(id, value);
        if (expected.Text("log") is { } text) Check(peer.Log().Contains(text, StringComparison.Ordinal), $"'{text}' is not in the process's log");
    }

    private void CheckOutput(ulong id, string expected)
    {
        var (type, path) = _outputs[id];
        Check(File.Exists(path), $"request {id}: the output file is not there");
        var read = Beast2.Decode(File.ReadAllBytes(path), type);
        Check(read.IsSuccess, $"request {id}: the output is damaged: {read.Error}");
        var text = EastText.Print(type, read.Value);
        Check(text == expected, $"request {id}: expected {expected}, got {text}");
    }

    private async Task ExpectExitAsync(JsonElement expected)
    {
        var code = await peer.ExitAsync(options.ReplyTimeout).ConfigureAwait(false);
        Check(code is not null, $"the process still runs after {options.ReplyTimeout.TotalSeconds} s");
        if (expected.Number("code") is { } wanted) Check(code == wanted, $"expected exit code {wanted}, got {code}.{Log()}");
        if (expected.Flag("log") == true) Check(!string.IsNullOrWhiteSpace(peer.Log()), "it says nothing on standard error");
    }

    /// <summary>Reads until the request has its reply.</summary>
    private async Task<RunnerMessage> ReplyAsync(ulong id)
    {
        while (true)
        {
            if (_received.TryGetValue(id, out var messages) && messages.Count > 0 && IsReply(messages[^1])) return messages[^1];
            var frame = await peer.ReceiveAsync(options.ReplyTimeout).ConfigureAwait(false)
                ?? throw new ConformanceException($"the stream ended before the reply to request {id}.{Log()}");
            if (!_received.TryGetValue(frame.Id, out messages)) throw new ConformanceException($"{Describe(frame.Message)} for request {frame.Id}, which was never sent");
            Check(messages.Count == 0 || !IsReply(messages[^1]), $"{Describe(frame.Message)} after the reply to request {frame.Id}");
            messages.Add(frame.Message);
        }
    }

    private void Send(ulong id, RunnerMessage message)
    {
        // Cancel belongs to a request that is there already.
        if (message is not CancelMessage) _received[id] = [];
        peer.Send(_encoder.Encode(id, message).Span);
    }

    private string Script(JsonElement body) => body.Text("script") is { } other ? Path.Combine(folder, other + Path.GetExtension(options.KitScript)) : options.KitScript;

    private string CodeId(JsonElement body) => body.Text("codeId") ?? options.KitId;

    private string Log() => peer.Log() is { Length: > 0 } log ? $" It wrote: {log.Trim()}" : "";

    private static ulong Id(JsonElement body) => body.GetProperty("id").GetUInt64();

    private static bool IsReply(RunnerMessage message) => message is CompletedMessage or FailedMessage or CancelledMessage or RejectedMessage;

    private static string NameOf(RunnerMessage message) => message.GetType().Name.Replace("Message", "", StringComparison.Ordinal);

    private static string Describe(RunnerMessage message) => message switch
    {
        FailedMessage { Error: { } e } => $"Failed ({e.Side} {e.Code}: {e.Summary})",
        RejectedMessage r => $"Rejected ({r.Code}: {r.Reason})",
        _ => NameOf(message),
    };

    private static void Check(bool holds, string otherwise)
    {
        if (!holds) throw new ConformanceException(otherwise);
    }
}
