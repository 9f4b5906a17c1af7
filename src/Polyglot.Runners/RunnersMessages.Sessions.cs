namespace Polyglot.Runners;

internal static partial class RunnersMessages
{
    public const string ClosedByHost = "the host ended the session";
    public const string CleanEnd = "the runner closed the protocol";
    public const string FailuresNotTold = "the test failed and the runtime does not say why";

    public static string EndInsideFrame(int bytes) => $"the protocol ended inside a frame, after {bytes} bytes of it";

    public static string BadMagic(string shown) => $"runner wrote text to the protocol: \"{shown}\"";

    public static string FrameTooLong(uint length, int limit) => $"the runner announced a frame of {length} bytes, and the limit is {limit}";

    public static string Undecodable(string problem) => $"the runner sent a frame that cannot be decoded: {problem}";

    public static string MessageBeforeReady(string name) => $"the runner sent {name} before Ready";

    public static string UnexpectedMessage(string name) => $"the runner sent {name}, which no runner may send now";

    public static string IncompatibleProtocol(uint version) => $"the runner speaks protocol {version}, and this host speaks {RunnerSession.Protocol}";

    public static string SecondReply(string name, ulong id) => $"the runner answered request {id} twice (the second time with {name})";

    public static string EventAfterReply(string name, ulong id) => $"the runner sent {name} for request {id} after its reply";

    public static string UnknownRequest(string name, ulong id) => $"the runner sent {name} for request {id}, which was never made";
}
