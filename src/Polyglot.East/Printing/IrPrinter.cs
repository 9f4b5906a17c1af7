namespace Polyglot.East;

/// <summary>
/// Programs as code for people to read: names, types where something is declared, operators for arithmetic. It does not read back.
/// </summary>
public static class IrPrinter
{
    /// <summary>Code nested more deeply than this, which nobody could read, is left out: an ellipsis stands for it.</summary>
    public const int MaxDepth = 300;

    /// <summary>The code of a node, without a line end after it. Its lines end in LF.</summary>
    public static string Print(IrNode node) => new CodePrinter().Print(node).Text;
}
