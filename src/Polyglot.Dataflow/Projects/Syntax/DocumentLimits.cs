namespace Polyglot.Dataflow.Projects.Syntax;

/// <summary>What a project file may at most be; the file comes from outside and is not trusted.</summary>
internal static class DocumentLimits
{
    /// <summary>32 MiB: about 300,000 tasks.</summary>
    public const int Bytes = 32 * 1024 * 1024;

    /// <summary>Lists and mappings inside one another.</summary>
    public const int Depth = 64;

    /// <summary>Nodes that all aliases of a file together may stand for.</summary>
    public const int AliasedNodes = 100_000;

    /// <summary>Problems shown of one file; the rest is one line that says how many more there are.</summary>
    public const int Problems = 100;
}
