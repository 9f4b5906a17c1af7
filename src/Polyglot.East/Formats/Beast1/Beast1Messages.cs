using System.Globalization;

namespace Polyglot.East;

/// <summary>What the reader of beast v1 says (spec 3.2, "Reader errors"), and what its writer refuses. Magic, trailing data and types speak as in beast2.</summary>
internal static class Beast1Messages
{
    public const string ManyCases = "Beast v1 format does not support variants of more than 256 cases";

    public static string Unsupported(string what) => $"Beast v1 format does not support {what} types";

    public static string NulInName(string name) => $"Beast v1 format does not support names with U+0000, such as {QuotedText.Of(name)}";

    public static string BadTypeByte(byte code, int offset) =>
        string.Create(CultureInfo.InvariantCulture, $"Invalid type byte 0x{code:x2} at offset {offset}");

    public static string BadContinuation(byte found, int offset) => $"Invalid continuation byte {found} at offset {offset}";

    public static string NoTerminator(int offset) => $"No null terminator found for string at offset {offset}";
}
