namespace Polyglot.East;

/// <summary>What the builtins on Strings say.</summary>
internal static class StringMessages
{
    /// <summary>The most UTF-16 units that a String may have; the limit of the reference's host, so that programs fail alike everywhere.</summary>
    public const int MaxLength = 536_870_888;

    /// <summary>A result that would be too long.</summary>
    public static string TooLong(long length) => $"String too long: {length} units, at most {MaxLength} are possible";

    /// <summary>What <c>Parse</c> says; the error is the reader's whole sentence.</summary>
    public static string Parse(EastType type, ParseError error) => $"Failed to parse {TypeText.Print(type)} at {error.Position}: {error.Message}";
}
