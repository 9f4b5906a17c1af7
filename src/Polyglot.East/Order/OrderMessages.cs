namespace Polyglot.East;

/// <summary>What relations between values say.</summary>
internal static class OrderMessages
{
    public static string NoIdentity(EastType type) => $"Functions have no identity: Is cannot compare values of type {TypeText.Print(type)}";
}
