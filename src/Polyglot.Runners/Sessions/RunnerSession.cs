using System.Text;

namespace Polyglot.Runners;

/// <summary>
/// The conversation with one runtime: handshake, requests and their replies. It trusts nothing it reads; the first thing that breaks the protocol ends it, with a
/// name for what happened, and every open request with it. Thread-safe. One thread of its own reads.
/// </summary>
internal sealed class RunnerSession
{
    /// <summary>The protocol version that this host speaks.</summary>
    public const uint Protocol = 1;

    private const int ShownBytes = 80;

    private readonly Lock _gate = new();
    private readonly Lock _sending = new();
    private readonly IByteChannel _channel;
    private readonly FrameReader _frames;
    private readonly MessageEncoder _encoder = new();
    private readonly Dictionary<ulong, PendingRequest> _open = [];
    private readonly TaskCompletionSource<ReadyMessage?> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong _nextId = 1;
    private bool _isReady;
    private bool _isClosing;
    private SessionEnd? _end;

    /// <summary>Makes a session; <see cref="Start"/> begins it.</summary>
    /// <param name="channel">Owned by the session from then on.</param>
    /// <param name="maxPayload">Largest frame that is read.</param>
    public RunnerSession(IByteChannel channel, int maxPayload = FrameReader.DefaultMaxPayload)
    {
        _channel = channel;
        _frames = new FrameReader(maxPayload);
        MaxPayload = maxPayload;
    }

    /// <summary>Largest frame that is read.</summary>
    public int MaxPayload { get; }

    /// <summary>What the runtime said of itself; null when the session ended first. Never fails.</summary>
    public Task<ReadyMessage?> Ready => _ready.Task;

    /// <summary>How the session ended; the channel is closed then. Never fails.</summary>
    public Task<SessionEnd> Ended => _ended.Task;

    /// <summary>True when the runtime does not take what it is sent.</summary>
    public bool IsBlocked => _channel.IsBlocked;

    /// <summary>Sends the greeting and starts the reading thread.</summary>
    public void Start(HelloMessage hello, string name)
    {
        Send(0, hello);
        new Thread(Read) { IsBackground = true, Name = $"polyglot {name}" }.Start();
    }

    /// <summary>Sends a request. When the session has ended the request is completed with its end.</summary>
    public void Request(RunnerMessage message, PendingRequest request)
    {
        SessionEnd? end;
        lock (_gate)
        {
            end = _end;
            if (end is null)
            {
                request.Id = _nextId++;
                _open.Add(request.Id, request);
            }
        }
        // A send that finds the other end closed is no news: the reader is about to learn why.
        if (end is null) Send(request.Id, message);
        else request.Complete(new SessionReply(null, end));
    }

    /// <summary>Asks the runtime to stop a request. It answers by that request's reply, if at all.</summary>
    public void Cancel(PendingRequest request, string reason) => Send(request.Id, new CancelMessage(reason));

    /// <summary>Says good-bye and closes the runtime's input: it exits now. What it still says is read.</summary>
    public void Close(string reason)
    {
        lock (_gate) _isClosing = true;
        Request(new ShutdownMessage(reason), new PendingRequest(null));
        _channel.CloseSending();
    }

    /// <summary>Stops reading: nothing that matters can come any more.</summary>
    public void Abort() => _channel.Interrupt();

    private void Send(ulong id, RunnerMessage message)
    {
        lock (_sending) _channel.Send(_encoder.Encode(id, message).Span);
    }

    private void Read()
    {
        SessionEnd end;
        try
        {
            end = ReadFrames();
        }
        finally
        {
            _channel.Dispose();
        }
        PendingRequest[] open;
        lock (_gate)
        {
            if (_isClosing && !end.IsViolation) end = new SessionEnd(DisconnectReason.ClosedByHost, RunnersMessages.ClosedByHost);
            _end = end;
            open = [.. _open.Values];
            _open.Clear();
        }
        _ready.TrySetResult(null);
        foreach (var request in open) request.Complete(new SessionReply(null, end));
        _ended.TrySetResult(end);
    }

    private SessionEnd ReadFrames()
    {
        while (true)
        {
            var status = _frames.TryRead(out var payload);
            switch (status)
            {
                case FrameStatus.Payload:
                    if (Handle(MessageDecoder.Decode(payload)) is { } problem) return problem;
                    break;
                case FrameStatus.Incomplete:
                    var count = _channel.Receive(_frames.Space());
                    if (count == 0)
                        return _frames.IsInsideFrame
                            ? new SessionEnd(DisconnectReason.EndInsideFrame, RunnersMessages.EndInsideFrame(_frames.Rest.Length))
                            : new SessionEnd(DisconnectReason.CleanEnd, RunnersMessages.CleanEnd);
                    _frames.Advance(count);
                    break;
                case FrameStatus.BadMagic:
                    return new SessionEnd(DisconnectReason.BadMagic, RunnersMessages.BadMagic(Shown(_frames.Rest)));
                case FrameStatus.TooLong:
                    return new SessionEnd(DisconnectReason.FrameTooLong, RunnersMessages.FrameTooLong(_frames.ClaimedLength, MaxPayload));
                default:
                    return new SessionEnd(DisconnectReason.Undecodable, RunnersMessages.Undecodable("its padding is not zero"));
            }
        }
    }

    /// <summary>Null when the message is in order.</summary>
    private SessionEnd? Handle(DecodedFrame frame)
    {
        if (frame.Envelope is not { } envelope) return new SessionEnd(DisconnectReason.Undecodable, RunnersMessages.Undecodable(frame.Problem!));
        if (!_isReady) return HandleGreeting(envelope);
        switch (envelope.Message)
        {
            case CompletedMessage or FailedMessage or CancelledMessage or RejectedMessage:
                PendingRequest? answered;
                lock (_gate) _open.Remove(envelope.Id, out answered);
                if (answered is null) return NoSuchRequest(envelope, DisconnectReason.SecondReply);
                answered.Complete(new SessionReply(envelope.Message, null));
                return null;
            case LogMessage or OutputMessage or ProgressMessage:
                PendingRequest? open;
                lock (_gate) _open.TryGetValue(envelope.Id, out open);
                if (open is null) return NoSuchRequest(envelope, DisconnectReason.EventAfterReply);
                open.Raise(envelope.Message);
                return null;
            case UnknownMessage:
                // A newer runtime may say more than this host understands.
                return null;
            default:
                return new SessionEnd(DisconnectReason.UnexpectedMessage, RunnersMessages.UnexpectedMessage(NameOf(envelope.Message)));
        }
    }

    private SessionEnd? HandleGreeting(Envelope envelope)
    {
        if (envelope is not { Id: 0, Message: ReadyMessage ready })
            return new SessionEnd(DisconnectReason.UnexpectedMessage, RunnersMessages.MessageBeforeReady(NameOf(envelope.Message)));
        if (ready.Protocol != Protocol)
            return new SessionEnd(DisconnectReason.IncompatibleProtocol, RunnersMessages.IncompatibleProtocol(ready.Protocol));
        _isReady = true;
        _ready.TrySetResult(ready);
        return null;
    }

    private SessionEnd NoSuchRequest(Envelope envelope, DisconnectReason answeredBefore)
    {
        bool wasMade;
        lock (_gate) wasMade = envelope.Id > 0 && envelope.Id < _nextId;
        var name = NameOf(envelope.Message);
        if (!wasMade) return new SessionEnd(DisconnectReason.UnknownRequest, RunnersMessages.UnknownRequest(name, envelope.Id));
        return answeredBefore == DisconnectReason.SecondReply
            ? new SessionEnd(answeredBefore, RunnersMessages.SecondReply(name, envelope.Id))
            : new SessionEnd(answeredBefore, RunnersMessages.EventAfterReply(name, envelope.Id));
    }

    private static string NameOf(RunnerMessage message) => message.GetType().Name.Replace("Message", "", StringComparison.Ordinal);

    /// <summary>The first bytes as text on one line.</summary>
    private static string Shown(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, ShownBytes)]);
        var shown = new StringBuilder(text.Length);
        foreach (var c in text)
            switch (c)
            {
                case '\n':
                    shown.Append("\\n");
                    break;
                case '\r':
                    shown.Append("\\r");
                    break;
                case '\t':
                    shown.Append("\\t");
                    break;
                default:
                    shown.Append(char.IsControl(c) ? '\uFFFD' : c);
                    break;
            }
        return shown.ToString();
    }
}
