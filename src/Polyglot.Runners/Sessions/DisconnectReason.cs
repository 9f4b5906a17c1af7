namespace Polyglot.Runners;

/// <summary>Why a session ended. <c>ir/protocol.md</c> lists what each means and who is usually at fault.</summary>
public enum DisconnectReason
{
    /// <summary>The host ended it.</summary>
    ClosedByHost,

    /// <summary>The runtime closed the channel between two frames.</summary>
    CleanEnd,

    /// <summary>The channel ended inside a frame.</summary>
    EndInsideFrame,

    /// <summary>Something that is not a frame: usually text that was printed to the channel.</summary>
    BadMagic,

    /// <summary>A frame longer than was agreed on.</summary>
    FrameTooLong,

    /// <summary>A frame whose payload is no message.</summary>
    Undecodable,

    /// <summary>A message that a runtime never sends, or not at that time.</summary>
    UnexpectedMessage,

    /// <summary>The runtime speaks no version of the protocol that this host speaks.</summary>
    IncompatibleProtocol,

    /// <summary>A second reply to one request.</summary>
    SecondReply,

    /// <summary>An event of a request that was already answered.</summary>
    EventAfterReply,

    /// <summary>A reply or event of a request that was never made.</summary>
    UnknownRequest,
}

/// <summary>How a session ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">One line for people.</param>
public sealed record SessionEnd(DisconnectReason Reason, string Message)
{
    /// <summary>True when the runtime broke the protocol, as opposed to ending or being ended.</summary>
    public bool IsViolation => Reason > DisconnectReason.EndInsideFrame;

    /// <summary>True when a request that was answered before is to blame, and none of those that were open.</summary>
    public bool IsOfAnsweredRequest => Reason is DisconnectReason.SecondReply or DisconnectReason.EventAfterReply;
}
