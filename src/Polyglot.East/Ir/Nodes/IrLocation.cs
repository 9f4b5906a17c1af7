namespace Polyglot.East;

/// <summary>A place in the source that a program was made from (spec 2.3).</summary>
/// <param name="File">The file as its author's tools named it; may be empty.</param>
/// <param name="Line">From 1; 0 where the place has none (a platform function).</param>
/// <param name="Column">From 1; 0 where the place has none.</param>
public sealed record IrLocation(string File, long Line, long Column)
{
    /// <summary><c>file:line:column</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>The name of a loop, by which <see cref="BreakNode"/> and <see cref="ContinueNode"/> say which one they mean.</summary>
/// <param name="Name">Unique among the loops around it, or else the innermost is meant.</param>
/// <param name="Location">Where the loop is.</param>
public sealed record IrLabel(string Name, IrLocation Location);
