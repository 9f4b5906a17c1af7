using System.CommandLine;
using System.Globalization;
using Polyglot.Cli.Errors;

namespace Polyglot.Cli.CommandLine;

/// <summary>Options whose value is a number of bytes: <c>800</c>, <c>1.5GB</c>, <c>200 MB</c>, <c>4 GiB</c>.</summary>
internal static class SizeOption
{
    private static readonly (string Unit, double Bytes)[] Units =
    [
        ("KIB", 1024), ("MIB", 1024 * 1024), ("GIB", 1L << 30), ("TIB", 1L << 40), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1), ("", 1),
    ];

    /// <summary>An option that is null where it is not given.</summary>
    public static Option<long?> Make(string description, string name) => new(name)
    {
        Description = description,
        HelpName = "SIZE",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (Parse(text) is { } size) return size;
            result.AddError(DiskMessages.BadSize(name, text));
            return null;
        },
    };

    /// <summary>The number of bytes; null for what is none.</summary>
    public static long? Parse(string text)
    {
        var upper = text.Trim().ToUpperInvariant();
        var (unit, bytes) = Units.First(u => upper.EndsWith(u.Unit, StringComparison.Ordinal));
        var number = upper[..^unit.Length].TrimEnd();
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value * bytes < long.MaxValue ? (long)(value * bytes) : null;
    }
}
