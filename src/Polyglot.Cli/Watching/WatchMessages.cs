using Polyglot.Cli.Rendering;

namespace Polyglot.Cli.Watching;

/// <summary>What <c>watch</c> says of itself.</summary>
internal static class WatchMessages
{
    /// <summary>A block's first line where events were lost.</summary>
    public const string ManyChanged = "many files changed";

    /// <summary>After a run that a change ended.</summary>
    public const string Aborted = "ended by a change";

    /// <summary>After the first cycle.</summary>
    public static string Watching(int count) => $"watching {Quantity.Count(count, "file")}; Ctrl-C ends";

    /// <summary>A file's writer does not let go of it.</summary>
    public static string WaitingForWriter(string path) => $"{path} is still being written; waiting";

    /// <summary>A block's first line.</summary>
    /// <param name="paths">At least one.</param>
    /// <param name="most">How many are named.</param>
    public static string Changed(IReadOnlyList<string> paths, int most) =>
        $"{string.Join(", ", paths.Take(most))}{(paths.Count > most ? $" and {paths.Count - most} more" : "")} changed";
}
