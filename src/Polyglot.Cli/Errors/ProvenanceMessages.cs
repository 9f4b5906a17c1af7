namespace Polyglot.Cli.Errors;

/// <summary>What is said about where things came from.</summary>
internal static class ProvenanceMessages
{
    public const string ChangedSince = "it may have been changed since it was written; `polyglot history` shows what its name stood for";

    public static string UnknownFile(string path) => $"no run has made or read a file with the content of {path}";

    public static string UnknownObject(string word) => $"no run names the object of `{word}`";

    public static string UnknownFormat(string name) => $"there is no format `{name}`";
}
