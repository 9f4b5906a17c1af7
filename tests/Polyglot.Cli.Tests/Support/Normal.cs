using System.Text.RegularExpressions;

namespace Polyglot.Cli.Tests.Support;

/// <summary>Output with everything that differs from run to run replaced by a word.</summary>
internal static partial class Normal
{
    public static string Text(string output, string folder) =>
        Run().Replace(Id().Replace(Time().Replace(output.Replace(folder, "/project", StringComparison.Ordinal), " TIME"), "ID"), "RUN");

    // A time is right-aligned: its width differs too.
    [GeneratedRegex(@" *\d+\.\d+ s\b| *\d+ min \d\d s\b")]
    private static partial Regex Time();

    [GeneratedRegex(@"\b[0-9a-f]{12}\b|\b[0-9a-f]{64}\b")]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{8}-\d{9}-[0-9a-f]{8}")]
    private static partial Regex Run();
}
