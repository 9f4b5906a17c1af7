using System.Globalization;

namespace Polyglot.East;

/// <summary>What the builtins on Blobs say.</summary>
internal static class BlobMessages
{
    public const string NotUtf8 = "Blob is not valid UTF-8";
    public const string NotUtf16 = "Blob is not valid UTF-16";

    public static string OutOfBounds(long index) => string.Create(CultureInfo.InvariantCulture, $"Blob index {index} out of bounds");

    public static string DecodeBeast(string problem) => $"Failed to decode Beast data: {problem}";

    public static string DecodeBeast2(string problem) => $"Failed to decode Beast2 data: {problem}";

    public static string DecodeCsv(string problem) => $"Failed to decode CSV data: {problem}";

    public static string EncodeCsv(string problem) => $"Failed to encode CSV data: {problem}";
}
