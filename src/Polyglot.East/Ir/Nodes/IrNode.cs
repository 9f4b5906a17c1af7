namespace Polyglot.East;

/// <summary>
/// One node of a program in East IR (spec 2.4). Everything is an expression. Nodes are immutable and thread-safe; equality is identity,
/// because two equal nodes at two places are two places.
/// </summary>
public abstract class IrNode
{
    private protected IrNode(EastType type, IrLocation location)
    {
        Type = type;
        Location = location;
    }

    /// <summary>The type of the node's value; closed.</summary>
    public EastType Type { get; }

    /// <summary>Where in the author's source the node comes from.</summary>
    public IrLocation Location { get; }

    /// <summary>How the type was written where the node was read from; null in nodes made by code. Set once, by the reader.</summary>
    internal TypeSpelling? Spelling { get; set; }
}
