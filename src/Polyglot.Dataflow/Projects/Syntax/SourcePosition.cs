namespace Polyglot.Dataflow.Projects.Syntax;

/// <summary>A place in a project file.</summary>
/// <param name="Line">1-based; 0 means the file as a whole.</param>
/// <param name="Column">1-based, in characters; 0 where <paramref name="Line"/> is.</param>
public readonly record struct SourcePosition(int Line, int Column)
{
    /// <summary>The file as a whole.</summary>
    public static SourcePosition None => default;
}
